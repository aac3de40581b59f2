"""The process is killed, or the power fails, while the corpus is being changed."""

import asyncio
import copy
import random
import shutil
from collections import Counter
from pathlib import Path

from faults.updater import PROCESSES, Known, change_for_ever, wrongs
from faults.world import Row

_CHANGES = 24
_SECONDS_OF_A_CHANGE = 0.02
_KILLS_OF_ONE_DATABASE = 50
_CUTS_OF_ONE_LOG = 10
_SECTOR = 512
_FRAME = 4096 + 24


async def killed_updates(folder: Path, times: int) -> Row:
    """Kill a process that changes the corpus so many times; hold what it left against its word."""
    rng = random.Random(times)
    wrong: Counter[str] = Counter()
    changes, known, database = 0, Known(), folder / "0.db"
    for number in range(times):
        if number % _KILLS_OF_ONE_DATABASE == 0:
            changes, known, database = changes + known.changes, Known(), folder / f"{number}.db"
        await _killed_once(database, known, rng)
        wrong.update(set(await wrongs(database, known)))
    changes += known.changes
    return Row(
        f"kill -9 while the corpus is changed, {times:,} times",
        "0 corrupt, 0 half-done, 0 acknowledged changes lost",
        f"{changes:,} changes: {_counted(wrong)}",
        not wrong and changes > times // 2,
    )


async def power_cuts(folder: Path, times: int) -> Row:
    """Damage what was not synced yet in the log that a killed process left, as a power cut does."""
    rng = random.Random(times)
    wrong: Counter[str] = Counter()
    control, cuts = 0, 0
    for number in range(0, times, _CUTS_OF_ONE_LOG):
        database, known = folder / f"{number}.db", Known()
        await _killed_once(database, known, rng)
        log = _log(database).read_bytes()
        for _ in range(_CUTS_OF_ONE_LOG):
            after = _after_power_cut(log, known.log_bytes, rng)
            wrong.update(set(await _wrongs_with(database, after, known)))
            cuts += 1
        synced = max(known.log_bytes - rng.randrange(_FRAME, 8 * _FRAME), 0)
        control += bool(await _wrongs_with(database, log[:synced], known))
    return Row(
        f"power cut while the corpus is changed, simulated, {cuts:,} times",
        "0 corrupt, 0 half-done, 0 acknowledged changes lost",
        f"{_counted(wrong)}; of {cuts // _CUTS_OF_ONE_LOG} logs cut where they were synced already,"
        f" as if the disk had lied, {control} were noticed",
        not wrong and control > 0,
    )


async def _killed_once(database: Path, known: Known, rng: random.Random) -> None:
    """Let a process make some changes and kill it at some moment of the next one."""
    told, telling = PROCESSES.Pipe(duplex=False)
    arguments = (database, telling, known.done, rng.randrange(10**9))
    process = PROCESSES.Process(target=change_for_ever, args=arguments)
    process.start()
    telling.close()
    for _ in range(rng.randrange(_CHANGES)):
        await asyncio.to_thread(known.hear, told)
    await asyncio.sleep(rng.uniform(0, _SECONDS_OF_A_CHANGE))
    process.kill()
    while known.hear(told):
        pass
    process.join()
    process.close()
    told.close()


def _after_power_cut(log: bytes, synced: int, rng: random.Random) -> bytes:
    """Return what may be left of a log: what was synced, and any sectors of the rest."""
    rest = bytearray(log[synced:])
    rest += rng.randbytes(rng.randrange(2 * _FRAME))  # the file may have grown already
    for start in range(0, len(rest), _SECTOR):
        kind, sector = rng.randrange(3), rest[start : start + _SECTOR]
        if kind:
            rest[start : start + _SECTOR] = (
                bytes(len(sector)) if kind == 1 else rng.randbytes(len(sector))
            )
    return log[:synced] + bytes(rest[: rng.randrange(len(rest) + 1)])


async def _wrongs_with(database: Path, log: bytes, known: Known) -> list[str]:
    cut = database.with_name("cut.db")
    for path in (cut, _log(cut), Path(f"{cut}-shm")):
        path.unlink(missing_ok=True)
    shutil.copy(database, cut)
    _log(cut).write_bytes(log)
    return await wrongs(cut, copy.deepcopy(known))


def _log(database: Path) -> Path:
    return Path(f"{database}-wal")


def _counted(wrong: Counter[str]) -> str:
    kinds = ("corrupt", "half-done", "acknowledged lost")
    return ", ".join(f"{wrong[kind]} {kind}" for kind in kinds)

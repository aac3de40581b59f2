"""The database cannot be written or read."""

import asyncio
import resource
import sqlite3
import time
from pathlib import Path

from faults.world import Row, all_answered, answer_seconds, ask, stop
from telegram_world import new_world

_BACK_SECONDS = 10.0
_GOAL = "nothing lost; back within 10 s without a restart"


async def disk_full(folder: Path, seconds: float) -> Row:
    """Let no file grow for a while, as on a full disk."""
    async with new_world(folder) as world:
        process = await world.storybot("bot")
        await answer_seconds(world)
        free = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        asked = [ask(world) for _ in range(5)]
        await asyncio.sleep(seconds)
        confirmed = 5 - len(world.bot.queue.pending())
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, free)
        begun = time.monotonic()
        lost = await all_answered(world, asked, 30)
        took = time.monotonic() - begun
        await stop(process)
    return Row(
        f"disk full for {seconds:.0f} s",
        _GOAL,
        f"{confirmed} confirmed meanwhile, {len(lost)} of 5 lost, back after {took:.1f} s",
        not confirmed and not lost and took <= _BACK_SECONDS,
    )


async def locked(folder: Path, seconds: float) -> Row:
    """Let another program hold the database's write lock for a while."""
    async with new_world(folder) as world:
        process = await world.storybot("bot")
        await answer_seconds(world)
        other = sqlite3.connect(folder / "storybot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        asked = [ask(world) for _ in range(5)]
        await asyncio.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()
        begun = time.monotonic()
        lost = await all_answered(world, asked, 30)
        took = time.monotonic() - begun
        await stop(process)
    return Row(
        f"database locked for {seconds:.0f} s",
        _GOAL,
        f"{len(lost)} of 5 lost, back after {took:.1f} s",
        not lost and took <= _BACK_SECONDS,
    )


async def damaged(folder: Path) -> Row:
    """Start on a database whose first page was overwritten."""
    async with new_world(folder) as world:
        process = await world.storybot("bot")
        await answer_seconds(world)
        await stop(process)
        file = folder / "storybot.db"
        file.write_bytes(b"\xff" * 4096 + file.read_bytes()[4096:])
        process = await world.storybot("bot")
        code = await asyncio.wait_for(process.wait(), 30)
        said = "Cannot open the database" in world.log and "Traceback" not in world.log
    return Row(
        "damaged database at the start",
        "ends with 1 and a sentence that says so",
        f"exit code {code}, {'said so' if said else 'did not say so'}",
        code == 1 and said,
    )

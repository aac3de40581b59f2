"""The database cannot be written or read."""

import asyncio
import ctypes
import random
import resource
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from faults.world import QUESTION, Row, all_answered, answer_seconds, ask, free_address, stop
from storybot.answering.answer import Answerer
from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus
from storybot.ingest.reading import read_text
from storybot.model.errors import StoreError
from worlds.bot_process import BRIDGE, FERRY, new_world

_BACK_SECONDS = 10.0
_UNAVAILABLE = 503
_DROP_FROM_BOUNDING_SET, _OVERRIDE_PERMISSIONS = 24, 1
"""Of Linux: an operation of prctl, and the capability that makes root write what is read-only."""
_QUOTES = (b"Mayor Ottilie Brandt opened", b"Tobias Fenwick designed", b"The ferry Kittiwake made")
_QUESTIONS = (QUESTION, "Who designed the bridge?", "When did the ferry make its last crossing?")
_GOAL = "nothing lost; back within 10 s without a restart"


async def disk_full(folder: Path, seconds: float) -> Row:
    """Let no file grow for a while, as on a full disk."""
    async with new_world(folder) as world:
        world.settings["STORYBOT_HTTP"] = address = free_address()
        process = await world.storybot("bot")
        await answer_seconds(world)
        free = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        asked = [ask(world) for _ in range(5)]
        await asyncio.sleep(seconds)
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            ready = (await client.get(f"http://{address}/readyz")).status_code
        confirmed = 5 - len(world.bot.queue.pending())
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, free)
        begun = time.monotonic()
        lost = await all_answered(world, asked, 60)
        took = time.monotonic() - begun
        await stop(process)
    return Row(
        f"disk full for {seconds:.0f} s",
        _GOAL,
        f"{confirmed} confirmed meanwhile, /readyz {ready}, {len(lost)} of 5 lost,"
        f" back after {took:.1f} s",
        not confirmed and not lost and ready == _UNAVAILABLE,
        in_time=took <= _BACK_SECONDS,
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
        lost = await all_answered(world, asked, 60)
        took = time.monotonic() - begun
        await stop(process)
    return Row(
        f"database locked for {seconds:.0f} s",
        _GOAL,
        f"{len(lost)} of 5 lost, back after {took:.1f} s",
        not lost,
        in_time=took <= _BACK_SECONDS,
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
        said = "damaged where it begins" in world.log and "Traceback" not in world.log
    return Row(
        "damaged database at the start",
        "ends with 2 and a sentence that says so",
        f"exit code {code}, {'said so' if said else 'did not say so'}",
        code == 2 and said,
    )


async def read_only(folder: Path) -> Row:
    """Start on a database that may not be written, and again when it may."""
    async with new_world(folder) as world:
        process = await world.storybot("bot")
        await answer_seconds(world)
        await stop(process)
        file = folder / "storybot.db"
        asked = [ask(world) for _ in range(5)]
        file.chmod(0o400)
        process = await world.storybot("bot", prepare=_obey_permissions)
        code = await asyncio.wait_for(process.wait(), 30)
        said = "may not be written" in world.log and "Traceback" not in world.log
        confirmed = len(asked) - len(world.bot.queue.pending())
        file.chmod(0o600)
        process = await world.storybot("bot")
        lost = await all_answered(world, asked, 60)
        await stop(process)
    return Row(
        "read-only database at the start",
        "ends with 1 and says what to do; nothing lost",
        f"exit code {code}, {'said so' if said else 'did not say so'}, {confirmed} confirmed,"
        f" {len(lost)} of 5 lost after the next start",
        code == 1 and said and not confirmed and not lost,
    )


def _obey_permissions() -> None:
    """Let files be what they say also for the administrator of the machine."""
    ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, _OVERRIDE_PERMISSIONS, 0, 0, 0)


async def damaged_texts(folder: Path, times: int) -> Row:
    """Change a byte of a database, half the time in a quote, and look at what is quoted then."""
    rng = random.Random(times)
    sound = folder / "sound.db"
    articles = [read_text(BRIDGE, source="b"), read_text(FERRY, source="f")]
    async with _opened(sound) as (corpus, _):
        await corpus.add(articles, actor="x")
    data = sound.read_bytes()
    said = [at for quote in _QUOTES for at in _places(data, quote)]
    became: Counter[str] = Counter()
    for number in range(times):
        file = folder / f"{number}.db"
        place = rng.choice(said) if number % 2 else rng.randrange(len(data))
        file.write_bytes(
            data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :]
        )
        became[await _quoted_from(file, [article.text for article in articles])] += 1
        file.unlink()
    return Row(
        f"a byte of the database damaged, {times:,} times",
        "no altered quote",
        ", ".join(f"{count:,} {kind}" for kind, count in became.most_common()),
        not became["altered"],
    )


def _places(data: bytes, quote: bytes) -> Iterator[int]:
    """Yield where each byte of a quote stands, wherever the database holds it."""
    at = data.find(quote)
    while at >= 0:
        yield from range(at, at + len(quote))
        at = data.find(quote, at + 1)


async def _quoted_from(file: Path, texts: Sequence[str]) -> str:
    """Tell what became of a question to a damaged database."""
    try:
        async with _opened(file) as (_, answerer):
            answers = [await answerer.answer(question, 5) for question in _QUESTIONS]
    except StoreError:
        return "refused as damaged"
    quotes = [citation.text for answer in answers for citation in answer.citations]
    if any(all(quote not in text for text in texts) for quote in quotes):
        return "altered"
    return "quoted word for word" if all(a.answered for a in answers) else "not quoted"


@asynccontextmanager
async def _opened(file: Path) -> AsyncIterator[tuple[Corpus, Answerer]]:
    store, index = await open_store(f"sqlite:///{file}"), open_index("embedded:").index
    try:
        yield await Corpus.open(store, index), Answerer(store, index)
    finally:
        await store.close()

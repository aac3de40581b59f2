"""Measure the whole bot: update in, answer out, against the Bot API stand-in on loopback.

The stand-in and the people who ask live in this process, the bot in another one, whose processor
time is read from the system. The bot that answers from a story stands beside the same bot with
handlers that answer a constant: the difference is what answering costs.
"""

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bench.measure import percentiles
from bench.story import make_story, write_articles
from storybot.playground.play import serve
from storybot.playground.world.bots import Bot
from storybot.playground.world.people import Person
from storybot.playground.world.telegram import Telegram

TOKEN = "123456:AAE-abcdefghijklmnopqrstuvwxyz_0123"  # noqa: S105 - the stand-in's, made up
SEED = 1
AGAIN = "story, asked again"
"""The bot that answers from a story, asked what it was asked before."""

_ROOT = Path(__file__).parents[1]
_COMMANDS = {"story": ("storybot", "bot"), "constant": ("bench.bot_process", "constant")}

_PAUSE = 0.05
"""Seconds between questions asked one by one: more a second are more than Telegram allows."""

_PATIENCE = 60.0
"""Seconds to wait for an answer; the first comes when the bot has started."""

Figures = dict[str, float | None]

Ask = Callable[[str], Awaitable[object]]


class BotEnded(Exception):
    """A bot's process ended instead of answering; the reason is on stderr."""


class Load(NamedTuple):
    """The story that is asked about, and the questions at each door."""

    articles: int = 100
    warm_up: int = 50
    """Questions asked first and not counted."""
    alone: int = 100
    """Questions asked one after the other."""
    together: int = 250
    at_once: int = 8
    """How many of those wait for their answers at the same time."""


_LOAD = Load()


@dataclass
class BotRow:
    """What one door of one bot was measured at."""

    door: str
    answers: str
    """``story``, ``story, asked again`` or ``constant``."""
    figures: Figures = field(default_factory=dict)


async def measure_bots(folder: Path, load: Load = _LOAD) -> list[BotRow]:
    """Measure both bots at both doors; the folder is for the database.

    Raises:
        BotEnded: a process ended instead of answering.
        TimeoutError: a question was not answered.
    """
    story = make_story(SEED, load.articles, load.warm_up + load.alone + load.together)
    rows: list[BotRow] = []
    for answers in ("story", "constant"):
        home = folder / answers
        write_articles(story.articles if answers == "story" else [], home / "corpus")
        telegram = Telegram()
        bot = telegram.add_bot(TOKEN)
        async with serve(telegram) as url:
            environment = _environment(url, home)
            async with running(_COMMANDS[answers], environment) as process:
                for door, ask in doors(telegram, bot).items():
                    for label in (answers, AGAIN) if answers == "story" else (answers,):
                        work = _measure(ask, _worded(story.questions, label), load, process.pid)
                        rows.append(BotRow(door, label, await _while_running(process, work)))
            if answers == "story":
                stages = await _costs(story.questions, environment)
                rows = [BotRow(r.door, r.answers, r.figures | stages[r.answers]) for r in rows]
    return rows


def _worded(questions: Sequence[str], answers: str) -> list[str]:
    """Return what is typed; the second time with a space, or Telegram itself would answer."""
    return [f"{question} " if answers == AGAIN else question for question in questions]


def _environment(url: str, home: Path) -> dict[str, str]:
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "STORYBOT_DATABASE": f"sqlite:///{home}/storybot.db",
        "STORYBOT_CORPUS": f"{home}/corpus",
        "STORYBOT_HTTP": "",
        "STORYBOT_LOG_LEVEL": "ERROR",
    }
    return os.environ | settings


@asynccontextmanager
async def running(command: Sequence[str], environment: dict[str, str]) -> AsyncIterator[Process]:
    """Run a module as a process of its own; it is told to end on exit."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command),
        env=environment,
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def _while_running(process: Process, work: Coroutine[Any, Any, Figures]) -> Figures:
    """Do some work, and break it off when the process ends before it is done."""
    working, ending = asyncio.create_task(work), asyncio.create_task(process.wait())
    await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
    if not working.done():
        working.cancel()
        raise BotEnded(f"The bot ended with exit code {ending.result()}.")
    ending.cancel()
    return working.result()


async def _costs(questions: Sequence[str], environment: dict[str, str]) -> dict[str, Figures]:
    async with running(("bench.bot_process", "costs"), environment) as process:
        printed, _ = await process.communicate("\n".join(questions).encode())
        if process.returncode:
            raise BotEnded(f"Answering ended with exit code {process.returncode}.")
        first, again = json.loads(printed)
        return {"story": first, AGAIN: again}


def doors(telegram: Telegram, bot: Bot) -> dict[str, Ask]:
    """Return how a new person, as each question is another's, asks at each door."""

    async def privately(question: str) -> object:
        person = Person(telegram, "Reader")
        room = person.chat_with(bot)
        person.send(room, question)
        return await room.next_from_bot(_PATIENCE)

    async def inline(question: str) -> object:
        return await Person(telegram, "Reader").type_inline(bot, question).answered(_PATIENCE)

    return {"private": privately, "inline": inline}


async def _measure(ask: Ask, questions: Sequence[str], load: Load, pid: int) -> Figures:
    for question in questions[: load.warm_up]:
        await ask(question)
    alone = questions[load.warm_up :][: load.alone]
    micros: list[float] = []
    for question in alone:
        await asyncio.sleep(_PAUSE)
        micros.append(await _micros(ask, question))
    p50, p99 = percentiles(micros)
    waiting = iter(questions[-load.together :])

    async def reader() -> None:
        for question in waiting:
            await ask(question)

    busy, begun = _cpu_seconds(pid), time.perf_counter()
    await asyncio.gather(*(reader() for _ in range(load.at_once)))
    took = time.perf_counter() - begun
    now = _cpu_seconds(pid)
    cpu_ms = None if now is None or busy is None else (now - busy) / load.together * 1e3
    return {
        "p50_ms": p50 / 1e3,
        "p99_ms": p99 / 1e3,
        "per_s": load.together / took,
        "cpu_ms": cpu_ms,
        "per_core_s": cpu_ms and 1e3 / cpu_ms,
    }


async def _micros(ask: Ask, question: str) -> float:
    begun = time.perf_counter()
    await ask(question)
    return (time.perf_counter() - begun) * 1e6


def _cpu_seconds(pid: int) -> float | None:
    """Return the processor time of all threads of a process, where Linux tells it."""
    threads = Path(f"/proc/{pid}/task")
    if not threads.exists():
        return None
    shares = (path.read_text(encoding="ascii").split() for path in threads.glob("*/schedstat"))
    return sum(int(nanoseconds) for nanoseconds, *_ in shares) / 1e9

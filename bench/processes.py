"""What a question costs a bot of one process, and of a receiver with workers, by turns.

``python -m bench.processes`` asks a bot on PostgreSQL, made by `tests/engines/postgresql.py`, in
private at a steady rate, as Telegram lets no bot send more than 30 messages a second, and inline
as fast as it answers. The stand-in of the Bot API and the readers live in this process. Each line
of JSON is one turn, with the processor time of the bot's processes and of the server's a question.
"""

import asyncio
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from bench.bot import SEED, TOKEN, Ask, doors, running
from bench.story import Story, make_story, write_articles
from storybot.playground.play import serve
from storybot.playground.world.telegram import Telegram

_ENGINES = Path("tests/engines")
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_SETTLE_SECONDS = 3.0
"""Until all workers have begun, once one of them answers."""
_IDLE_SECONDS = 10.0
_WARM = 60
_UTIME, _STIME, _CUTIME, _CSTIME, _PARENT = 11, 12, 13, 14, 1
"""Columns of /proc/PID/stat after the name."""


class Load(NamedTuple):
    """How much is asked in a turn."""

    rate: float
    """Questions a second in private."""
    questions: int
    """At each door."""
    at_once: int
    """Inline queries that wait for their answers at the same time."""


@click.command()
@click.option("--workers", default="0,4", help="Numbers of workers; 0 is a bot of one process.")
@click.option("--turns", default=3, help="How often each is measured.")
@click.option("--articles", default=100)
@click.option("--rate", default=20.0, help="Private questions a second.")
@click.option("--questions", default=400, help="Questions of a turn at each door.")
@click.option("--at-once", default=32, help="Inline queries that wait at the same time.")
def main(
    workers: str, turns: int, articles: int, rate: float, questions: int, at_once: int
) -> None:
    """Measure what a question costs with so many workers."""
    story = make_story(SEED, articles, _WARM + 2 * questions)
    for turn in range(turns):
        for count in map(int, workers.split(",")):
            found = asyncio.run(_measured(story, count, Load(rate, questions, at_once)))
            click.echo(json.dumps({"turn": turn, "workers": count, **found}))


async def _measured(story: Story, workers: int, load: Load) -> dict[str, Any]:
    async with _bot(story, workers) as (pid, server, asks):
        for question in story.questions[:_WARM]:
            await asks["private"](question)
        await asyncio.sleep(_SETTLE_SECONDS)
        for question in story.questions[:_WARM]:  # by then all workers are there to warm up
            await asks["inline"](question)
        idle = await _costs(pid, server, asyncio.sleep(_IDLE_SECONDS), _IDLE_SECONDS)
        found: dict[str, Any] = {"idle_ms_a_second": idle}
        asked = story.questions[_WARM:]
        private, inline = asked[: load.questions], asked[load.questions :]
        steady = _at_rate(asks["private"], private, load.rate)
        found["private"] = await _costs(pid, server, steady, len(private))
        begun = time.monotonic()
        found["inline"] = await _costs(
            pid, server, _at_once(asks["inline"], inline, load.at_once), len(inline)
        )
        found["inline"]["per_s"] = round(len(inline) / (time.monotonic() - begun), 1)
        return found | {"load": os.getloadavg()[0]}


@asynccontextmanager
async def _bot(story: Story, workers: int) -> AsyncIterator[tuple[int, int, dict[str, Ask]]]:
    """Run a bot on a server; yield their process ids and the ways to ask."""
    sys.path.insert(0, str(_ENGINES))
    postgresql = importlib.import_module("postgresql")
    with tempfile.TemporaryDirectory() as name, postgresql.server(safe=True) as made:
        write_articles(story.articles, Path(name, "corpus"))
        telegram = Telegram()
        bot = telegram.add_bot(TOKEN)
        async with serve(telegram) as url:
            settings = {
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": url,
                "STORYBOT_DATABASE": made.url,
                "STORYBOT_CORPUS": f"{name}/corpus",
                "STORYBOT_HTTP": "",
                "STORYBOT_LOG_LEVEL": "ERROR",
            }
            command = ("storybot", "bot", *(("--workers", str(workers)) if workers else ()))
            async with running(command, os.environ | settings) as process:
                server = int((made.data / "postmaster.pid").read_text().split()[0])
                yield process.pid, server, doors(telegram, bot)


async def _costs(pid: int, server: int, work: Any, units: float) -> dict[str, Any]:
    """Return the milliseconds of processor time that some work took, a unit of it."""
    own, whole, database = _seconds(pid), _of_tree(pid), _of_tree(server)
    await work
    spent = {
        "bot": _of_tree(pid) - whole,
        "of_it_first_process": _seconds(pid) - own,
        "postgresql": _of_tree(server) - database,
    }
    return {name: round(seconds / units * 1e3, 2) for name, seconds in spent.items()}


async def _at_rate(ask: Ask, questions: Sequence[str], rate: float) -> None:
    begun, asking = time.monotonic(), []
    for number, question in enumerate(questions):
        await asyncio.sleep(max(begun + number / rate - time.monotonic(), 0))
        asking.append(asyncio.ensure_future(ask(question)))
    await asyncio.gather(*asking)


async def _at_once(ask: Ask, questions: Sequence[str], at_once: int) -> None:
    waiting = iter(questions)

    async def reader() -> None:
        for question in waiting:
            await ask(question)

    await asyncio.gather(*(reader() for _ in range(at_once)))


def _of_tree(pid: int) -> float:
    """Return the processor time of a process, its children, and those of them that ended."""
    ended = _stat(pid)
    return _seconds(pid) + _of_children(pid) + (ended[_CUTIME] + ended[_CSTIME]) / _TICKS


def _of_children(pid: int) -> float:
    """Return the processor time of a process's children that run."""
    found = 0.0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if _stat(int(path.name))[_PARENT] == pid:
                found += _seconds(int(path.name))
        except OSError:
            continue
    return found


def _seconds(pid: int) -> float:
    columns = _stat(pid)
    return (columns[_UTIME] + columns[_STIME]) / _TICKS


def _stat(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    return [0, *map(int, text.rpartition(")")[2].split()[1:])]


if __name__ == "__main__":
    main()

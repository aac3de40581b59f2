"""A bot in several processes: one receives, the others answer, and none of them is missed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from storybot.playground.world.people import Person
from worlds.bot_process import TOKEN, World, marked, new_world

pytestmark = pytest.mark.slow

OPENED = "Who opened the Lantern Bridge?"
MONDAY = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."


@asynccontextmanager
async def with_workers(
    folder: Path, url: str, count: int
) -> AsyncIterator[tuple[World, asyncio.subprocess.Process]]:
    """Run a bot with so many workers, from when it answers; its log holds no trouble."""
    async with new_world(folder) as world:
        world.settings["STORYBOT_DATABASE"] = url
        process = await world.storybot("bot", "--workers", str(count))
        try:
            met = partial(world.telegram.journal.of, "getMe")
            await world.telegram.bell.until(lambda: len(met()) > count or None, 180)
            yield world, process
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.wait(), 60)
        assert TOKEN not in world.log
        assert "Traceback" not in world.log


async def have_begun(world: World, workers: int) -> None:
    """Wait until so many workers have said, since the test began, that they answer."""
    async with asyncio.timeout(180):
        while world.log.count(" is answering.") < workers:  # noqa: ASYNC110 - nobody rings for it
            await asyncio.sleep(0.05)


def workers_of(process: asyncio.subprocess.Process) -> list[int]:
    """Return the ids of the processes that a process has started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(child) for child in children.split()]


async def test_what_workers_answer_is_one_conversation(tmp_path: Path, postgres_url: str) -> None:
    """Whichever worker answers knows what was asked before; killed, they are begun again."""
    async with with_workers(tmp_path, postgres_url, 2) as (world, process):
        assert marked((await world.ask(world.ada, OPENED)).message, "blockquote")[:1] == [MONDAY]
        first = workers_of(process)
        assert len(first) == 2
        for child in first:
            os.kill(child, signal.SIGKILL)
        people = [Person(world.telegram, f"Reader {n}") for n in range(4)]
        answers = await asyncio.gather(
            world.ask(world.ada, "When?"), *(world.ask(one, OPENED) for one in people)
        )
        assert [marked(a.message, "blockquote")[:1] for a in answers] == [[MONDAY]] * 5
        await have_begun(world, 4)  # or one of them ends as it starts, without a word
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 60) == 0
        assert world.log.count("Stopping.") == 3

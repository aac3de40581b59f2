"""The corpus folder is followed by the running bot, also through kill -9."""

import asyncio
import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storybot.playground.world.people import Person
from worlds.bot_process import World, article, finding, new_world, quotes, running

pytestmark = pytest.mark.slow


async def until_quoted(world: World, thing: str, *, quoted: bool) -> None:
    """Ask until the article about a thing is quoted, or no more."""
    async with asyncio.timeout(90):
        for _ in itertools.count():
            if await quotes(world, thing) is quoted:
                return
            await asyncio.sleep(0.3)


async def until_recorded(world: World) -> None:
    """Talk until all that was sent is recorded: a kill before that may have it sent again."""
    async with asyncio.timeout(90):
        while waits_in_outbox(world):
            await world.ask(world.ada, "/help")


def waits_in_outbox(world: World) -> bool:
    """Return whether a notice is not recorded as sent."""
    with closing(sqlite3.connect(world.folder / "storybot.db")) as database:
        ((waiting,),) = database.execute("SELECT count(*) FROM outbox WHERE NOT sent")
    return bool(waiting)


async def test_files_are_taken_while_the_bot_runs_and_is_killed(tmp_path: Path) -> None:
    """A new file is answered from, a broken one told once; a kill loses neither."""
    async with new_world(tmp_path) as world:
        corpus = tmp_path / "corpus"
        async with running(world) as process:
            await world.ask(world.owner, "/start")
            (corpus / "lock.txt").write_text(article("lock"))
            await until_quoted(world, "lock", quoted=True)
            (corpus / "lock.txt").write_bytes(b"\xff\xfe\x00")
            told = await world.owner.chat_with(world.bot).next_from_bot()
            assert "lock.txt" in told.text
            assert await quotes(world, "lock")
            (corpus / "mole.txt").write_text(article("mole"))
            process.kill()
            await process.wait()
        world.ada = Person(world.telegram, "Ben")  # Ada may be answered a second time
        async with running(world):
            assert await quotes(world, "mole")
            assert await quotes(world, "lock")
            changed = finding("mole").replace("eleven", "twelve")
            (corpus / "mole.txt").write_text(article("mole").replace(finding("mole"), changed))
            await until_quoted(world, "mole", quoted=False)
            again = await world.ask(world.owner, "/help")
            assert "lock.txt" not in again.text  # nor was it told a second time before


async def test_a_file_that_leaves_is_told_to_the_owners_once(tmp_path: Path) -> None:
    """While the bot runs or is down, and through kill -9."""
    async with new_world(tmp_path) as world:
        corpus, room = tmp_path / "corpus", world.owner.chat_with(world.bot)

        def told(name: str) -> int:
            return sum(f"{name} has left" in (m.text or "") for m in room.history())

        async with running(world) as process:
            await world.ask(world.owner, "/start")
            (corpus / "ferry.md").unlink()
            assert "still quote its article 2" in (await room.next_from_bot()).text
            await until_recorded(world)
            process.kill()
            await process.wait()
        (corpus / "bridge.md").unlink()
        for _ in range(2):
            async with running(world) as process:
                await world.telegram.bell.until(lambda: told("bridge.md") or None, 30)
                await until_recorded(world)
                process.kill()
                await process.wait()
        assert (told("ferry.md"), told("bridge.md")) == (1, 1)

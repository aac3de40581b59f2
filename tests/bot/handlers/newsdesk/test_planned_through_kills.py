"""An embargo holds through kill -9, and ends on time."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storybot.playground.objects.bot_api_objects import Message
from storybot.playground.world.people import Person
from worlds.bot_process import World, article, killed_until, new_world, quotes, running

pytestmark = pytest.mark.slow


def make_due(world: World) -> None:
    """Let what is planned be due, as when its time has come."""
    with closing(sqlite3.connect(world.folder / "storybot.db")) as database, database:
        changed = database.execute("UPDATE plans SET due = '2024-01-01T00:00:00+00:00'")
        assert changed.rowcount == 1


async def test_an_embargo_ends_while_the_bot_is_killed(tmp_path: Path) -> None:
    """The article is live when it is due, once, and its moderator is told at most twice."""
    async with new_world(tmp_path) as world:
        room = world.owner.chat_with(world.bot)

        def told() -> list[Message]:
            return [m for m in room.history() if "planned for now" in (m.text or "")]

        async with running(world) as process:
            card = await world.ask(world.owner, f"/add\n{article('lock')}")
            await world.owner.press(card, "Later").answered()
            question = await room.next_from_bot()
            before = card.message
            due = datetime.now(UTC) + timedelta(days=300)
            world.owner.send(room, f"{due:%Y-%m-%dT%H:%M:%SZ}", reply_to=question)
            assert "Due" in ((await card.change(before)).text or "")
            planned = await world.press(world.owner, card, "Add · Plan it")
            assert "Planned for" in (planned.text or "")
            assert not await quotes(world, "lock")
            process.kill()
            await process.wait()
        make_due(world)
        await killed_until(world, told)
        async with running(world):
            world.ada = Person(world.telegram, "Ben")  # Ada may be answered a second time
            assert await quotes(world, "lock")
            assert 1 <= len(told()) <= 2
            history = await world.ask(world.owner, "/history")
            assert history.text.count("lock cracks") == 1

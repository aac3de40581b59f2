"""An embargo holds through kill -9, and ends on time."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storybot.playground.world.people import Person
from worlds.bot_process import article, new_world, quotes, running

pytestmark = pytest.mark.slow


async def test_an_embargo_ends_while_the_bot_is_killed(tmp_path: Path) -> None:
    """The article is live when it is due, once, and its moderator is told at most twice."""
    async with new_world(tmp_path) as world:
        room = world.owner.chat_with(world.bot)
        async with running(world) as process:
            card = await world.ask(world.owner, f"/add\n{article('lock')}")
            await world.owner.press(card, "Later").answered()
            question = await room.next_from_bot()
            due = datetime.now(UTC) + timedelta(seconds=6)
            before = card.message
            world.owner.send(room, f"{due:%Y-%m-%dT%H:%M:%S}Z", reply_to=question)
            assert "Due" in ((await card.change(before)).text or "")
            planned = await world.press(world.owner, card, "Add · Plan it")
            assert "Planned for" in (planned.text or "")
            assert not await quotes(world, "lock")
            process.kill()
            await process.wait()
        for tenth in range(4, 12, 2):
            process = await world.storybot("bot")
            await asyncio.sleep(max((due - datetime.now(UTC)).total_seconds(), 0) + tenth / 10)
            process.kill()
            await process.wait()
        async with running(world):
            async with asyncio.timeout(30):
                await world.telegram.bell.until(
                    lambda: (
                        any("planned for now" in (m.text or "") for m in room.history()) or None
                    ),
                    30,
                )
            world.ada = Person(world.telegram, "Ben")  # Ada may be answered a second time
            assert await quotes(world, "lock")
            told = [m for m in room.history() if "planned for now" in (m.text or "")]
            assert 1 <= len(told) <= 2
            history = await world.ask(world.owner, "/history")
            assert history.text.count("lock cracks") == 1

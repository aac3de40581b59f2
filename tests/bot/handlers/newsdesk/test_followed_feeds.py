"""A feed's articles come to moderators as cards, each once, also through kill -9."""

import sqlite3
from functools import partial
from pathlib import Path

import pytest

from storybot.playground.objects.bot_api_objects import Message
from worlds.bot_process import (
    TOKEN,
    World,
    killed_until,
    marked,
    new_world,
    quotes,
    running,
)
from worlds.feeds import rss
from worlds.web_server import Server, http, serving

pytestmark = pytest.mark.slow
TESTS = str(Path(__file__).parents[3])


def publish(server: Server, *things: str, twist: str = "") -> None:
    """Let the feed hold articles about things."""
    entries = [(f"/{thing}", thing) for thing in things]
    server.answers["/feed"] = http(rss(entries, server.url(""), twist=twist))


def make_due(world: World) -> None:
    """Let all feeds be due, as after the interval."""
    with sqlite3.connect(world.folder / "storybot.db") as database:
        database.execute("UPDATE feeds SET due = '2024-01-01T00:00:00+00:00'")
    database.close()


def cards_with(world: World, text: str) -> list[Message]:
    """Return the messages with a text in the owner's chat."""
    history = world.owner.chat_with(world.bot).history()
    return [message for message in history if text in (message.text or "")]


async def test_a_feed_is_followed_through_kills(tmp_path: Path) -> None:
    """No item is lost, none comes a third time; it is added, and its change is a difference."""
    async with new_world(tmp_path) as world, serving() as server:
        world.settings |= {"WEB_PORT": str(server.port), "PYTHONPATH": TESTS}
        publish(server, "lock")
        async with running(world, module="worlds.web_server") as process:
            told = await world.ask(world.owner, f"/follow {server.url('/feed')}")
            assert "Kelm Courier" in told.text
            card = await world.owner.chat_with(world.bot).next_from_bot()
            assert "From the feed Kelm Courier" in card.text
            assert not await quotes(world, "lock")
            done = await world.press(world.owner, card, "Add")
            assert "Added article" in (done.text or "")
            assert await quotes(world, "lock")
            publish(server, "mole", "lock", twist="twelve")
            process.kill()
            await process.wait()
        make_due(world)
        told_of_change = partial(cards_with, world, "twelve")
        await killed_until(world, told_of_change, module="worlds.web_server")
        async with running(world, module="worlds.web_server"):
            await world.telegram.bell.until(lambda: cards_with(world, "mole") or None, 90)
            assert "Kelm Courier" in (await world.ask(world.owner, "/follow")).text
            changed = [m for m in cards_with(world, "twelve") if marked(m, "underline")]
            assert 1 <= len(changed) <= 2
            assert marked(changed[0], "underline") == ["twelve"]
            assert 1 <= len(cards_with(world, "found in the mole")) <= 2
        assert TOKEN not in world.log

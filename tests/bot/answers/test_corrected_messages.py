"""Corrections by the real bot, in a process of its own: wherever it has answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storybot.playground.world.people import Person
from worlds.bot_process import BRIDGE, World, marked, new_world, readers, running, strangers

pytestmark = pytest.mark.slow

QUESTION = "How much did the Lantern Bridge cost?"
SAID, NOW = "It cost 48 million crowns", "It cost 84 million crowns"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Run a bot."""
    async with new_world(tmp_path) as made, running(made):
        yield made


def paste(world: World) -> str:
    """Return the command with which the owner corrects the figure."""
    _, _, story = BRIDGE.replace("48", "84").partition("---\n\n")
    return f"/add 1\nLantern Bridge opens after nine years\n\n{story}"


async def test_it_reaches_every_door_and_counts_what_it_cannot_reach(world: World) -> None:
    """A deleted answer, a reader who blocked the bot and a group that has moved are missed."""
    ada, guests = world.ada, strangers(world)
    blocking, deleting = Person(world.telegram, "Bela"), Person(world.telegram, "Dora")
    private = await world.ask(ada, QUESTION)
    group = await world.say(ada, world.group.room, f"/ask {QUESTION}")
    guest = await world.say(ada, guests.room, f"@{world.bot.user.username} {QUESTION}")
    query = ada.type_inline(world.bot, QUESTION)
    inline = ada.choose(query, (await query.answered()).results[0].id, guests.room)
    moved = readers(world)
    await world.say(ada, moved.room, f"/ask {QUESTION}")
    moved.upgrade()
    await world.ask(blocking, QUESTION)
    blocking.block(world.bot)
    deleted = await world.ask(deleting, QUESTION)
    deleting.delete(deleted)
    reached = (private, group, guest, inline)
    assert all(SAID in posted.text for posted in reached)
    card = await world.ask(world.owner, paste(world))
    await world.press(world.owner, card, "New version of 1")
    report = await world.owner.chat_with(world.bot).next_from_bot()
    assert report.text.splitlines()[1:] == [
        "4 answers in 4 chats corrected.",
        "3 could not be reached.",
    ]
    for posted in reached:
        assert SAID in "".join(marked(posted.message, "strikethrough"))
        assert NOW in posted.text
    before = private.message
    undoing = await world.ask(world.owner, "/undo")
    await world.press(world.owner, undoing, "Take it back")
    await private.change(before)
    assert marked(private.message, "strikethrough") == []
    assert SAID in private.text

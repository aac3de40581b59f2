"""The same question has the same ranking, whichever way it comes in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import product

import pytest
import pytest_asyncio

from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted
from worlds.bot_process import World, marked, new_world, readers, running, strangers

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "Who opened the Lantern Bridge?"
OFF_TOPIC = "What do bananas taste like?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        yield made
        assert made.telegram.journal.unknown_parameters == []
        assert made.telegram.journal.refused() == []


async def ranking(world: World, reader: Person, posted: Posted) -> list[str]:
    """Page through an answer and return its quotes in order."""
    found = marked(posted.message, "blockquote")
    while more := [label for label in posted.buttons if label.startswith("More")]:
        found += marked(await world.press(reader, posted, more[0]), "blockquote")
    return found


async def in_private(world: World, question: str) -> Posted:
    """Ask in private."""
    return await world.ask(world.ada, question)


async def by_command(world: World, question: str) -> Posted:
    """Ask with /ask in a group."""
    return await world.say(world.ada, readers(world).room, f"/ask {question}")


async def by_reply(world: World, question: str) -> Posted:
    """Ask in reply to the bot."""
    room = readers(world).room
    first = await world.say(world.ada, room, f"/ask {OFF_TOPIC}")
    return await world.say(world.ada, room, question, reply_to=first)


async def by_mention(world: World, question: str) -> Posted:
    """Ask with a mention where the bot is an administrator."""
    group = readers(world)
    group.promote(world.bot.user)
    return await world.say(world.ada, group.room, f"@story_bot {question}")


async def as_guest(world: World, question: str) -> Posted:
    """Ask with a mention where the bot is no member."""
    return await world.say(world.ada, strangers(world).room, f"@story_bot {question}")


async def overheard(world: World, question: str) -> Posted:
    """Ask nobody where every question is answered."""
    group = readers(world)
    group.promote(world.bot.user)
    await world.say(world.owner, group.room, "/listen on")
    return await world.say(world.ada, group.room, question)


ASKED = (in_private, by_command, by_reply, by_mention, as_guest)
UNASKED = (overheard,)
"""Where the bot is not addressed, it answers only what it is sure of."""
SURE = (QUESTION, "Who designed the bridge?")
LESS_SURE = ("How much did the bridge cost?",)


@pytest.mark.parametrize(
    ("question", "door"),
    [*product(SURE, (*ASKED, *UNASKED)), *product(LESS_SURE, ASKED)],
)
async def test_the_same_question_has_the_same_ranking_at_every_door(
    world: World, question: str, door: Callable[[World, str], Awaitable[Posted]]
) -> None:
    """What one pages through in a chat is what the inline list shows, in the same order."""
    offered = (await world.ada.type_inline(world.bot, question).answered()).results
    posted = await door(world, question)
    assert await ranking(world, world.ada, posted) == [offer.title for offer in offered[:5]]

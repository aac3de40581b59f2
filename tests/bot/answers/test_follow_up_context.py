"""Questions that lean on another one, end to end: by reply, in private, edited, brought along."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.people import Person
from worlds.bot_process import World, marked, new_world, readers, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

OPENED = "Who opened the Lantern Bridge?"
CROSSED = "Which ferry made its last crossing?"
MONDAY = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."
THURSDAY = "The ferry Kittiwake made its last crossing on Thursday night."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        yield made


@pytest.fixture
def bea(world: World) -> Person:
    """Return a reader who has not asked anything yet."""
    return Person(world.telegram, "Bea")


async def test_a_reply_leans_on_the_question_that_it_replies_to(world: World) -> None:
    """In a group it is not the last question, and it may be somebody else's."""
    room = readers(world).room
    bridge = await world.say(world.ada, room, f"/ask {OPENED}")
    ferry = await world.say(world.ada, room, f"/ask {CROSSED}")
    for answer, quote in ((bridge, MONDAY), (ferry, THURSDAY), (bridge, MONDAY)):
        posted = await world.say(world.owner, room, "When?", reply_to=answer)
        assert marked(posted.message, "blockquote")[:1] == [quote]


async def test_a_reply_to_a_follow_up_leans_on_what_that_meant(world: World) -> None:
    """The second follow-up knows what the first one was about."""
    room = readers(world).room
    bridge = await world.say(world.ada, room, f"/ask {OPENED}")
    when = await world.say(world.ada, room, "When?", reply_to=bridge)
    where = await world.say(world.ada, room, "And where?", reply_to=when)
    assert marked(where.message, "blockquote")[:1] == [MONDAY]


async def test_what_a_group_spoke_of_last_is_not_taken(world: World) -> None:
    """Without a reply, a question in a group stands by itself."""
    room = readers(world).room
    await world.say(world.ada, room, f"/ask {OPENED}")
    posted = await world.say(world.owner, room, "/ask When?")
    assert posted.text.startswith("The story does not say.")


async def test_in_private_a_reply_goes_before_the_last_question(world: World, bea: Person) -> None:
    """Otherwise the last question is the one before."""
    bridge = await world.ask(bea, OPENED)
    await world.ask(bea, CROSSED)
    room = bea.chat_with(world.bot)
    posted = await world.say(bea, room, "When?", reply_to=bridge)
    assert marked(posted.message, "blockquote")[:1] == [MONDAY]
    await world.ask(bea, CROSSED)
    assert marked((await world.ask(bea, "When?")).message, "blockquote")[:1] == [THURSDAY]


async def test_an_edited_follow_up_leans_on_the_same_question(world: World, bea: Person) -> None:
    """Even where another one was asked meanwhile."""
    await world.ask(bea, OPENED)
    room = bea.chat_with(world.bot)
    asked = bea.send(room, "And the weather?")
    answer = await room.next_from_bot()
    await world.ask(bea, CROSSED)
    before = answer.message
    bea.edit(asked, "When?")
    assert marked(await answer.change(before), "blockquote")[:1] == [MONDAY]


async def test_a_question_brought_along_is_shown(world: World, bea: Person) -> None:
    """From inline to private: the bot repeats the question, and the answer replies to that."""
    typed = await bea.type_inline(world.bot, OPENED).answered()
    assert typed.button
    room = bea.chat_with(world.bot)
    shown = await world.ask(bea, f"/start {typed.button.start_parameter}")
    assert shown.text == f"“{OPENED}”"
    answer = await room.next_from_bot()
    assert marked(answer.message, "blockquote") == [MONDAY]
    assert answer.message.reply_to_message
    assert answer.message.reply_to_message.message_id == shown.message_id
    assert marked((await world.ask(bea, "When?")).message, "blockquote")[:1] == [MONDAY]


@pytest.mark.slow
async def test_a_restart_does_not_end_a_conversation(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What an answer was about is in the database."""
    async with new_world(tmp_path_factory.mktemp("bot")) as world:
        room = world.group.room
        async with running(world):
            bridge = await world.say(world.ada, room, f"/ask {OPENED}")
        async with running(world):
            posted = await world.say(world.owner, room, "When?", reply_to=bridge)
        assert marked(posted.message, "blockquote")[:1] == [MONDAY]

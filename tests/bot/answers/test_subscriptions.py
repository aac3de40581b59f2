"""Being told when the story answers, end to end."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.group_chats import Group
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted, Room
from worlds.bot_process import World, add, finding, marked, new_world, readers, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

TELL_ME = "Tell me later"
DARK = "Who switched the lighthouse off?"
LIGHTHOUSE = """\
/add
The lighthouse is dark

Keeper Rosalind Achterberg switched the lighthouse off on Friday."""


OBSERVATORY = """\
The observatory is green

Painter Ludmila Vance painted the observatory green on Friday."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        yield made


@pytest.fixture
def bea(world: World) -> Person:
    """Return a reader who has not asked anything yet."""
    return Person(world.telegram, "Bea")


def question(thing: str) -> str:
    """Return what the article about a thing answers."""
    return f"What was found in the {thing} on Sunday?"


async def subscribed(person: Person, room: Room, text: str) -> Posted:
    """Ask, press the button under the abstention, and return the question's message."""
    asked = person.send(room, text)
    abstained = await room.next_from_bot()
    assert abstained.text.startswith("The story does not say.")
    await person.press(abstained, TELL_ME).answered()
    return asked


async def test_a_reader_is_told_when_the_story_answers(world: World, bea: Person) -> None:
    """The answer comes once, as a reply to the question, with buttons that work."""
    room = bea.chat_with(world.bot)
    asked = await subscribed(bea, room, question("jetty"))
    await add(world, "jetty")
    told = await room.next_from_bot()
    assert marked(told.message, "blockquote")[:1] == [finding("jetty")]
    assert told.message.reply_to_message
    assert told.message.reply_to_message.message_id == asked.message_id
    wide = await world.press(bea, told, "In context")
    assert finding("jetty") in (wide.text or "")
    await add(world, "sluice")
    assert "articles" in (await world.say(bea, room, "/sources")).text


async def test_a_subscription_for_a_follow_up_is_for_what_it_meant(
    world: World, bea: Person
) -> None:
    """It is the completed question that is asked again."""
    room = bea.chat_with(world.bot)
    await world.ask(bea, question("Weir"))
    await subscribed(bea, room, "And in the Canal?")
    await add(world, "Canal")
    assert marked((await room.next_from_bot()).message, "blockquote")[:1] == [finding("Canal")]


async def test_who_is_gone_keeps_nobody_waiting(world: World, bea: Person) -> None:
    """A blocked bot forgets the subscription; the group that asked the same is told."""
    room = readers(world).room
    await subscribed(bea, bea.chat_with(world.bot), DARK)
    await subscribed(world.ada, room, f"/ask {DARK}")
    bea.block(world.bot)
    card = await world.ask(world.owner, LIGHTHOUSE)
    await world.press(world.owner, card, "Add")
    told = await room.next_from_bot()
    assert marked(told.message, "blockquote")[:1] == [LIGHTHOUSE.splitlines()[-1]]


async def test_a_forum_is_told_in_the_topic_of_the_question(world: World) -> None:
    """Without its topic, the answer would stand in General."""
    forum = Group.found(world.telegram, world.owner, "Forum", forum=True)
    for member in (world.ada.user, world.bot.user):
        forum.add(member)
    topic = forum.open_topic("Harbour")
    world.ada.send(forum.room, "/ask Who mended the foghorn?", topic=topic)
    abstained = await forum.room.next_from_bot()
    await world.ada.press(abstained, TELL_ME).answered()
    text = "/add\nThe foghorn sounds\n\nThe smith Ulla Brandt mended the foghorn on Tuesday."
    await world.press(world.owner, await world.ask(world.owner, text), "Add")
    told = await forum.room.next_from_bot()
    assert "Ulla Brandt" in told.text
    assert told.message.message_thread_id == topic


async def test_what_was_added_meanwhile_is_told_at_the_start(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A subscription outlasts the process, and the article may come in any way."""
    async with new_world(tmp_path_factory.mktemp("bot")) as world:
        room = world.ada.chat_with(world.bot)
        async with running(world):
            await subscribed(world.ada, room, question("sea wall"))
        article = world.folder / "corpus" / "wall.md"
        article.write_text(f"---\ntitle: Sea wall cracks\n---\n\n{finding('sea wall')}\n")
        async with running(world):
            told = await room.next_from_bot()
        assert marked(told.message, "blockquote")[:1] == [finding("sea wall")]


async def test_a_question_completed_past_the_limit_costs_nobody_theirs(
    world: World, bea: Person
) -> None:
    """A follow-up to a question of nearly the greatest length is searched for as it was asked."""
    endless = bea.chat_with(world.bot)
    filler = " ".join(f"Zorblatt{n}" for n in range(100))
    bea.send(endless, f"Who met {filler}"[:998] + "?")
    await endless.next_from_bot()
    await subscribed(bea, endless, "And why did Quillon Marchbanks of the Ferrymen do it?")
    await subscribed(bea, endless, "And why?")
    other = world.ada.chat_with(world.bot)
    await subscribed(world.ada, other, "Who painted the observatory green?")
    card = await world.ask(world.owner, f"/add\n{OBSERVATORY}")
    await world.press(world.owner, card, "Add")
    assert "Ludmila Vance" in (await other.next_from_bot()).text
    assert "Background task" not in world.log

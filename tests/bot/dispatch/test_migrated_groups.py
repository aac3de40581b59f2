"""Buttons in a group that becomes a supergroup at any moment: they go on there, end to end."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.group_chats import Group
from storybot.playground.world.rooms import Posted
from worlds.bot_process import World, add, article, marked, next_people, with_owners

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file, which logs no traceback."""
    async with with_owners(tmp_path_factory.mktemp("bot"), 20) as made:
        yield made


@pytest.fixture(autouse=True)
def _unhurried(world: World) -> None:
    """Give each test chats of its own."""
    next_people(world)


def small_group(world: World) -> Group:
    """Found a basic group with a moderator, a reader and the bot."""
    group = Group.found(world.telegram, world.owner, "Small", kind="group")
    group.add(world.ada.user)
    group.add(world.bot.user)
    return group


async def moved(world: World, text: str) -> Posted:
    """Give a command in a group that becomes a supergroup before it is answered."""
    group = small_group(world)
    world.owner.send(group.room, text)
    group.upgrade()
    return await group.room.next_from_bot()


@pytest.mark.parametrize(
    ("command", "label", "told"),
    [
        ("/lang", "Deutsch", "deutsch"),
        ("/gaps 7", "30 days", "30 days"),
        (f"/add\n{article('weir')}", "Cancel", "nothing was added"),
        ("/retract 1", "Cancel", "nothing was changed"),
        ("/moderators add 4711", "Cancel", "nothing was changed"),
    ],
)
async def test_a_card_under_way_works_in_the_supergroup(
    world: World, command: str, label: str, told: str
) -> None:
    """Its buttons are made for the chat that it arrives in."""
    card = await moved(world, command)
    done = await world.press(world.owner, card, label)
    assert told.lower() in (done.text or "").lower()


async def test_what_was_added_from_a_card_left_behind_can_be_undone(world: World) -> None:
    """What a press did is told in the supergroup, with the button that takes it back."""
    group = small_group(world)
    card = await world.say(world.owner, group.room, f"/add\n{article('gantry')}")
    group.upgrade()
    await world.owner.press(card, "Add").answered()
    told = await group.room.next_from_bot()
    assert "Added article" in told.text
    assert told.buttons == ["Undo"]
    await world.press(world.owner, told, "Undo")


@pytest.mark.parametrize(
    ("command", "field", "value"),
    [
        (f"/add\n{article('weir')}", "✎ Headline", "The weir holds"),
        ("/retract {}", "Reason", "The figures were wrong"),
    ],
)
async def test_a_card_left_behind_is_corrected_in_the_supergroup(
    world: World, command: str, field: str, value: str
) -> None:
    """The question that its button asks comes there, and after the reply the card too."""
    number = await add(world, "crane") if "{}" in command else 0
    group = small_group(world)
    card = await world.say(world.owner, group.room, command.format(number))
    group.upgrade()
    await world.owner.press(card, field).answered()
    question = await group.room.next_from_bot()
    world.owner.send(group.room, value, reply_to=question)
    anew = await group.room.next_from_bot()
    assert value in anew.text
    before = anew.message
    await world.owner.press(anew, field).answered()
    again = await group.room.next_from_bot()
    world.owner.send(group.room, f"{value}, it says", reply_to=again)
    assert f"{value}, it says" in ((await anew.change(before)).text or "")
    await world.press(world.owner, anew, "Cancel")


async def test_an_answer_left_behind_goes_on_in_the_supergroup(world: World) -> None:
    """What a press shows is an answer of its own there."""
    group = small_group(world)
    posted = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    group.upgrade()
    await world.ada.press(posted, "In context").answered()
    shown = await group.room.next_from_bot()
    assert marked(shown.message, "bold") == [QUOTE]
    await world.press(world.ada, shown, "👍")
    assert "👍 1" in shown.buttons


async def test_a_whispered_answer_is_shown_to_all_in_the_supergroup(world: World) -> None:
    """With its question, that stayed behind."""
    group = small_group(world)
    world.ada.whisper(group.room, world.bot, f"/ask {QUESTION}")
    posted = await group.room.next_from_bot()
    group.upgrade()
    await world.ada.press(posted, "Show to all").answered()
    asked = await group.room.next_from_bot()
    public = await group.room.next_from_bot()
    assert asked.text == f"“{QUESTION}”"
    assert public.message.reply_to_message == asked.message
    await world.press(world.owner, public, "In context")
    assert marked(public.message, "bold") == [QUOTE]


async def test_an_answer_left_behind_is_not_deleted(world: World) -> None:
    """Whoever presses is told so, as of one that is too old."""
    group = small_group(world)
    posted = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    await world.press(world.ada, posted, "⋯")
    group.upgrade()
    told = await world.ada.press(posted, "Delete").answered()
    assert told.text


async def test_the_picture_of_what_readers_ask_comes_in_the_supergroup(world: World) -> None:
    """Something was asked before."""
    await world.ask(world.ada, QUESTION)
    sent = await moved(world, "/stats")
    assert sent.message.photo

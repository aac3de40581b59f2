"""Buttons under answers, end to end: turning, votes, subscribing, deleting, going stale."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Posted
from worlds.bot_process import World, add, finding, forge, marked, new_world, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."
OFF_TOPIC = "What do bananas taste like?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        yield made
        assert made.telegram.journal.unknown_parameters == []
        assert made.telegram.journal.refused() == []


async def noted(person: Person, posted: Posted, label: str) -> str:
    """Press a button and return the note that is shown over the chat."""
    return (await person.press(posted, label).answered()).text


def more(posted: Posted) -> str:
    """Return what stands on the button to the next quote."""
    return next(label for label in posted.buttons if label.startswith("More · "))


async def test_more_turns_to_the_next_quote_in_place(world: World) -> None:
    """It is named as a further one, and back leads to the answer."""
    posted = await world.ask(world.ada, QUESTION)
    second = await world.press(world.ada, posted, more(posted))
    assert (second.text or "").startswith("Also in the story, 2 of ")
    assert marked(second, "blockquote") != [QUOTE]
    assert more(posted).startswith("More · 3 of ")
    first = await world.press(world.ada, posted, "Back")
    assert marked(first, "blockquote") == [QUOTE]
    assert "Back" not in posted.buttons


async def test_the_quote_is_shown_in_its_paragraph(world: World) -> None:
    """The paragraph folds, the sentence is bold, and the next press folds it away."""
    posted = await world.ask(world.ada, "Who designed the bridge?")
    wide = await world.press(world.ada, posted, "In context")
    (paragraph,) = marked(wide, "blockquote")
    assert paragraph.startswith("The engineer Tobias Fenwick designed the bridge. It cost")
    assert marked(wide, "bold") == ["The engineer Tobias Fenwick designed the bridge."]
    narrow = await world.press(world.ada, posted, "Only the quote")
    assert marked(narrow, "blockquote") == ["The engineer Tobias Fenwick designed the bridge."]


async def test_the_page_opens_at_the_sentence_and_the_quote_is_copied(world: World) -> None:
    """Two buttons need no bot."""
    posted = await world.ask(world.ada, QUESTION)
    await world.press(world.ada, posted, "⋯")
    assert posted.message.inline_keyboard
    buttons = {b.text: b for b in posted.message.inline_keyboard.buttons}
    url = buttons["Open at the sentence"].url or ""
    assert url.startswith("https://example.com/courier/lantern-bridge#:~:text=")
    assert buttons["Copy quote"].copy_text
    assert QUOTE in buttons["Copy quote"].copy_text.text


async def test_a_vote_counts_once_and_can_be_changed(world: World) -> None:
    """The second vote of a person takes the place of the first."""
    posted = await world.say(world.ada, world.group.room, f"/ask {QUESTION}")
    await world.press(world.ada, posted, "👍")
    await world.press(world.owner, posted, "👍 1")
    assert "👍 2" in posted.buttons
    await world.press(world.ada, posted, "👎")
    assert {"👍 1", "👎 1"} <= set(posted.buttons)
    assert await noted(world.ada, posted, "👎 1") == "All right, your vote is taken back."
    await world.press(world.ada, posted, more(posted))
    assert {"👍 1", "👎"} <= set(posted.buttons)


async def test_an_abstention_can_be_told_later_and_names_the_story(world: World) -> None:
    """The subscription is kept, undone by a second press; the articles are listed in a reply."""
    posted = await world.ask(world.ada, OFF_TOPIC)
    before = posted.message
    assert "I will tell you" in await noted(world.ada, posted, "Tell me later")
    await posted.change(before)
    before = posted.message
    assert "I will not" in await noted(world.ada, posted, "✓ I will tell you")
    await posted.change(before)
    await world.press(world.ada, posted, "⋯")
    await world.press(world.ada, posted, "👎")
    await world.press(world.ada, posted, "Back")
    world.ada.press(posted, "What is the story about?")
    listed = await posted.room.next_from_bot()
    assert "The last ferry of Marlow Quay stops" in listed.text


async def test_in_a_group_who_asked_may_delete(world: World) -> None:
    """So may administrators; others are told so."""
    room = world.group.room
    eve = Person(world.telegram, "Eve")
    world.group.add(eve.user)
    posted = await world.say(world.ada, room, f"/ask {QUESTION}")
    await world.press(eve, posted, "⋯")
    assert "Only the person who asked" in await noted(eve, posted, "Delete")
    await world.ada.press(posted, "Delete").answered()
    await posted.deletion()
    posted = await world.say(world.ada, room, f"/ask {QUESTION}")
    await world.press(world.ada, posted, "⋯")
    await world.owner.press(posted, "Delete").answered()
    await posted.deletion()


@pytest.mark.parametrize("data", ["1:see:9q", "1:vote:9q:up", "2:see:0q", "2AAAAAAAAAA1:see:0q"])
async def test_a_forged_button_shows_nothing(world: World, data: str) -> None:
    """A rank that the answer does not have, or data of another form, is turned down."""
    posted = await world.ask(world.ada, QUESTION)
    before = posted.message
    answer = await forge(world.ada, posted, data)
    assert answer.show_alert
    assert posted.message.text == before.text


async def test_a_retracted_quote_is_withdrawn_when_it_is_touched(world: World) -> None:
    """The reader is told why, and the quote goes out of the message; others stay in reach."""
    number = await add(world, "dry dock")
    posted = await world.ask(world.ada, "What was found in the dry dock of Marlow Quay on Sunday?")
    assert finding("dry dock") in posted.text
    card = await world.ask(world.owner, f"/retract {number} It was wrong.")
    await world.press(world.owner, card, "Retract")
    before = posted.message
    note = await noted(world.ada, posted, "In context")
    assert "retracted" in note
    await posted.change(before)
    assert finding("dry dock") not in posted.text
    assert "withdrawn" in posted.text
    assert any(label.startswith("More · ") for label in posted.buttons)


async def test_the_words_in_a_message_quoted_are_the_question(world: World) -> None:
    """In a reply to /ask only the question is quoted; a whole message needs no quoting."""
    posted = await world.say(world.ada, world.group.room, f"/ask {QUESTION}")
    assert posted.message.quote
    assert posted.message.quote.text == QUESTION
    assert (await world.ask(world.ada, QUESTION)).message.quote is None


async def test_forget_me_removes_what_is_kept(world: World) -> None:
    """It is counted, and the buttons say that the question is gone."""
    bob = Person(world.telegram, "Bob")
    posted = await world.ask(bob, QUESTION)
    await world.press(bob, posted, "👍")
    await world.ask(bob, "/lang en")
    told = (await world.ask(bob, "/forget_me")).text
    assert "1 question with its answer" in told
    assert "your choice of language" in told
    assert "no longer have the question" in await noted(bob, posted, "In context")
    assert "nothing about you" in (await world.ask(bob, "/forget_me")).text


async def test_privacy_names_the_days(world: World) -> None:
    """What is kept, and for how long, as the settings say."""
    assert "30 days" in (await world.ask(world.ada, "/privacy")).text


@pytest.mark.slow
async def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    """Nothing that they need was in the memory of the process."""
    async with new_world(tmp_path) as world:
        async with running(world):
            posted = await world.ask(world.ada, QUESTION)
        async with running(world):
            second = await world.press(world.ada, posted, more(posted))
            assert (second.text or "").startswith("Also in the story, 2 of ")

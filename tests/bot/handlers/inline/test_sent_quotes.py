"""Quotes that people send with the inline door, and what they lead to."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest
import pytest_asyncio

from storybot.bot.locales.catalogue import LANGUAGES
from storybot.playground.world.people import Person
from worlds.bot_process import World, marked, new_world, running, strangers

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        yield made
        assert made.telegram.journal.unknown_parameters == []
        assert made.telegram.journal.refused() == []


async def test_a_sent_quote_opens_in_its_paragraph(world: World) -> None:
    """The buttons carry the quote's place, so they work in every chat and for ever."""
    query = world.ada.type_inline(world.bot, "Who designed the bridge?")
    first = (await query.answered()).results[0]
    posted = world.ada.choose(query, first.id, strangers(world).room)
    wide = await world.press(world.ada, posted, "In context")
    (paragraph,) = marked(wide, "blockquote")
    assert paragraph.startswith("The engineer Tobias Fenwick designed the bridge. It cost")
    narrow = await world.press(world.ada, posted, "Only the quote")
    assert marked(narrow, "blockquote") == [first.title]


async def test_a_nearest_passage_stays_one_when_it_is_opened(world: World) -> None:
    """What was sent as no answer does not become one by pressing a button."""
    query = world.ada.type_inline(world.bot, "How many bananas did the engineer eat at night?")
    offered = (await query.answered()).results
    assert offered[0].title == "The story does not say."
    posted = world.ada.choose(query, offered[1].id, strangers(world).room)
    assert posted.text.startswith("Nearest passage in the story:")
    wide = await world.press(world.ada, posted, "In context")
    assert (wide.text or "").startswith("Nearest passage in the story:")


async def test_a_number_alone_gets_no_results(world: World) -> None:
    """Nor does it say that the story does not say; there is more to come, or nothing asked."""
    answer = await world.ada.type_inline(world.bot, "in 5 minutes").answered()
    assert not answer.results


async def test_a_question_goes_along_into_the_private_chat(world: World) -> None:
    """The button above the results carries it, and pressing start asks it."""
    answer = await world.ada.type_inline(world.bot, QUESTION).answered()
    assert answer.button
    await world.ask(world.ada, f"/start {answer.button.start_parameter}")
    posted = await world.ada.chat_with(world.bot).next_from_bot()
    assert marked(posted.message, "blockquote") == [QUOTE]
    assert (
        "no longer have the question" in (await world.ask(world.ada, f"/start q_{'x' * 24}")).text
    )
    assert "articles" in (await world.ask(world.ada, "/start sources")).text


async def test_what_is_chosen_is_noted_without_who_chose_it(world: World) -> None:
    """Result, question and message are kept: what was sent can be corrected and learnt from."""
    asked = "Who opened the bridge in Marlow Quay?"  # which no other test asks
    query = world.ada.type_inline(world.bot, asked)
    first = (await query.answered()).results[0]
    world.ada.choose(query, first.id, world.ada.chat_with(world.owner))
    chosen = "SELECT result, inline_message FROM chosen_results WHERE question = ?"
    rows: list[tuple[str, str]] = []
    async with asyncio.timeout(10):
        while not rows:  # a choice is in no queue with what else a reader sends
            await world.ask(world.ada, "/sources")
            with closing(sqlite3.connect(world.folder / "storybot.db")) as database:
                rows = database.execute(chosen, [asked]).fetchall()
    ((result, message),) = rows
    assert result == first.id
    assert message


async def test_a_repeated_inline_question_has_the_same_results(world: World) -> None:
    """Ids and start parameter depend on question and corpus, not on who asks or when."""
    first = await world.ada.type_inline(world.bot, QUESTION).answered()
    second = await world.owner.type_inline(world.bot, f" {QUESTION}").answered()
    assert [r.id for r in first.results] == [r.id for r in second.results]
    assert first.button == second.button


async def test_a_language_is_followed_at_once(world: World) -> None:
    """What is remembered of a reader gives way to /lang, and to /forget_me."""
    bea = Person(world.telegram, "Bea", username="bea_b")

    async def button(question: str) -> str:  # another each time: Telegram repeats an answer
        answer = await bea.type_inline(world.bot, question).answered()
        assert answer.button
        return answer.button.text

    assert await button("Who built the bridge?") == LANGUAGES["en"].say.inline_ask
    await world.ask(bea, "/lang de")
    assert await button("When was the bridge built?") == LANGUAGES["de"].say.inline_ask
    await world.ask(bea, "/lang fr")
    assert await button("Where was the bridge built?") == LANGUAGES["fr"].say.inline_ask
    await world.ask(bea, "/forget_me")
    assert await button("Why was the bridge built?") == LANGUAGES["en"].say.inline_ask

"""Asking the bot, end to end: in private, in groups, inline."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.objects.bot_api_objects import FOUND_BY_TELEGRAM
from worlds.bot_process import TOKEN, World, marked, new_world, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

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
        assert TOKEN not in made.log
        assert QUESTION not in made.log


async def test_a_private_question_gets_a_cited_quote(world: World) -> None:
    """The reply quotes word for word and names title, publisher, day and paragraph."""
    posted = await world.ask(world.ada, QUESTION)
    message = posted.message
    assert marked(message, "blockquote")[0] == QUOTE
    assert "Lantern Bridge opens after nine years · The Quay Courier · 6 May 2024 · ¶ 1" in (
        posted.text
    )
    assert "Lantern" in marked(message, "bold")
    links = [e.url for e in message.entities or () if e.url]
    assert any(
        url.startswith("https://example.com/courier/lantern-bridge#:~:text=") for url in links
    )
    assert message.reply_to_message
    assert message.reply_to_message.text == QUESTION
    assert message.link_preview_options
    assert message.link_preview_options.is_disabled


async def test_a_question_beside_the_story_is_not_answered(world: World) -> None:
    """The bot says that the story does not say."""
    posted = await world.ask(world.ada, OFF_TOPIC)
    assert posted.text.startswith("The story does not say.")


async def test_a_name_in_a_quote_notifies_nobody(world: World) -> None:
    """Telegram finds nothing to mark in the answer, and every letter is there."""
    posted = await world.ask(world.ada, "Ask @quay_council for the figures?")
    assert "Ask @quay_council for the figures." in posted.text
    assert not {e.type for e in posted.message.entities or ()} & FOUND_BY_TELEGRAM


async def test_too_long_a_question_is_refused(world: World) -> None:
    """The reply says how long a question may be."""
    assert "fewer" in (await world.ask(world.ada, "why " * 400)).text


async def test_forwarded_and_wordless_messages_are_no_questions(world: World) -> None:
    """In private the bot says what it cannot read."""
    room = world.ada.chat_with(world.bot)
    question = world.ada.send(world.group.room, QUESTION)
    world.ada.forward(question, room)
    assert "not forwarded" in (await room.next_from_bot()).text
    world.ada.upload(room, "photo.jpg", b"jpeg")
    assert "only read text" in (await room.next_from_bot()).text
    assert "/help" in (await world.ask(world.ada, "/nonsense")).text


async def test_an_edited_question_changes_its_answer(world: World) -> None:
    """The answer is edited, and no second one is sent."""
    room = world.ada.chat_with(world.bot)
    asked = world.ada.send(room, QUESTION)
    answer = await room.next_from_bot()
    before = answer.message
    world.ada.edit(asked, "Who designed the bridge?")
    after = await answer.change(before)
    assert marked(after, "blockquote") == ["The engineer Tobias Fenwick designed the bridge."]
    assert await world.silent(room)


async def test_ask_in_a_group(world: World) -> None:
    """/ask is answered as a reply, also when it names the bot."""
    for command in ("/ask", "/ask@story_bot"):
        posted = await world.say(world.ada, world.group.room, f"{command} {QUESTION}")
        assert marked(posted.message, "blockquote")[0] == QUOTE
        assert posted.message.reply_to_message


async def test_ask_about_a_message_of_another(world: World) -> None:
    """/ask in reply to a message asks what that message says; alone it tells how to use it."""
    room = world.group.room
    question = world.owner.send(room, QUESTION)
    posted = await world.say(world.ada, room, "/ask", reply_to=question)
    assert marked(posted.message, "blockquote")[0] == QUOTE
    assert "/ask Who" in (await world.say(world.ada, room, "/ask")).text


async def test_a_reply_to_the_bot_is_a_question(world: World) -> None:
    """In a group, a conversation with the bot goes on by replies."""
    room = world.group.room
    first = await world.say(world.ada, room, f"/ask {OFF_TOPIC}")
    posted = await world.say(world.ada, room, QUESTION, reply_to=first)
    assert marked(posted.message, "blockquote")[0] == QUOTE
    sent = world.telegram.journal.of("sendMessage")[-1].parameters
    assert "message_thread_id" not in sent


async def test_silence_about_what_is_not_for_the_bot(world: World) -> None:
    """Chatter, replies to others and commands of other bots get no reply."""
    room = world.group.room
    world.group.promote(world.bot.user)
    said = world.owner.send(room, QUESTION)
    world.ada.send(room, "I wonder too.", reply_to=said)
    world.ada.send(room, "/ask@other_bot Who?")
    world.ada.send(room, "/nonsense")
    world.ada.send(room, "/add Not a moderator")
    asked = world.ada.send(room, f"/ask {QUESTION}")
    posted = await room.next_from_bot()
    assert posted.message.reply_to_message
    assert posted.message.reply_to_message.message_id == asked.message_id
    assert await world.silent(room)
    world.group.demote(world.bot.user)


async def test_a_mention_is_a_question_where_it_is_delivered(world: World) -> None:
    """An administrator bot gets every message, and answers those that name it."""
    room = world.group.room
    world.group.promote(world.bot.user)
    posted = await world.say(world.ada, room, f"@Story_bot, {QUESTION}")
    assert marked(posted.message, "blockquote")[0] == QUOTE
    world.group.demote(world.bot.user)


async def test_an_answer_stays_in_its_topic(world: World) -> None:
    """In a forum the reply is in the topic of the question."""
    forum = type(world.group).found(world.telegram, world.owner, "Forum", forum=True)
    forum.add(world.ada.user)
    forum.add(world.bot.user)
    topic = forum.open_topic("Bridges")
    posted = await world.say(world.ada, forum.room, f"/ask {QUESTION}", topic=topic)
    assert posted.message.message_thread_id == topic


async def test_an_answer_is_sent_although_the_question_is_gone(world: World) -> None:
    """A question deleted at once is answered without the reply."""
    room = world.ada.chat_with(world.bot)
    world.ada.delete(world.ada.send(room, QUESTION))
    posted = await room.next_from_bot()
    assert posted.message.reply_to_message is None


async def test_inline_results_are_whole_cards(world: World) -> None:
    """Each result shows sentence and source, and sends the quote with its source."""
    query = world.ada.type_inline(world.bot, QUESTION)
    answer = await query.answered()
    first = answer.results[0]
    assert first.title == QUOTE
    assert first.description == (
        "Lantern Bridge opens after nine years · The Quay Courier · 6 May 2024"
    )
    assert not answer.is_personal
    assert 10 <= answer.cache_time <= 30
    assert answer.button
    assert answer.button.start_parameter
    posted = world.ada.choose(query, first.id, world.group.room)
    assert marked(posted.message, "blockquote") == [QUOTE]
    assert "The Quay Courier" in posted.text
    assert await world.silent(world.group.room)


async def test_inline_pages_follow_each_other(world: World) -> None:
    """Ten results a page, none twice, until there are no more."""
    offset, ids, pages = "", [], 0
    while pages == 0 or offset:
        query = world.ada.type_inline(world.bot, "passenger ferry shore", offset=offset)
        answer = await query.answered()
        assert len(answer.results) <= 10
        ids += [result.id for result in answer.results]
        offset, pages = answer.next_offset, pages + 1
    assert pages > 1
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("offset", ["g0:10", "g99999:10", "10", "g1:-1", "g1:10; DROP", "x" * 64])
async def test_a_foreign_offset_ends_the_list(world: World, offset: str) -> None:
    """An offset of another state of the corpus, or of nobody, gives an empty last page."""
    answer = await world.ada.type_inline(world.bot, "ferry", offset=offset).answered()
    assert (answer.results, answer.next_offset) == ((), "")


async def test_inline_without_a_question_offers_the_latest(world: World) -> None:
    """The first sentences of the articles, newest first."""
    answer = await world.ada.type_inline(world.bot, "").answered()
    assert [result.title for result in answer.results] == [
        "The ferry Kittiwake made its last crossing on Thursday night.",
        QUOTE,
    ]


async def test_inline_says_that_the_story_does_not_say(world: World) -> None:
    """The first card is the abstention, and sends nothing else."""
    query = world.ada.type_inline(world.bot, OFF_TOPIC)
    first = (await query.answered()).results[0]
    assert first.title == "The story does not say."
    assert world.ada.choose(query, first.id, world.group.room).text == "The story does not say."


async def test_an_inline_question_that_was_cut_is_not_answered(world: World) -> None:
    """Telegram cuts at 256 characters in silence; the one result says so."""
    answer = await world.ada.type_inline(world.bot, f"{QUESTION} {'x' * 300}").answered()
    assert [result.title for result in answer.results] == ["The question is too long"]


async def test_start_greets_and_help_helps(world: World) -> None:
    """Any start link that names no quote greets; moderators' commands are not told to readers."""
    for text in ("/start", "/start ask", "/start c_x", "/start c_1_1"):
        assert "Ask me about the story" in (await world.ask(world.ada, text)).text
    assert "/add" not in (await world.ask(world.ada, "/help")).text
    assert "/add" in (await world.ask(world.owner, "/help")).text


async def test_a_start_link_opens_the_quote_in_its_paragraph(world: World) -> None:
    """The link under ¶ leads to the whole paragraph with the quote in bold."""
    answer = await world.ask(world.ada, "Who designed the bridge?")
    links = [e.url for e in answer.message.entities or () if e.url and "?start=" in e.url]
    opened = await world.ask(world.ada, f"/start {links[0].partition('=')[2]}")
    (paragraph,) = marked(opened.message, "blockquote")
    assert paragraph.startswith("The engineer Tobias Fenwick designed the bridge. It cost")
    assert marked(opened.message, "bold") == ["The engineer Tobias Fenwick designed the bridge."]


@pytest.mark.parametrize("payload", ["c_1_9_0_10", "c_99_1_0_10", "c_1_1_0_0", "c_1_1_0_999999"])
async def test_a_forged_start_link_quotes_nothing(world: World, payload: str) -> None:
    """What is no part of a paragraph is not shown."""
    opened = await world.ask(world.ada, f"/start {payload}")
    assert "no longer in it" in opened.text


async def test_sources_lists_the_articles(world: World) -> None:
    """Title, publisher and day of each, with a link where there is one."""
    posted = await world.ask(world.ada, "/sources")
    assert "Lantern Bridge opens after nine years · The Quay Courier · 6 May 2024" in posted.text
    assert "The last ferry of Marlow Quay stops" in posted.text
    assert marked(posted.message, "text_link") == ["Lantern Bridge opens after nine years"]


async def test_many_people_are_answered_at_once(world: World) -> None:
    """Questions of different chats are all answered, each in its own chat."""
    people = [type(world.ada)(world.telegram, f"Reader {n}") for n in range(20)]
    replies = await asyncio.gather(*(world.ask(person, QUESTION) for person in people))
    assert all(QUOTE in reply.text for reply in replies)


async def test_telegram_is_told_what_the_bot_does(world: World) -> None:
    """Menus and description are set; only what has a handler is asked for."""
    journal = world.telegram.journal
    assert {"setMyCommands", "setMyDescription", "setMyShortDescription"} <= {
        call.method for call in journal.calls
    }
    assert world.bot.queue.allowed == {
        "message",
        "edited_message",
        "guest_message",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
    }
    assert "@story_bot is answering." in world.log

"""Where a message holds a question, and what talk gets instead of a quote: end to end."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.group_chats import Group
from worlds.bot_process import World, marked, new_world, readers, running

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."
DESIGNER = "Who designed the Lantern Bridge?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        room = made.ada.chat_with(made.bot)
        made.ada.send(room, "/help")
        await room.next_from_bot(timeout=60.0)
        yield made
        assert made.telegram.journal.unknown_parameters == []


async def test_talk_gets_a_fixed_line_and_no_quote(world: World) -> None:
    """Thanks are answered, laughter is not; help helps, and nothing is quoted."""
    room = world.ada.chat_with(world.bot)
    assert (await world.ask(world.ada, "Thanks, great bot!")).text == "You are welcome!"
    world.ada.send(room, "haha")
    who = await world.ask(world.ada, "who are you?")
    assert "not a quote" not in who.text
    assert who.text.startswith("I am a program.")
    assert not marked(who.message, "blockquote")
    assert "/sources" in (await world.ask(world.ada, "Help!")).text
    assert "English" in (await world.ask(world.ada, "Which languages do you speak?")).text


async def test_a_call_without_a_word_is_told_how_to_ask(world: World) -> None:
    """Emoji and marks, seen or not; in private as a picture is, and /ask whatever follows it."""
    group = world.group.room
    for text in ("😀", "@", "\u200b\u200d", "haha"):
        assert "/ask Who" in (await world.say(world.ada, group, f"/ask {text}")).text
    assert "/ask Who" in (await world.ask(world.ada, "/ask 👍")).text
    for text in ("😀", "…", "\u200b"):
        assert "only read text" in (await world.ask(world.ada, text)).text
    told = await world.say(world.ada, group, "/ask 😀")
    called = await world.say(world.ada, group, "@story_bot 😀", reply_to=told)
    assert "/ask Who" in called.text
    world.ada.send(group, "😀", reply_to=told)
    assert await world.silent(group)


async def test_the_name_of_the_bot_is_no_part_of_a_question_in_private_either(world: World) -> None:
    """Alone it asks nothing, and in reply to a question that is what is asked."""
    room = world.ada.chat_with(world.bot)
    assert "/ask Who" in (await world.ask(world.ada, "@story_bot")).text
    assert QUOTE in (await world.ask(world.ada, f"@story_bot {QUESTION}")).text
    assert "/ask Who" in (await world.ask(world.ada, "@Story_Bot!")).text
    asked = world.ada.send(room, QUESTION)
    assert QUOTE in (await room.next_from_bot()).text
    assert QUOTE in (await world.say(world.ada, room, "@story_bot", reply_to=asked)).text


async def test_what_the_story_is_about_is_shown_by_its_newest_articles(world: World) -> None:
    """Each begins with its first sentence, word for word and with its source."""
    told = await world.ask(world.ada, "What is the story about?")
    quotes = marked(told.message, "blockquote")
    assert quotes == ["The ferry Kittiwake made its last crossing on Thursday night.", QUOTE]
    listed = await world.press(world.ada, told, "All articles")
    assert (listed.text or "").startswith("2 articles")


async def test_thanks_around_a_question_are_no_part_of_it(world: World) -> None:
    """The answer is as without them, and the reply quotes what was the question."""
    posted = await world.ask(world.ada, f"Hello! {QUESTION} Thanks!")
    assert marked(posted.message, "blockquote") == [QUOTE]


async def test_two_questions_get_two_answers(world: World) -> None:
    """Each comes as a reply of its own, with buttons that work."""
    first = await world.ask(world.ada, f"{QUESTION} {DESIGNER}")
    second = await world.ada.chat_with(world.bot).next_from_bot()
    assert marked(first.message, "blockquote") == [QUOTE]
    assert "Tobias Fenwick" in second.text
    for posted in (first, second):
        await world.press(world.ada, posted, "👍")
        assert "👍 1" in posted.buttons


async def test_a_caption_is_asked_like_a_text(world: World) -> None:
    """In private, after /ask, with a mention, and in a reply to the bot."""
    group, ada = readers(world), world.ada
    group.promote(world.bot.user)
    private = ada.chat_with(world.bot)
    ada.upload(private, "photo.png", b"x", caption=QUESTION)
    answers = [await private.next_from_bot()]
    for caption in (f"/ask {QUESTION}", f"@story_bot {QUESTION}"):
        ada.upload(group.room, "photo.png", b"x", caption=caption)
        answers.append(await group.room.next_from_bot())
    ada.upload(group.room, "photo.png", b"x", caption=QUESTION, reply_to=answers[-1])
    answers.append(await group.room.next_from_bot())
    assert [marked(a.message, "blockquote") for a in answers] == [[QUOTE]] * 4


async def test_a_rich_message_is_read_by_its_blocks(world: World) -> None:
    """Words are found in paragraphs, marks and lists, in private and after /ask."""
    blocks = [
        {"type": "paragraph", "text": ["/ask ", {"type": "bold", "text": "Who opened"}]},
        {"type": "list", "items": [
            {"label": "", "blocks": [{"type": "paragraph", "text": "the Lantern Bridge?"}]},
        ]},
    ]  # fmt: skip
    group = readers(world)
    group.promote(world.bot.user)
    for room in (world.ada.chat_with(world.bot), group.room):
        world.ada.send(room, "", rich={"blocks": blocks})
        assert marked((await room.next_from_bot()).message, "blockquote") == [QUOTE]


async def test_a_selected_part_is_the_question(world: World) -> None:
    """Of a message replied to with /ask only what was selected is asked."""
    room = readers(world).room
    said = world.owner.send(room, f"I walked home yesterday. {QUESTION} So many people!")
    posted = await world.say(world.ada, room, "/ask", reply_to=said, quote=QUESTION)
    assert marked(posted.message, "blockquote") == [QUOTE]


async def test_an_edit_makes_a_question(world: World) -> None:
    """From too long to short, from /ask alone, from an unknown command; too long takes it back."""
    room = world.ada.chat_with(world.bot)
    for before in ("x" * 1200, "/ask", "/who"):
        asked = world.ada.send(room, before)
        await room.next_from_bot()
        world.ada.edit(asked, "/ask " + QUESTION if before == "/ask" else QUESTION)
        answer = await room.next_from_bot()
        assert marked(answer.message, "blockquote") == [QUOTE]
    shown = answer.message
    world.ada.edit(asked, "word " * 300)
    assert "1,000" in ((await answer.change(shown)).text or "")


async def test_an_answer_comes_also_where_the_question_is_gone(world: World) -> None:
    """It is sent without a reply."""
    room = readers(world).room
    asked = world.ada.send(room, f"/ask {QUESTION}")
    world.ada.delete(asked)
    posted = await room.next_from_bot()
    assert marked(posted.message, "blockquote") == [QUOTE]
    assert posted.message.reply_to_message is None


async def test_anonymous_administrators_and_channels_may_ask(world: World) -> None:
    """They get an answer; the corpus they cannot change."""
    group = readers(world)
    posted = await world.say(world.owner, group.room, f"/ask {QUESTION}", anonymous=True)
    assert marked(posted.message, "blockquote") == [QUOTE]
    world.owner.send(group.room, "/add Some article", anonymous=True)
    assert await world.silent(group.room)


async def test_a_channel_may_ask_in_its_group(world: World) -> None:
    """It speaks in its own name."""
    channel = Group.found(world.telegram, world.owner, "Channel", kind="channel").room
    room = readers(world).room
    world.owner.send(room, f"/ask {QUESTION}", as_channel=channel)
    assert marked((await room.next_from_bot()).message, "blockquote") == [QUOTE]


async def test_a_part_selected_in_another_chat_is_the_question(world: World) -> None:
    """The message itself is not there, only the part."""
    posted = await world.say(world.ada, readers(world).room, "/ask", quote=QUESTION)
    assert marked(posted.message, "blockquote") == [QUOTE]


async def test_an_article_in_a_rich_message_is_added_by_reply(world: World) -> None:
    """Its blocks are the article's lines."""
    room = world.owner.chat_with(world.bot)
    words = ("The miller turns", "The miller Jon Aske set the mill going again on Friday night.")
    blocks = [{"type": "paragraph", "text": text} for text in words]
    said = world.owner.send(room, "", rich={"blocks": blocks})
    await room.next_from_bot()
    card = await world.say(world.owner, room, "/add", reply_to=said)
    assert card.text.startswith("New article:")
    assert all(text[:20] in card.text for text in words)
    await world.press(world.owner, card, "Cancel")


async def test_a_group_that_becomes_a_supergroup_gets_its_answer(world: World) -> None:
    """An answer that was under way arrives in the supergroup, with buttons that work."""
    group = readers(world)
    world.ada.send(group.room, f"/ask {QUESTION}")
    group.upgrade()
    posted = await group.room.next_from_bot()
    assert marked(posted.message, "blockquote") == [QUOTE]
    await world.press(world.ada, posted, "👍")
    assert "👍 1" in posted.buttons


async def test_what_a_button_did_is_told_in_the_supergroup(world: World) -> None:
    """The message with the button stayed behind in the group, where nothing can be edited."""
    group = Group.found(world.telegram, world.owner, "Small", kind="group")
    group.add(world.ada.user)
    group.add(world.bot.user)
    asked = world.ada.send(group.room, f"/ask {QUESTION}")
    posted = await group.room.next_from_bot()
    group.upgrade()
    assert await world.ada.press(posted, "👍").answered()
    await world.ada.press(posted, "In context").answered()
    shown = await group.room.next_from_bot(10)
    assert QUOTE in shown.text
    world.ada.edit(asked, "/ask Who designed the bridge?")
    await world.ada.press(posted, "👍").answered()  # handled after the edit
    assert "Traceback" not in world.log

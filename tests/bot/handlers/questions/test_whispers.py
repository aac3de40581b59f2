"""Answers in a group that only who asked sees: end to end."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storybot.playground.world.group_chats import Group
from storybot.playground.world.rooms import Posted
from worlds.bot_process import (
    World,
    add,
    article,
    finding,
    forge,
    marked,
    new_world,
    readers,
    running,
)

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

QUESTION = "Who opened the Lantern Bridge?"
QUOTE = "Mayor Ottilie Brandt opened the Lantern Bridge in Marlow Quay on Monday morning."
UNANSWERED = "Who won the football World Cup?"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Run one bot for all tests of this file."""
    async with new_world(tmp_path_factory.mktemp("bot")) as made, running(made):
        room = made.ada.chat_with(made.bot)
        made.ada.send(room, "/help")
        await room.next_from_bot(timeout=60.0)
        yield made
        assert made.telegram.journal.unknown_parameters == []
        assert "Traceback" not in made.log


async def whispering(world: World) -> Group:
    """Found a group in which only who asks sees the answer."""
    group = readers(world)
    told = await world.say(world.owner, group.room, "/whisper on")
    assert told.text.startswith("From now on, only")
    assert "\n" not in told.text
    return group


async def whispered(world: World, group: Group, text: str) -> Posted:
    """Give an ephemeral command and return the answer."""
    world.ada.whisper(group.room, world.bot, text)
    return await group.room.next_from_bot()


def of_all(group: Group) -> list[str]:
    """Return what everybody in a group reads, but for commands and events."""
    texts = [message.text or "" for message in group.room.history()]
    return [text for text in texts if text and not text.startswith("/")]


async def test_only_who_asks_sees_the_answer(world: World) -> None:
    """Its buttons work, and nothing is said to the others."""
    group = await whispering(world)
    before = of_all(group)
    posted = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    assert posted.person == world.ada.user.id
    assert marked(posted.message, "blockquote") == [QUOTE]
    reply_to = posted.message.reply_to_message
    assert reply_to
    assert reply_to.text == f"/ask {QUESTION}"
    await world.press(world.ada, posted, "In context")
    assert marked(posted.message, "bold") == [QUOTE]
    for text in ("/ask", "/ask Thank you!", "/ask " + "x" * 1200):
        assert (await world.say(world.ada, group.room, text)).person == world.ada.user.id
    await world.press(world.ada, posted, "⋯")
    await world.press(world.ada, posted, "👍")
    assert "👍 1" in posted.buttons
    await world.press(world.ada, posted, "Back")
    assert posted.buttons[-2:] == ["Show to all", "⋯"]
    assert of_all(group) == before


async def test_the_question_is_not_seen_either(world: World) -> None:
    """The menus of the group say that /ask is ephemeral, until the setting is taken back."""
    group = await whispering(world)
    menus = world.bot.profile.commands
    for kind in ("chat", "chat_administrators"):
        key = json.dumps([kind, str(group.room.chat.id), 0]), "de"
        await world.telegram.bell.until(lambda key=key: menus.get(key), 10)  # type: ignore[misc]
        unseen = [c["command"] for c in menus[key] if c.get("is_ephemeral")]
        assert unseen == ["ask"]
    assert "whisper" in [c["command"] for c in menus[key]]
    await world.say(world.owner, group.room, "/whisper off")
    await world.telegram.bell.until(lambda: key not in menus or None, 10)


async def test_show_to_all_posts_the_same_answer(world: World) -> None:
    """It replies to the question, its buttons work for everybody, and the first one goes."""
    group = await whispering(world)
    posted = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    await world.ada.press(posted, "Show to all").answered()
    public = await group.room.next_from_bot()
    assert not public.person
    assert marked(public.message, "blockquote") == [QUOTE]
    reply_to = public.message.reply_to_message
    assert reply_to
    assert reply_to.text == f"/ask {QUESTION}"
    await posted.deletion()
    await world.press(world.owner, public, "👍")
    assert "👍 1" in public.buttons
    await world.press(world.ada, public, "⋯")
    await world.ada.press(public, "Delete").answered()
    await public.deletion()


async def test_in_a_forum_it_stays_in_its_topic(world: World) -> None:
    """Seen by one person or by all."""
    group = Group.found(world.telegram, world.owner, "Forum", forum=True)
    group.add(world.ada.user)
    group.add(world.bot.user)
    topic = group.open_topic("Bridges")
    await world.say(world.owner, group.room, "/whisper on")
    posted = await world.say(world.ada, group.room, f"/ask {QUESTION}", topic=topic)
    assert (posted.person, posted.message.message_thread_id) == (world.ada.user.id, topic)
    await world.ada.press(posted, "Show to all").answered()
    public = await group.room.next_from_bot()
    assert (public.person, public.message.message_thread_id) == (0, topic)


async def test_what_all_see_is_not_shown_again(world: World) -> None:
    """A forged client presses the button of the first message under the second one."""
    group = await whispering(world)
    posted = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    keyboard = posted.message.inline_keyboard
    assert keyboard
    (data,) = [b.callback_data for b in keyboard.buttons if b.text == "Show to all"]
    await world.ada.press(posted, "Show to all").answered()
    public = await group.room.next_from_bot()
    said = await forge(world.ada, public, data or "")
    assert "out of date" in said.text
    again = await world.say(world.ada, group.room, "/sources")
    assert "articles" in again.text


async def test_what_was_shown_to_all_is_corrected_like_any_answer(world: World) -> None:
    """When its article is retracted; the buttons of the correction work."""
    number = await add(world, "sluice")
    group = await whispering(world)
    posted = await world.say(world.ada, group.room, "/ask What was found in the sluice on Sunday?")
    assert finding("sluice") in posted.text
    await world.ada.press(posted, "Show to all").answered()
    public = await group.room.next_from_bot()
    shown = public.message
    card = await world.ask(world.owner, f"/retract {number} It was wrong.")
    await world.press(world.owner, card, "Retract")
    corrected = await public.change(shown)
    assert marked(corrected, "strikethrough") == [finding("sluice")]


async def test_answers_to_two_people_are_apart(world: World) -> None:
    """Their messages have the same id; each person's buttons are about that person's answer."""
    group = await whispering(world)
    first = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    other = await world.say(world.owner, group.room, "/ask Who designed the Lantern Bridge?")
    assert first.message_id == other.message_id
    await world.press(world.ada, first, "In context")
    await world.press(world.owner, other, "In context")
    assert marked(first.message, "bold") == [QUOTE]
    assert "Tobias Fenwick" in marked(other.message, "bold")[0]


async def test_an_ephemeral_command_is_never_answered_in_public(world: World) -> None:
    """Whatever a group has set, whatever the answer is, and as often as it is asked."""
    group = readers(world)
    for text in (f"/ask {QUESTION}", f"/ask {UNANSWERED}", "/ask Thanks!", "/ask", "/sources"):
        posted = await whispered(world, group, text)
        assert posted.person == world.ada.user.id
    assert not of_all(group)


async def test_what_a_button_under_one_says_is_ephemeral_too(world: World) -> None:
    """A moderator looks in a group at what was left out of an article, unseen."""
    group = readers(world)
    room, before = group.room, of_all(group)
    world.owner.whisper(room, world.bot, f"/add\n{article('weir')}")
    card = await room.next_from_bot()
    await world.owner.press(card, "What was left out").answered()
    dropped = await room.next_from_bot()
    assert (card.person, dropped.person) == (world.owner.user.id, world.owner.user.id)
    assert "newsletter" in dropped.text
    await world.press(world.owner, card, "Cancel")
    assert "nothing was added" in card.text
    assert of_all(group) == before


async def test_a_group_that_becomes_a_supergroup_is_told_nothing(world: World) -> None:
    """An answer under way arrives there for who asked, and its buttons work."""
    group = Group.found(world.telegram, world.owner, "Small", kind="group")
    group.add(world.ada.user)
    group.add(world.bot.user)
    world.ada.whisper(group.room, world.bot, f"/ask {QUESTION}")
    group.upgrade()
    posted = await group.room.next_from_bot()
    assert posted.person == world.ada.user.id
    await world.press(world.ada, posted, "In context")
    assert marked(posted.message, "bold") == [QUOTE]
    assert not of_all(group)


async def test_a_question_that_nobody_saw_is_shown_with_its_answer(world: World) -> None:
    """To all it is posted first, and the answer replies to it."""
    group = readers(world)
    posted = await whispered(world, group, f"/ask {QUESTION}")
    await world.ada.press(posted, "Show to all").answered()
    asked = await group.room.next_from_bot()
    public = await group.room.next_from_bot()
    assert asked.text == f"“{QUESTION}”"
    assert public.message.reply_to_message == asked.message
    await posted.deletion()
    await world.press(world.owner, public, "In context")
    assert marked(public.message, "bold") == [QUOTE]


async def test_an_abstention_to_one_person_leads_to_the_articles(world: World) -> None:
    """Nobody can be told later there, since that would be public; votes count."""
    group = await whispering(world)
    posted = await world.say(world.ada, group.room, f"/ask {UNANSWERED}")
    assert posted.person == world.ada.user.id
    assert posted.buttons == ["What is the story about?", "👍", "👎"]
    await world.press(world.ada, posted, "👎")
    assert "👎 1" in posted.buttons


async def test_an_edited_question_gets_a_new_answer(world: World) -> None:
    """To its asker alone, too."""
    group = await whispering(world)
    asked = world.ada.send(group.room, f"/ask {QUESTION}")
    await group.room.next_from_bot()
    world.ada.edit(asked, "/ask Who designed the Lantern Bridge?")
    posted = await group.room.next_from_bot()
    assert posted.person == world.ada.user.id
    assert "Tobias Fenwick" in posted.text


async def test_what_is_not_asked_by_command_is_answered_to_all(world: World) -> None:
    """Replies to the bot are part of a talk that all read; a shared account is nobody's own."""
    group = await whispering(world)
    told = await world.say(world.owner, group.room, "/whisper on")
    posted = await world.say(world.ada, group.room, QUESTION, reply_to=told)
    assert not posted.person
    world.owner.send(group.room, f"/ask {QUESTION}", anonymous=True)
    assert not (await group.room.next_from_bot()).person


async def test_administrators_switch_it(world: World) -> None:
    """Others are refused; in private it is explained; off ends it."""
    group = await whispering(world)
    assert "Only administrators" in (await world.say(world.ada, group.room, "/whisper off")).text
    assert "/whisper off" in (await world.say(world.owner, group.room, "/whisper")).text
    assert "for groups" in (await world.ask(world.ada, "/whisper on")).text
    assert "Everybody sees" in (await world.say(world.owner, group.room, "/whisper off")).text
    assert not (await world.say(world.ada, group.room, f"/ask {QUESTION}")).person


async def test_who_left_the_group_is_answered_to_all(world: World) -> None:
    """Nobody but a member can be written to like that."""
    group = await whispering(world)
    world.ada.send(group.room, f"/ask {QUESTION}")
    group.ban(world.ada.user)
    posted = await group.room.next_from_bot()
    assert not posted.person
    assert "Show to all" not in posted.buttons


async def test_an_older_server_answers_to_all(tmp_path: Path) -> None:
    """It is asked once whether it knows such messages, and never given one."""
    async with new_world(tmp_path) as world:
        world.telegram.knows_ephemeral = False
        async with running(world):
            told = await world.say(world.owner, world.group.room, "/whisper on")
            assert "does not know" in told.text
            for _ in range(2):
                posted = await world.say(world.ada, world.group.room, f"/ask {QUESTION}")
                assert not posted.person
                assert "Show to all" not in posted.buttons
        assert len(world.telegram.journal.of("deleteEphemeralMessage")) == 1
        assert world.telegram.journal.unknown_parameters == []

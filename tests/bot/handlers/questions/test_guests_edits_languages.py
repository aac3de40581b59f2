"""Guest calls, edits, listening, languages: end to end."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from storybot.playground.world.group_chats import Group
from storybot.playground.world.people import Person
from worlds.bot_process import World, marked, new_world, readers, running, strangers

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


async def test_a_guest_call_is_answered_with_a_whole_card(world: World) -> None:
    """The card is cited, has buttons that work, and none to delete it."""
    posted = await world.say(world.ada, strangers(world).room, f"@story_bot {QUESTION}")
    assert posted.message.guest_bot_caller_user == world.ada.user
    assert marked(posted.message, "blockquote") == [QUOTE]
    assert "Delete" not in posted.buttons
    await world.press(world.ada, posted, "👍")
    assert "👍 1" in posted.buttons
    wide = await world.press(world.ada, posted, "In context")
    assert marked(wide, "blockquote") == [QUOTE]


async def test_a_guest_may_be_asked_about_a_message(world: World) -> None:
    """A mention in reply to a message asks what that message says; alone it introduces the bot."""
    room = strangers(world).room
    asked = world.owner.send(room, QUESTION)
    posted = await world.say(world.ada, room, "@story_bot", reply_to=asked)
    assert marked(posted.message, "blockquote") == [QUOTE]
    assert "Ask me about the story" in (await world.say(world.ada, room, "@story_bot")).text


async def test_a_mention_that_comes_twice_is_answered_once(world: World) -> None:
    """A member that sees the mention is called as a guest too."""
    group = readers(world)
    group.promote(world.bot.user)
    await world.say(world.ada, group.room, f"@story_bot {QUESTION}")
    assert await world.silent(group.room)


async def test_an_edited_group_question_changes_its_answer(world: World) -> None:
    """What becomes a question by an edit is answered; what stays none is not."""
    room = readers(world).room
    asked = world.ada.send(room, f"/ask {OFF_TOPIC}")
    answer = await room.next_from_bot()
    before = answer.message
    world.ada.edit(asked, f"/ask {QUESTION}")
    assert marked(await answer.change(before), "blockquote") == [QUOTE]
    chatter = world.ada.send(room, "/nonsense")
    world.ada.edit(chatter, "/more_nonsense")
    assert await world.silent(room)
    world.ada.edit(chatter, f"/ask {QUESTION}")
    assert marked((await room.next_from_bot()).message, "blockquote") == [QUOTE]


async def test_an_edit_after_the_answer_is_gone_does_nothing(world: World) -> None:
    """Who deleted the answer has no use for another one."""
    room = readers(world).room
    asked = world.ada.send(room, f"/ask {OFF_TOPIC}")
    answer = await room.next_from_bot()
    room.drop(answer.message_id)
    world.ada.edit(asked, f"/ask {QUESTION}")
    assert await world.silent(room)
    (refused,) = world.telegram.journal.refused()
    assert refused.method == "editMessageText"
    world.telegram.journal.calls.remove(refused)


async def test_a_group_can_have_every_question_answered(world: World) -> None:
    """After /listen on questions are answered, silence is kept about the rest; off ends it."""
    group = readers(world)
    group.promote(world.bot.user)
    room = group.room
    world.ada.send(room, QUESTION)
    assert "any question" in (await world.say(world.owner, room, "/listen on")).text
    posted = await world.say(world.ada, room, QUESTION)
    assert marked(posted.message, "blockquote") == [QUOTE]
    world.ada.send(room, "Lantern Bridge opened by the mayor, nice.")
    world.ada.send(room, OFF_TOPIC)
    assert await world.silent(room)
    assert "only when" in (await world.say(world.owner, room, "/listen off")).text
    world.ada.send(room, QUESTION)
    assert await world.silent(room)


async def test_only_administrators_switch_listening(world: World) -> None:
    """Rights are asked for at that moment; an anonymous administrator has them too."""
    group = readers(world)
    room = group.room
    assert "Only administrators" in (await world.say(world.ada, room, "/listen on")).text
    group.promote(world.ada.user)
    assert "any question" in (await world.say(world.ada, room, "/listen on")).text
    group.demote(world.ada.user)
    assert "Only administrators" in (await world.say(world.ada, room, "/listen off")).text
    world.owner.send(room, "/listen off", anonymous=True)
    assert "only when" in (await room.next_from_bot()).text
    assert "/listen off" in (await world.say(world.ada, room, "/listen")).text
    assert "for groups" in (await world.ask(world.ada, "/listen on")).text


async def test_a_bot_that_sees_little_says_so(world: World) -> None:
    """With privacy mode on, listening needs an administrator."""
    group = readers(world)
    assert "@BotFather" in (await world.say(world.owner, group.room, "/listen on")).text
    group.promote(world.bot.user)
    assert "@BotFather" not in (await world.say(world.owner, group.room, "/listen on")).text


async def test_settings_move_into_the_supergroup(world: World) -> None:
    """The chat has another id, and is the same group."""
    group = Group.found(world.telegram, world.owner, "Small", kind="group")
    group.add(world.ada.user)
    group.add(world.bot.user)
    await world.say(world.owner, group.room, "/lang de")
    group.upgrade()
    answer = await world.say(world.ada, group.room, f"/ask {OFF_TOPIC}")
    assert answer.text.startswith("Das steht nicht in der Geschichte.")


async def test_a_channel_post_in_its_discussion_group_is_no_question(world: World) -> None:
    """Not even where any question is answered; a comment under it is one."""
    channel = Group.found(world.telegram, world.owner, "News", kind="channel")
    group = readers(world)
    group.promote(world.bot.user)
    await world.say(world.owner, group.room, "/listen on")
    post = world.owner.send(channel.room, QUESTION)
    relayed = group.relay(post)
    posted = await world.say(world.ada, group.room, QUESTION, reply_to=relayed)
    assert posted.message.reply_to_message
    assert posted.message.reply_to_message.from_ == world.ada.user
    assert await world.silent(group.room)


async def test_the_app_chooses_the_language_and_lang_another(world: World) -> None:
    """The bot's own words change; the quote does not."""
    lena = Person(world.telegram, "Lena", language_code="de")
    assert (await world.ask(lena, OFF_TOPIC)).text.startswith("Das steht nicht")
    answer = await world.ask(lena, QUESTION)
    assert marked(answer.message, "blockquote") == [QUOTE]
    assert "6. Mai 2024" in answer.text
    assert "Im Zusammenhang" in answer.buttons
    choice = await world.ask(lena, "/lang")
    chosen = await world.press(lena, choice, "Türkçe")
    assert (chosen.text or "").startswith("Artık Türkçe konuşuyorum.")
    assert (await world.ask(lena, OFF_TOPIC)).text.startswith("Haberde bu yazmıyor.")


async def test_a_group_has_one_language(world: World) -> None:
    """Its administrators choose it; buttons keep it whoever presses them."""
    group = readers(world)
    assert "Only administrators" in (await world.say(world.ada, group.room, "/lang fr")).text
    await world.say(world.owner, group.room, "/lang fr")
    posted = await world.say(world.ada, group.room, f"/ask {QUESTION}")
    assert "Dans son contexte" in posted.buttons
    await world.press(world.ada, posted, "Dans son contexte")
    assert "La citation seule" in posted.buttons


async def test_every_language_has_menus_and_descriptions(world: World) -> None:
    """For each scope that readers see and for the owner, beside the default for all others."""
    languages = ("en", "ru", "uk", "de", "fr", "es", "tr")
    expected = {"setMyCommands": [5] * 7, "setMyDescription": [1] * 7}

    def counted() -> dict[str, list[int]]:
        codes = {
            method: [
                call.parameters.get("language_code") for call in world.telegram.journal.of(method)
            ]
            for method in expected
        }
        return {method: [of.count(code) for code in languages] for method, of in codes.items()}

    # The bot answers questions before it has shown all of its menus.
    await world.telegram.bell.until(lambda: counted() == expected or None, 60)
    private = [
        [command["command"] for command in call.parameters["commands"]]
        for call in world.telegram.journal.of("setMyCommands")
        if call.parameters.get("scope", {}).get("chat_id") == world.owner.user.id
    ]
    assert private
    assert all(menu[-2:] == ["follow", "moderators"] and "gaps" in menu for menu in private)

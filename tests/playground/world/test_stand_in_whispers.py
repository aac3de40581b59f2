"""Messages in a group that one person sees, as Bot API 10.2 and 10.3 have them."""

from typing import Any

import pytest

from storybot.playground.world.group_chats import Group
from storybot.playground.world.people import Person
from worlds.playground import World, new_world


@pytest.fixture
def world() -> World:
    """Make a world."""
    return new_world()


@pytest.fixture
def group(world: World) -> Group:
    """Found a group with the bot in it, of which it has been told."""
    made = world.group()
    made.add(world.bot.user)
    world.bot.queue.clear()
    return made


def to_ada(world: World, group: Group) -> dict[str, Any]:
    """Return the parameters of a message in the group to Ada alone."""
    receiver = {"receiver_user_id": world.ada.user.id}
    return {"chat_id": group.room.chat.id, "ephemeral_message_parameters": receiver}


async def test_only_its_receiver_sees_it(world: World, group: Group) -> None:
    """It has no message id, is not in the chat's history, and can be changed and deleted."""
    sent = await world.ask("sendMessage", text="psst", **to_ada(world, group))
    posted = await group.room.next_from_bot()
    assert (sent["message_id"], sent["receiver_user"]["id"]) == (0, world.ada.user.id)
    assert posted.person == world.ada.user.id
    assert "psst" not in [message.text for message in group.room.history()]
    named = {
        "chat_id": group.room.chat.id,
        "receiver_user_id": world.ada.user.id,
        "ephemeral_message_id": sent["ephemeral_message_id"],
    }
    button = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    assert await world.ask("editEphemeralMessageText", text="hush", **named)
    assert await world.ask("editEphemeralMessageReplyMarkup", reply_markup=button, **named)
    assert (posted.text, posted.buttons) == ("hush", ["a"])
    same = await world.refusal("editEphemeralMessageReplyMarkup", reply_markup=button, **named)
    assert "not modified" in same
    assert await world.ask("deleteEphemeralMessage", **named)
    assert posted.is_deleted
    assert "MESSAGE_ID_INVALID" in await world.refusal("deleteEphemeralMessage", **named)


async def test_ids_are_those_of_one_person(world: World, group: Group) -> None:
    """Two people's messages may have the same id."""
    ben = Person(world.telegram, "Ben")
    group.add(ben.user)
    to_ben = to_ada(world, group) | {
        "ephemeral_message_parameters": {"receiver_user_id": ben.user.id}
    }
    first = await world.ask("sendMessage", text="Ada", **to_ada(world, group))
    second = await world.ask("sendMessage", text="Ben", **to_ben)
    third = await world.ask("sendMessage", text="Ada again", **to_ada(world, group))
    assert [m["ephemeral_message_id"] for m in (first, second, third)] == [1, 1, 2]


async def test_an_ephemeral_command_reaches_its_bot_alone(world: World, group: Group) -> None:
    """It is answered within fifteen seconds, by an ephemeral message."""
    other = world.telegram.add_bot("654:other", username="other_bot")
    group.add(other.user)
    other.queue.clear()
    world.bot.queue.clear()
    world.ada.whisper(group.room, world.bot, "/ask Who?")
    assert not other.queue.pending()
    (update,) = await world.updates()
    asked = update["message"]
    assert (asked["message_id"], asked["ephemeral_message_id"]) == (0, 1)
    reply = {"reply_parameters": {"ephemeral_message_id": 1}}
    assert await world.ask("sendMessage", text="Olga", **reply, **to_ada(world, group))
    to_own = {"reply_parameters": {"ephemeral_message_id": 2}}
    own = await world.refusal("sendMessage", text="Olga", **to_own, **to_ada(world, group))
    assert "message to be replied not found" in own
    world.clock.advance(16)
    late = await world.refusal("sendMessage", text="Olga", **reply, **to_ada(world, group))
    assert "message to be replied not found" in late


async def test_a_press_tells_which_message_it_was(world: World, group: Group) -> None:
    """The query holds the message as its receiver sees it."""
    button = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    await world.ask("sendMessage", text="psst", reply_markup=button, **to_ada(world, group))
    world.ada.press(await group.room.next_from_bot(), "a")
    (update,) = await world.updates()
    assert update["callback_query"]["message"]["ephemeral_message_id"] == 1


async def test_nobody_but_a_member_of_a_group_is_written_to(world: World, group: Group) -> None:
    """There is no such message in private, nor to strangers and bots."""
    private = to_ada(world, group) | {"chat_id": world.ada.user.id}
    assert "only to groups" in await world.refusal("sendMessage", text="psst", **private)
    ben = Person(world.telegram, "Ben")
    for user in (ben.user, world.bot.user):
        parameters = {"ephemeral_message_parameters": {"receiver_user_id": user.id}}
        refusal = await world.refusal(
            "sendMessage", text="psst", chat_id=group.room.chat.id, **parameters
        )
        assert "USER_NOT_PARTICIPANT" in refusal


async def test_an_older_server_sends_it_to_all(world: World, group: Group) -> None:
    """It ignores the parameter, and does not know the methods."""
    world.telegram.knows_ephemeral = False
    sent = await world.ask("sendMessage", text="psst", **to_ada(world, group))
    assert sent["message_id"]
    assert "receiver_user" not in sent
    assert world.telegram.journal.unknown_parameters
    assert "method not found" in await world.refusal("deleteEphemeralMessage")

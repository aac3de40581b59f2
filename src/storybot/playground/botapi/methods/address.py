"""Finding the chat, the thread and the message that a call names, as far as the bot may."""

from storybot.playground.botapi.methods.request import Caller
from storybot.playground.objects.bot_api_objects import Message
from storybot.playground.objects.refusal import BotApiError, bad_request, forbidden
from storybot.playground.world.rooms import Posted, Room


def find_room(caller: Caller, chat_id: str) -> Room:
    """Return the chat.

    Raises:
        BotApiError: the bot knows no such chat, or it became a supergroup.

    """
    if not chat_id:
        raise bad_request("chat_id is empty")
    room = _by_name(caller, chat_id) if chat_id.startswith("@") else _by_id(caller, chat_id)
    if room is None:
        raise bad_request("chat not found")
    if room.upgraded_to:
        raise BotApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=room.upgraded_to.chat.id,
        )
    return room


def room_to_write(caller: Caller, chat_id: str) -> Room:
    """Return the chat, in which the bot may write.

    Raises:
        BotApiError: there is no such chat, or the bot has been shut out of it.

    """
    room = find_room(caller, chat_id)
    bot_id = caller.bot.user.id
    if room.is_private:
        if (room.chat.id, bot_id) in caller.telegram.blocked:
            raise forbidden("bot was blocked by the user")
        return room
    kind = "group" if room.kind == "group" else room.kind
    member = room.members.get(bot_id)
    if member and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if not room.has(bot_id):
        raise forbidden(f"bot is not a member of the {kind} chat")
    if room.kind == "channel" and not room.members[bot_id].is_admin:
        raise bad_request("need administrator rights in the channel chat")
    return room


def find_thread(caller: Caller, room: Room, thread_id: int) -> int | None:
    """Return the topic to write in, None for the chat itself.

    Only a topic of a forum will do: the thread of a chain of replies is none.

    Raises:
        BotApiError: the chat has no such topic, or it is closed to the bot.

    """
    if not thread_id:
        return None
    topic = room.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.is_closed and not room.members[caller.bot.user.id].is_admin:
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def find_message(caller: Caller, chat_id: str, message_id: int, purpose: str) -> Posted:
    """Return the message.

    Raises:
        BotApiError: there is none; the words name what the call wanted to do with it.

    """
    room = room_to_write(caller, chat_id)
    if not message_id:
        raise bad_request("message identifier is not specified")
    if message_id not in room.messages:
        raise bad_request(f"message to {purpose} not found")
    return Posted(room, message_id)


def is_own(caller: Caller, message: Message) -> bool:
    """Return whether the bot is the author of the message."""
    return message.from_ is not None and message.from_.id == caller.bot.user.id


def _by_name(caller: Caller, name: str) -> Room | None:
    for room in caller.telegram.rooms():
        if not room.is_private and (room.chat.username or "").lower() == name[1:].lower():
            return room
    return None


def _by_id(caller: Caller, chat_id: str) -> Room | None:
    try:
        number = int(chat_id)
    except ValueError:
        return None
    if number < 0:
        room = caller.telegram.find_group(number)
        return room if room and caller.bot.user.id in room.members else None
    room = caller.telegram.find_private(number, caller.bot.user.id)
    if room and not room.is_begun:
        room = None
    if room is None and _has_met(caller, number):
        if caller.telegram.accounts[number].is_bot:
            raise forbidden("bots can't send messages to bots")
        raise forbidden("bot can't initiate conversation with a user")
    return room


def _has_met(caller: Caller, user_id: int) -> bool:
    bot_id = caller.bot.user.id
    return any(
        user_id in room.members and bot_id in room.members for room in caller.telegram.rooms()
    )

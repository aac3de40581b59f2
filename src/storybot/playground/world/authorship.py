"""What a message says of where it comes from: its author, its thread, its origin."""

from typing import Any

from storybot.playground.objects.bot_api_objects import Message, MessageOrigin, User
from storybot.playground.world.rooms import Posted, Room

ANONYMOUS_ADMIN = User(id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
"""The author that Telegram shows for an administrator who writes in the name of the group."""
CHANNEL_BOT = User(id=136817688, is_bot=True, first_name="Channel", username="Channel_Bot")
"""The author that Telegram shows for who writes in the name of a channel."""
CHANNEL_FORWARDER = User(id=777000, first_name="Telegram")
"""The author that Telegram shows for what it copies from a channel to its discussion group."""

CONTENT = {
    "text",
    "entities",
    "document",
    "caption",
    "caption_entities",
    "link_preview_options",
}
"""The fields of a message that its copies keep."""


def author_fields(user: User, room: Room, name_of: Room | None = None) -> dict[str, Any]:
    """Return the fields that say who wrote a message, the person or a chat in its name."""
    if room.kind == "channel":
        return {"sender_chat": room.chat}
    if name_of is None:
        return {"from_": user}
    shown = ANONYMOUS_ADMIN if name_of is room else CHANNEL_BOT
    return {"from_": shown, "sender_chat": name_of.chat}


def thread_fields(room: Room, answered: Message | None, topic: int | None) -> dict[str, Any]:
    """Return the fields that say what a message answers and in which thread it stands.

    In a forum an answer stands in the topic of what it answers. In a supergroup without topics it
    has the thread of its chain of answers, which is no topic.
    """
    fields: dict[str, Any] = {}
    if answered:
        fields["reply_to_message"] = without_reply(answered)
        if answered.is_topic_message:
            topic = topic or answered.message_thread_id
        elif room.kind == "supergroup" and not room.chat.is_forum:
            fields["message_thread_id"] = answered.message_thread_id or answered.message_id
    if topic:
        fields |= {"message_thread_id": topic, "is_topic_message": True}
    return fields


def without_reply(message: Message) -> Message:
    """Return the message as an answer to it shows it: what it answered itself is left out."""
    return message.model_copy(update={"reply_to_message": None})


def origin_of(posted: Posted) -> MessageOrigin:
    """Return where a forwarded copy of the message comes from."""
    message = posted.message
    if message.forward_origin:
        return message.forward_origin
    if message.sender_chat and posted.room.kind == "channel":
        return MessageOrigin(
            type="channel",
            date=message.date,
            chat=message.sender_chat,
            message_id=message.message_id,
        )
    if message.sender_chat:
        return MessageOrigin(type="chat", date=message.date, sender_chat=message.sender_chat)
    return MessageOrigin(type="user", date=message.date, sender_user=message.from_)

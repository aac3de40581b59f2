"""Fields of a message about its source: author, thread, origin."""

from typing import Any

from storybot.playground.objects.bot_api_objects import Message, MessageOrigin, User
from storybot.playground.world.rooms import Posted, Room

ANONYMOUS_ADMIN = User(id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
"""The author that Telegram shows for an anonymous administrator of a group."""
CHANNEL_BOT = User(id=136817688, is_bot=True, first_name="Channel", username="Channel_Bot")
"""The author that Telegram shows for a message sent as a channel."""
CHANNEL_FORWARDER = User(id=777000, first_name="Telegram")
"""The author that Telegram shows for a channel's post in its discussion group."""

CONTENT = {
    "text",
    "entities",
    "document",
    "caption",
    "caption_entities",
    "link_preview_options",
}
"""The fields that a copy of a message shares with it."""


def author_fields(user: User, room: Room, name_of: Room | None = None) -> dict[str, Any]:
    """Return the author fields: the person, or the chat that the message is sent as."""
    if room.kind == "channel":
        return {"sender_chat": room.chat}
    if name_of is None:
        return {"from_": user}
    shown = ANONYMOUS_ADMIN if name_of is room else CHANNEL_BOT
    return {"from_": shown, "sender_chat": name_of.chat}


def thread_fields(room: Room, answered: Message | None, topic: int | None) -> dict[str, Any]:
    """Return the reply and thread fields of a message.

    In a forum a reply belongs to the topic of the message it replies to. In a supergroup without
    topics its thread is its chain of replies, which is no topic.
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
    """Return the message as embedded in a reply: without its own reply."""
    return message.model_copy(update={"reply_to_message": None})


def origin_of(posted: Posted) -> MessageOrigin:
    """Return the origin of a forwarded message."""
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

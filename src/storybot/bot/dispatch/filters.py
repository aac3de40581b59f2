"""Tell which updates may be questions or commands: plain messages that a person wrote just now.

Without these filters a command also fires for edited and forwarded messages, for anonymous
administrators, for posts in the name of a channel and for what was sent through a bot.
"""

from typing import Any, TypeVar

from telegram import Message, Update, User
from telegram.ext import BaseHandler, filters

T = TypeVar("T")
Handlers = list[BaseHandler[Any, Any, Any]]
"""Handlers of one class; the first that fits an update gets it."""


class _Person(filters.MessageFilter):
    """Messages with an author who is not a bot."""

    def filter(self, message: Message) -> bool:
        return message.from_user is not None and not message.from_user.is_bot


class _AsTheGroup(filters.MessageFilter):
    """Messages by an anonymous administrator, in the name of the group itself."""

    def filter(self, message: Message) -> bool:
        return message.sender_chat is not None and message.sender_chat.id == message.chat.id


class _AsChat(filters.MessageFilter):
    """Messages in a group in the name of a chat: its anonymous administrators, a channel."""

    def filter(self, message: Message) -> bool:
        return message.sender_chat is not None and message.from_user is not None


_IN_PERSON = _Person() & ~filters.VIA_BOT & ~filters.SenderChat.ALL
WRITTEN = filters.UpdateType.MESSAGE & _IN_PERSON
"""Messages by a person, forwarded ones included."""
PLAIN = WRITTEN & ~filters.FORWARDED & ~filters.IS_AUTOMATIC_FORWARD
"""Messages by the person who wrote them: what commands and questions are taken from."""
PRIVATE = PLAIN & filters.ChatType.PRIVATE
GROUPS = PLAIN & filters.ChatType.GROUPS
TOLD_IN_PRIVATE = WRITTEN & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
"""Whatever a person sends to the bot alone, other than news about the chat itself."""
_SPEAKING = (_IN_PERSON | (_AsChat() & filters.ChatType.GROUPS)) & ~filters.VIA_BOT
ASKING = filters.UpdateType.MESSAGE & _SPEAKING & ~filters.FORWARDED & ~filters.IS_AUTOMATIC_FORWARD
"""Messages by whoever may ask: people, and chats that speak in a group."""
GUEST = filters.UpdateType.GUEST_MESSAGE & _IN_PERSON
"""Messages that call the bot into a chat in which it may be no member."""
EDITED = (
    filters.UpdateType.EDITED_MESSAGE
    & _SPEAKING
    & ~filters.FORWARDED
    & ~filters.IS_AUTOMATIC_FORWARD
)
"""Messages by whoever may ask, as they are after an edit."""
RUNS_GROUP = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS & (_IN_PERSON | _AsTheGroup())
"""Messages in groups by a person or by an administrator in the group's name."""


def message_of(update: Update) -> Message:
    """Return the message that the filters have let through: new, edited or a guest's."""
    return given(update.message or update.edited_message or update.guest_message)


def sender_of(message: Message) -> User:
    """Return who wrote a message that the filters have let through."""
    return given(message.from_user)


def given(part: T | None) -> T:
    """Return the part of an update that its handler is registered for.

    Raises:
        TypeError: it was registered for something else.
    """
    if part is None:
        raise TypeError
    return part

"""Tell which updates may be questions or commands: plain messages that a person wrote just now.

Without these filters a command also fires for edited and forwarded messages, for anonymous
administrators, for posts in the name of a channel and for what was sent through a bot.
"""

from typing import Any

from telegram import Message
from telegram.ext import BaseHandler, filters

Handlers = list[BaseHandler[Any, Any, Any]]
"""What a door or a group of commands registers; the first that fits an update gets it."""


class _Person(filters.MessageFilter):
    """Messages with an author who is not a bot."""

    def filter(self, message: Message) -> bool:
        return message.from_user is not None and not message.from_user.is_bot


WRITTEN = filters.UpdateType.MESSAGE & _Person() & ~filters.VIA_BOT & ~filters.SenderChat.ALL
"""Messages by a person, forwarded ones included."""
PLAIN = WRITTEN & ~filters.FORWARDED & ~filters.IS_AUTOMATIC_FORWARD
"""Messages by the person who wrote them: what commands and questions are taken from."""
PRIVATE = PLAIN & filters.ChatType.PRIVATE
GROUPS = PLAIN & filters.ChatType.GROUPS
TOLD_IN_PRIVATE = WRITTEN & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
"""Whatever a person sends to the bot alone, other than news about the chat itself."""

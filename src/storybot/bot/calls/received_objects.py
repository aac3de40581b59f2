"""Make the library's objects of what Telegram sends: quickly of what comes most.

The library looks in an update for each of its thirty kinds, and in a message for each of its
hundred fields. A text in which nothing is special has six of them.
"""

from datetime import UTC, datetime

from telegram import Bot, Chat, InlineQuery, Message, MessageEntity, Update, User

from storybot.bot.calls.kept_json import JsonObject

_PLAIN = frozenset(("message_id", "from", "chat", "date", "text", "entities"))


def read_update(update: JsonObject, bot: Bot) -> Update:
    """Read an update, as `Update.de_json` does."""
    if len(update) != 2 or "update_id" not in update:  # noqa: PLR2004 - its id, and what it is of
        return Update.de_json(update, bot)
    if message := update.get("message"):
        read = Update(update["update_id"], message=read_message(message, bot))
    elif query := update.get("inline_query"):
        read = Update(update["update_id"], inline_query=InlineQuery.de_json(query, bot))
    else:
        return Update.de_json(update, bot)
    read.set_bot(bot)
    return read


def read_message(message: JsonObject, bot: Bot) -> Message:
    """Read a message, as `Message.de_json` does."""
    # What cannot be seen any more has the time 0.
    if not _PLAIN.issuperset(message) or not message.get("date"):
        return Message.de_json(message, bot)
    sender = message.get("from")
    read = Message(
        message["message_id"],
        datetime.fromtimestamp(message["date"], UTC),
        Chat.de_json(message["chat"], bot),
        User.de_json(sender, bot) if sender else None,
        text=message.get("text"),
        entities=MessageEntity.de_list(message.get("entities", []), bot),
    )
    read.set_bot(bot)
    return read

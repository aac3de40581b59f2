"""Read from a message what it asks of the bot, new or edited."""

from telegram import Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters


def question_of(message: Message) -> str | None:
    """Return the question to the bot; empty where it asks none, None where it is not to the bot.

    A question may be the message itself, what follows /ask, or the message that either replies to.
    """
    command = _command(message)
    if command is not None and command != "ask":
        return None
    if command == "ask":
        text = (message.text or "")[message.entities[0].length :]
        return " ".join(text.split()) or _replied_to(message)
    if message.chat.type == ChatType.PRIVATE and not message.guest_query_id:
        return message.text
    if mentions(message):
        return _without_mention(message) or _replied_to(message)
    return message.text if replies_to_bot(message) else None


def mentions(message: Message) -> list[str]:
    """Return the bot's name as often as it stands in the message, as it was written."""
    name = f"@{message.get_bot().username}".lower()
    found = message.parse_entities([MessageEntity.MENTION]).values()
    return [mention for mention in found if mention.lower() == name]


def replies_to_bot(message: Message) -> bool:
    """Tell whether it replies to a message of the bot; that the bot opened a topic is not one."""
    answered = message.reply_to_message
    return bool(answered and _is_by_bot(answered) and not answered.forum_topic_created)


class AddressedToBot(filters.MessageFilter):
    """Messages in a group that mention the bot or reply to it."""

    def filter(self, message: Message) -> bool:
        """Tell whether a message is one."""
        return bool(mentions(message)) or replies_to_bot(message)


class AsksTheBot(filters.MessageFilter):
    """Messages with a question mark."""

    def filter(self, message: Message) -> bool:
        """Tell whether a message is one."""
        return any(mark in (message.text or "") for mark in "?？؟")


def _command(message: Message) -> str | None:
    """Return the command that a message begins with; empty where it is for another bot."""
    first = message.entities[0] if message.entities else None
    if not first or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    name, _, bot = (message.text or "")[1 : first.length].lower().partition("@")
    return name if bot in {"", message.get_bot().username.lower()} else ""


def _replied_to(message: Message) -> str:
    asked = message.reply_to_message
    return (asked.text or asked.caption or "") if asked and not _is_by_bot(asked) else ""


def _is_by_bot(message: Message) -> bool:
    return bool(message.from_user and message.from_user.id == message.get_bot().id)


def _without_mention(message: Message) -> str:
    text = message.text or ""
    for mention in mentions(message):
        text = text.replace(mention, " ")
    return " ".join(text.split()).strip(" ,:;")

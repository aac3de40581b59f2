"""Read from a message what it asks of the bot, new or edited."""

import re

from telegram import Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from storybot.bot.dispatch.message_words import (
    after_command,
    command_of,
    rich_text_of,
    selected_part,
    text_of,
)


def question_of(message: Message) -> str | None:
    """Return the question to the bot; empty where it asks none, None where it is not to the bot.

    A question may be the message itself, what follows /ask, the part of another message that
    either quotes, or the message that either replies to.
    """
    command = command_of(message)
    if command is not None and command != "ask":
        return None
    if command == "ask":
        return after_command(message) or _replied_to(message)
    if mentions(message):
        return _without_mention(message) or _replied_to(message)
    if message.chat.type == ChatType.PRIVATE and not message.guest_query_id:
        return text_of(message)
    return text_of(message) if replies_to_bot(message) else None


def mentions(message: Message) -> list[str]:
    """Return the bot's name as often as it stands in the message, as it was written."""
    name = f"@{message.get_bot().username}"
    if rich := rich_text_of(message):
        return re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", rich, re.IGNORECASE)
    found = {}
    if message.text:
        found = message.parse_entities([MessageEntity.MENTION])
    elif message.caption:
        found = message.parse_caption_entities([MessageEntity.MENTION])
    return [mention for mention in found.values() if mention.lower() == name.lower()]


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
        return any(mark in text_of(message) for mark in "?？؟")


def _replied_to(message: Message) -> str:
    asked = message.reply_to_message
    return selected_part(message) or (text_of(asked) if asked and not _is_by_bot(asked) else "")


def _is_by_bot(message: Message) -> bool:
    return bool(message.from_user and message.from_user.id == message.get_bot().id)


def _without_mention(message: Message) -> str:
    text = text_of(message)
    for mention in mentions(message):
        text = text.replace(mention, " ")
    return text.strip(" ,:;\n")

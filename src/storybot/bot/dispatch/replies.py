"""Send a message where another one was written: same chat, same topic, as a reply to it.

It is sent also when the other message is gone, and to one person alone where only that one saw it.
Links are not previewed.
"""

import logging

from telegram import Message
from telegram.error import BadRequest, ChatMigrated

from storybot.bot.calls.direct_bot import direct
from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.dispatch.ephemeral import is_ephemeral, receiver_of, send_ephemeral
from storybot.bot.dispatch.filters import given
from storybot.bot.messages.formatted_text import FormattedText

NO_PREVIEW = {"is_disabled": True}
_LONGEST_QUOTE = 500
"""Telegram allows 1,024 units; half as many characters are never more."""
_log = logging.getLogger(__name__)


async def reply(
    message: Message,
    text: FormattedText | str,
    keyboard: JsonObject | None = None,
    *,
    quote: str = "",
    whispered: bool = False,
) -> Message:
    """Reply to a message with a text that fits into one; ``quote`` is a part of the message.

    ``whispered`` lets only its author see the reply, as of an ephemeral message always.

    Raises:
        BadRequest: Telegram refuses it.
        ChatMigrated: the group is a supergroup now, for which the buttons have to be made.
    """
    marked = FormattedText(text) if isinstance(text, str) else text
    try:
        if whispered or is_ephemeral(message):
            return await send_ephemeral(message, given(receiver_of(message)), marked, keyboard)
        if 0 < len(quote) <= _LONGEST_QUOTE:
            try:
                return await _send(message, marked, keyboard, quote)
            except BadRequest as error:
                if "quote" not in str(error).lower():
                    raise
                _log.debug("The question was edited before it was answered: %s", error)
        return await _send(message, marked, keyboard)
    except ChatMigrated as moved:
        if keyboard:
            raise
        return await send_to(message, moved.new_chat_id, marked, whispered=whispered)


async def send_to(
    message: Message,
    chat: int,
    text: FormattedText,
    keyboard: JsonObject | None = None,
    *,
    whispered: bool = False,
) -> Message:
    """Send to the supergroup that the group of a message became; the message is not there."""
    if whispered or is_ephemeral(message):
        receiver = given(receiver_of(message))
        return await send_ephemeral(message, receiver, text, keyboard, chat=chat)
    return await direct(message.get_bot()).send(text_fields(chat, text, keyboard))


async def _send(
    message: Message, text: FormattedText, keyboard: JsonObject | None, quote: str = ""
) -> Message:
    topic = message.message_thread_id if message.is_topic_message else None
    fields = text_fields(message.chat_id, text, keyboard, topic)
    answered = {"allow_sending_without_reply": True, "message_id": message.message_id}
    fields["reply_parameters"] = {**answered, "quote": quote} if quote else answered
    return await direct(message.get_bot()).send(fields)


def text_fields(
    chat: int, text: FormattedText, keyboard: JsonObject | None, topic: int | None = None
) -> JsonObject:
    """Return what is sent of a text with buttons, to a topic of a group where there is one."""
    fields: JsonObject = {
        "chat_id": chat,
        "text": text.text,
        "entities": text.entities_json,
        "link_preview_options": NO_PREVIEW,
        "message_thread_id": topic,
        "reply_markup": keyboard,
    }
    return {name: value for name, value in fields.items() if value is not None}

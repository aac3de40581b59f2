"""Send a message where another one was written: same chat, same topic, as a reply to it.

It is sent also when the other message is gone, and to one person alone where only that one saw it.
That links are not previewed is set once for the whole bot.
"""

import logging

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated

from storybot.bot.dispatch.ephemeral import is_ephemeral, receiver_of, send_ephemeral
from storybot.bot.dispatch.filters import given
from storybot.bot.messages.formatted_text import FormattedText

_LONGEST_QUOTE = 500
"""Telegram allows 1,024 units; half as many characters are never more."""
_log = logging.getLogger(__name__)


async def reply(
    message: Message,
    text: FormattedText | str,
    keyboard: InlineKeyboardMarkup | None = None,
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
    keyboard: InlineKeyboardMarkup | None = None,
    *,
    whispered: bool = False,
) -> Message:
    """Send to the supergroup that the group of a message became; the message is not there."""
    if whispered or is_ephemeral(message):
        receiver = given(receiver_of(message))
        return await send_ephemeral(message, receiver, text, keyboard, chat=chat)
    return await message.get_bot().send_message(
        chat, text.text, entities=text.entities, reply_markup=keyboard
    )


async def _send(
    message: Message, text: FormattedText, keyboard: InlineKeyboardMarkup | None, quote: str = ""
) -> Message:
    # The library's own reply loses, with a quote, that the message may be gone.
    answered = ReplyParameters(
        message.message_id, allow_sending_without_reply=True, quote=quote or None
    )
    return await message.get_bot().send_message(
        message.chat_id,
        text.text,
        entities=text.entities,
        reply_markup=keyboard,
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
        reply_parameters=answered,
    )

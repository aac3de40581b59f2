"""Send a message where another one was written: same chat, same topic, as a reply to it.

That links are not previewed, that a reply quotes nothing unless told to, and that it is sent also
when the other message is gone, is set once for the whole bot.
"""

import logging

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest

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
) -> Message:
    """Reply to a message with a text that fits into one; ``quote`` is a part of the message."""
    formatted = FormattedText(text) if isinstance(text, str) else text
    if 0 < len(quote) <= _LONGEST_QUOTE:
        arguments = message.build_reply_arguments(quote, allow_sending_without_reply=True)
        try:
            return await message.reply_text(
                formatted.text,
                entities=formatted.entities,
                reply_markup=keyboard,
                do_quote=arguments,
            )
        except BadRequest as error:
            if "quote" not in str(error).lower():
                raise
            _log.debug("The question was edited before it was answered: %s", error)
    return await message.reply_text(
        formatted.text, entities=formatted.entities, reply_markup=keyboard
    )

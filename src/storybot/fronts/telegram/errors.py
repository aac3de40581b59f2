"""What is done about an error that a handler let through: tell the person, log, or neither."""

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from storybot.errors import StoreError, StorybotError
from storybot.fronts.telegram.buttons import Pressed
from storybot.fronts.telegram.sending import reply

_SORRY = "Something went wrong here, and it has been logged. Please try again."
_HARMLESS = ("message is not modified", "query is too old")
_log = logging.getLogger(__name__)


async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Handle what a handler raised.

    The text of a `StorybotError` is made for people. Telegram's own refusals are not answered:
    what could not be sent once would be sent in vain again, or twice where it did arrive.
    """
    error = context.error
    text = _SORRY
    if isinstance(error, TelegramError):
        _log_telegram(error)
        return
    if isinstance(error, StorybotError):
        text = str(error)
    if not isinstance(error, StorybotError) or isinstance(error, StoreError):
        _log.error("An update could not be handled.", exc_info=error)
    if isinstance(update, Update):
        await _tell(update, text)


def _log_telegram(error: TelegramError) -> None:
    if isinstance(error, BadRequest) and any(part in str(error).lower() for part in _HARMLESS):
        _log.debug("Telegram: %s", error)
    elif isinstance(error, BadRequest):
        # A subclass of NetworkError, but the fault is in what was sent.
        _log.error("Telegram refused a call.", exc_info=error)
    elif isinstance(error, Forbidden):
        _log.info("Telegram: %s", error)
    elif isinstance(error, NetworkError | RetryAfter):
        _log.warning("An answer may not have arrived: %s", error)
    else:
        _log.error("Telegram: %s", error, exc_info=error)


async def _tell(update: Update, text: str) -> None:
    """Tell the person who sent the update; that may fail for the same reason."""
    try:
        if update.callback_query:
            await Pressed(update.callback_query, ()).warn(text)
        elif update.message:
            await reply(update.message, text)
    except TelegramError as error:
        _log.warning("A person could not be told about an error: %s", error)

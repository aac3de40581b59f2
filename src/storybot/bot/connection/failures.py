"""Handle errors that handlers raise: retry, tell the person, log."""

import logging
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import Application

from storybot.bot.dispatch.callbacks import warn_of_press
from storybot.bot.dispatch.replies import reply
from storybot.bot.locales.catalogue import Catalogue
from storybot.model.errors import StoreError, StorybotError

_HARMLESS = ("message is not modified", "query is too old")
_FORBIDDEN = (
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "not enough rights",
    "no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
)
"""What a group's administrators decided: nothing to mend here, as with a bot that is blocked."""
_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]


def worth_another_try(error: Exception) -> bool:
    """Tell whether handling the update again may go better.

    What Telegram or storybot itself refuses, it would refuse again. A call that broke off has been
    repeated already.
    """
    return not isinstance(error, StorybotError | TelegramError) or isinstance(error, StoreError)


def is_settled(error: Exception) -> bool:
    """Tell whether the error is itself the end of the matter: somebody refused, and said why."""
    refused = isinstance(error, StorybotError | BadRequest | Forbidden)
    return refused and not isinstance(error, StoreError)


async def report_failure(update: Update, error: Exception, words: Catalogue) -> None:
    """Log what a handler raised, and tell the person whose update it was.

    What a `StorybotError` says is made for people. Telegram's own refusals are not answered:
    what could not be sent once would be sent in vain again, or twice where it did arrive.
    """
    if isinstance(error, TelegramError):
        _log_telegram(error)
        return
    if worth_another_try(error):
        _log.error("An update could not be handled.", exc_info=error)
    told = words.explain(error) if isinstance(error, StorybotError) else words.say.sorry
    await tell(update, told)


def _log_telegram(error: TelegramError) -> None:
    said = str(error).lower() if isinstance(error, BadRequest) else ""
    if any(part in said for part in _HARMLESS):
        _log.debug("Telegram: %s", error)
    elif any(part in said for part in _FORBIDDEN):
        _log.info("Telegram: %s", error)
    elif isinstance(error, BadRequest):
        # A subclass of NetworkError, but the fault is in what was sent.
        _log.error("Telegram refused a call.", exc_info=error)
    elif isinstance(error, Forbidden):
        _log.info("Telegram: %s", error)
    elif isinstance(error, NetworkError):
        _log.warning("An answer may not have arrived: %s", error)
    else:
        _log.error("Telegram: %s", error, exc_info=error)


async def tell(update: Update, text: str) -> None:
    """Tell the person who sent or edited something; that may fail for the same reason."""
    message = update.message or update.edited_message
    try:
        if update.callback_query:
            await warn_of_press(update.callback_query, text)
        elif message:
            await reply(message, text)
    except Exception as error:  # noqa: BLE001 - what failed once may fail in any way again
        _log.warning("A person could not be told about an error: %s", error)

"""What Telegram shows of the bot: its command menus and its description."""

import logging
from collections.abc import Awaitable, Iterable

from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

_log = logging.getLogger(__name__)

_ASK = ("ask", "Ask about the story")
_SOURCES = ("sources", "The articles that are quoted from")
_HELP = ("help", "How to ask")
_GROUP = [_ASK, _SOURCES, _HELP]
_PRIVATE = [_SOURCES, _HELP]
_MODERATOR = [
    *_PRIVATE,
    ("add", "Add an article or a new version of one"),
    ("retract", "Never quote an article again"),
    ("restore", "Quote an article again"),
    ("undo", "Take back the last change"),
    ("history", "What was changed"),
]
_DESCRIPTION = (
    "Answers questions about a news story with sentences from its articles, word for word and with"
    " their source. Says so when the story does not say."
)
_SHORT = "Answers about a news story, quoted word for word with their source."


async def show_profile(bot: Bot, changers: Iterable[int]) -> None:
    """Set menus and description; ``changers`` get the moderators' menu in private.

    None of it is needed to answer: what fails is logged.
    """
    await _try(bot.set_my_commands(_GROUP))
    await _try(bot.set_my_commands(_GROUP, BotCommandScopeAllGroupChats()))
    await _try(bot.set_my_commands(_PRIVATE, BotCommandScopeAllPrivateChats()))
    await _try(bot.set_my_description(_DESCRIPTION))
    await _try(bot.set_my_short_description(_SHORT))
    for user in changers:
        await show_menu(bot, user)


async def show_menu(bot: Bot, user: int) -> None:
    """Show a person the moderators' menu in private."""
    await _try(bot.set_my_commands(_MODERATOR, BotCommandScopeChat(user)))


async def hide_menu(bot: Bot, user: int) -> None:
    """Show a person the readers' menu in private again."""
    await _try(bot.delete_my_commands(BotCommandScopeChat(user)))


async def _try(call: Awaitable[bool]) -> None:
    try:
        await call
    except (BadRequest, Forbidden) as error:
        # Of a person who has never written to the bot, Telegram knows no chat.
        _log.debug("Telegram: %s", error)
    except TelegramError as error:
        _log.warning("The bot's profile could not be set: %s", error)

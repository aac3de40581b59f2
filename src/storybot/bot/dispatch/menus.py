"""Set the profile that Telegram shows: command menus and description."""

import logging
from collections.abc import Awaitable, Collection, Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue

_log = logging.getLogger(__name__)

Menu = list[tuple[str, str]]
_UNSEEN = {"ask": {"is_ephemeral": True}}


async def show_profile(bot: Bot, changers: Iterable[int], owners: Collection[int]) -> None:
    """Set menus and description in every language; ``changers`` get the moderators' menu.

    In that of the ``owners`` stands besides what only they may do.

    None of it is needed to answer: what fails is logged.
    """
    await _describe(bot, ENGLISH, None)
    for user in changers:
        await show_menu(bot, user, owns=user in owners)
    for code, words in LANGUAGES.items():
        await _describe(bot, words, code)


async def _describe(bot: Bot, words: Catalogue, code: str | None) -> None:
    """Set what people see whose app is in a language; None for all languages without their own."""
    groups, runners = BotCommandScopeAllGroupChats(), BotCommandScopeAllChatAdministrators()
    private = BotCommandScopeAllPrivateChats()
    await _try(bot.set_my_commands(_in_groups(words), language_code=code))
    await _try(bot.set_my_commands(_in_groups(words), groups, language_code=code))
    await _try(bot.set_my_commands(_for_runners(words), runners, language_code=code))
    await _try(bot.set_my_commands(_in_private(words), private, language_code=code))
    await _try(bot.set_my_description(words.say.description, language_code=code))
    await _try(bot.set_my_short_description(words.say.short_description, language_code=code))


def _in_groups(words: Catalogue) -> Menu:
    return [("ask", words.say.command_ask), *_in_private(words)]


def _for_runners(words: Catalogue) -> Menu:
    """Return what administrators of groups see there."""
    say = words.say
    return [*_in_groups(words), ("listen", say.command_listen), ("whisper", say.command_whisper)]


def _in_private(words: Catalogue) -> Menu:
    say = words.say
    return [
        ("sources", say.command_sources),
        ("waiting", say.command_waiting),
        ("help", say.command_help),
        ("lang", say.command_lang),
        ("privacy", say.command_privacy),
        ("forget_me", say.command_forget_me),
    ]


def _for_moderators(words: Catalogue) -> Menu:
    say = words.say.moderating
    return [
        *_in_private(words),
        ("add", say.command_add),
        ("retract", say.command_retract),
        ("restore", say.command_restore),
        ("undo", say.command_undo),
        ("history", say.command_history),
        ("edit", say.command_edit),
        ("show", say.command_show),
        ("find", say.command_find),
        ("audit", say.command_audit),
        ("planned", words.say.newsdesk.command_planned),
        ("gaps", say.command_gaps),
        ("stats", say.command_stats),
    ]


def _for_owners(words: Catalogue) -> Menu:
    say = words.say
    return [
        *_for_moderators(words),
        ("follow", say.newsdesk.command_follow),
        ("moderators", say.moderating.command_moderators),
    ]


async def show_menu(bot: Bot, user: int, *, owns: bool = False) -> None:
    """Show a person the moderators' menu in private, in the language of the person's app."""
    private, menu = BotCommandScopeChat(user), _for_owners if owns else _for_moderators
    await _try(bot.set_my_commands(menu(ENGLISH), private))
    for code, words in LANGUAGES.items():
        await _try(bot.set_my_commands(menu(words), private, language_code=code))


async def show_whispers(bot: Bot, group: int, *, whispers: bool) -> None:
    """Let /ask of a group be seen by its author and the bot alone, or by all again.

    The library passes on what it does not know of a command (Bot API 10.2).
    """
    everybody, runners = BotCommandScopeChat(group), BotCommandScopeChatAdministrators(group)
    for scope, menu in ((everybody, _in_groups), (runners, _for_runners)):
        for code, words in ((None, ENGLISH), *LANGUAGES.items()):
            if whispers:
                commands = [BotCommand(*one, api_kwargs=_UNSEEN.get(one[0])) for one in menu(words)]
                await _try(bot.set_my_commands(commands, scope, language_code=code))
            else:
                await _try(bot.delete_my_commands(scope, language_code=code))


async def hide_menu(bot: Bot, user: int) -> None:
    """Show a person the readers' menu in private again."""
    for code in (None, *LANGUAGES):
        await _try(bot.delete_my_commands(BotCommandScopeChat(user), language_code=code))


async def _try(call: Awaitable[bool]) -> None:
    try:
        await call
    except (BadRequest, Forbidden) as error:
        # Of a person who has never written to the bot, Telegram knows no chat.
        _log.debug("Telegram: %s", error)
    except TelegramError as error:
        _log.warning("The bot's profile could not be set: %s", error)

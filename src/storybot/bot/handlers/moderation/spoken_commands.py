"""Commands without a slash: "retract this", in reply to an answer of the bot, by a moderator.

Registered before the handlers of questions: only after asking the database is it known who is a
moderator. From anybody else, or under what is no answer, the same words are a question as ever;
under the card of a change that can be taken back it is explained how an article is named.
"""

import re
import tomllib
from collections.abc import Callable, Coroutine, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, MessageHandler, filters

from storybot.bot.dispatch.addressing import question_of, replies_to_bot
from storybot.bot.dispatch.commands import Command
from storybot.bot.dispatch.filters import PLAIN, Handlers, message_of, sender_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.handlers.moderation.named_articles import NamedArticles
from storybot.bot.handlers.moderation.prompts import data_under
from storybot.bot.messages.callback_codec import verb_of
from storybot.bot.messages.callback_data import TakeBack
from storybot.model.documents import Version
from storybot.model.errors import Refused

_WITH_REASON = "retract"
"""The command that takes what follows a phrase."""
_SPLIT = re.compile(r"\s*[:;,.!\n–—]+\s*|\s+-+\s+")
_APOSTROPHE = str.maketrans("'ʼ`", "’’’")


class SpokenCommand(NamedTuple):
    """What a moderator asks for in words: the name of a command, and a reason."""

    name: str
    reason: str = ""


ArticleCommand = Callable[[Command, Version, str], Coroutine[Any, Any, None]]
"""Does what a command does, with an article that is known already and what else was said."""


class SpokenCommands:
    """Does in reply to an answer what the commands of the same meaning do."""

    def __init__(
        self,
        named: NamedArticles,
        permissions: Permissions,
        locales: Locales,
        commands: Mapping[str, ArticleCommand],
    ) -> None:
        self._named = named
        self._permissions = permissions
        self._locales = locales
        self._commands = commands

    def handlers(self) -> Handlers:
        """Return the handler of what may be meant so."""
        return [MessageHandler(PLAIN & filters.TEXT & _MayBeMeantSo(), self._do)]

    async def _do(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        spoken = spoken_command(question_of(message) or "")
        if not spoken or not await self._permissions.may_change(sender_of(message)):
            return
        version = await self._named.quoted(message)
        if version is None:
            if verb_of(data_under(message.reply_to_message)) != TakeBack.verb:
                return
            say = (await self._locales.words(message.chat, sender_of(message))).say.moderating
            raise Refused(say.name_usage.format(command=f"/{spoken.name}"))
        command = Command(message, sender_of(message), "", "")
        await self._commands[spoken.name](command, version, spoken.reason)
        raise ApplicationHandlerStop


class _MayBeMeantSo(filters.MessageFilter):
    """Replies to the bot that say one of the phrases."""

    def filter(self, message: Message) -> bool:
        return replies_to_bot(message) and bool(spoken_command(question_of(message) or ""))


def spoken_command(text: str) -> SpokenCommand | None:
    """Read a command from a message that says nothing else, but for the reason of a retraction."""
    whole = _phrases().get(_plain(text))
    if whole:
        return SpokenCommand(whole)
    head, *rest = _SPLIT.split(text.strip(), maxsplit=1)
    name = _phrases().get(_plain(head))
    if name != _WITH_REASON or not rest:
        return None
    return SpokenCommand(name, rest[0].strip())


def _plain(text: str) -> str:
    """Return a text in small letters, with single spaces and no mark at its end."""
    lower = text.replace("İ", "i").casefold().translate(_APOSTROPHE)
    return " ".join(lower.strip(" .!…\n\t").split())


@cache
def _phrases() -> Mapping[str, str]:
    """Return the command of each phrase."""
    file = files("storybot.bot.locales").joinpath("spoken_commands.toml")
    commands: dict[str, dict[str, list[str]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        _plain(phrase): name
        for name, languages in commands.items()
        for phrases in languages.values()
        for phrase in phrases
    }

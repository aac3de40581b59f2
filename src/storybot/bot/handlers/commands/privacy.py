"""The /privacy and /forget_me commands, and forgetting what has grown old."""

import asyncio
import logging
from typing import NoReturn

from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply
from storybot.bot.locales.catalogue import Catalogue
from storybot.model.errors import StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import Forgotten

_BETWEEN_SECONDS = 3600.0
_log = logging.getLogger(__name__)


class Privacy:
    """Tells readers what is stored about them, and removes it."""

    def __init__(
        self, memory: ReaderMemory, replies: AnswerReplies, locales: Locales, days: int
    ) -> None:
        self._replies = replies
        self._memory = memory
        self._locales = locales
        self._days = days

    def handlers(self) -> Handlers:
        """Return the handlers of the commands."""
        return [
            on_command("privacy", self._privacy, PLAIN),
            on_command(("forget_me", "forgetme"), self._forget, PLAIN),
        ]

    async def _privacy(self, command: Command) -> None:
        words = await self._locales.words(command.message.chat, command.user)
        days = words.count(words.say.days, self._days)
        await reply(command.message, words.say.privacy.format(days=days))

    async def _forget(self, command: Command) -> None:
        words = await self._locales.words(command.message.chat, command.user)
        self._replies.forget(command.user.id)
        forgotten = await self._memory.forget_user(command.user.id)
        await reply(command.message, forgotten_text(forgotten, words))


def forgotten_text(forgotten: Forgotten, words: Catalogue) -> str:
    """Say what was removed."""
    say = words.say
    counted = (
        (say.forgotten_answers, forgotten.answers),
        (say.forgotten_votes, forgotten.votes),
        (say.forgotten_subscriptions, forgotten.subscriptions),
    )
    lines = [words.count(forms, count) for forms, count in counted if count]
    if forgotten.inline:
        lines.append(say.forgotten_inline)
    if forgotten.language:
        lines.append(say.forgotten_language)
    if not lines:
        return say.forgotten_nothing
    return "\n".join([say.forgotten, *(f"• {line}" for line in lines)])


async def forget_old(memory: ReaderMemory, days: int) -> NoReturn:
    """Remove what is older than that, now and every hour."""
    while True:
        try:
            await memory.forget_old(days)
        except StoreError as error:
            _log.error("What has grown old could not be removed: %s", error)
        await asyncio.sleep(_BETWEEN_SECONDS)

"""Keeps one reader from taking all the bot's time; registered before every door."""

import time
from collections import deque
from collections.abc import Callable

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes, MessageHandler, filters

from storybot.bot.dispatch.filters import PLAIN, PRIVATE, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply

BEFORE_DOORS = -1
"""The group of handlers that an update is offered to first."""
_QUESTIONS, _SECONDS = 120, 60.0
"""More than the bot may answer a person in that time; whoever waits for answers never gets here."""
_MOST_READERS = 1000
_QUESTION = (PRIVATE & filters.TEXT & ~filters.COMMAND) | (PLAIN & filters.Regex(r"^/ask\b"))


class QuestionLimit:
    """Counts questions; the first one too many gets a kind word, further ones silence."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._asked: dict[int, deque[float]] = {}

    def handlers(self, speech: Locales) -> Handlers:
        """Return the handler that lets questions through, or not."""

        async def count(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            message = update.message
            assert message, "the filters let nothing else through"
            assert message.from_user, "the filters let nobody else through"
            excess = self.excess(message.from_user.id)
            if excess == 1:
                words = await speech.words(message.chat, message.from_user)
                await reply(message, words.say.slower)
            if excess:
                raise ApplicationHandlerStop

        return [MessageHandler(_QUESTION, count)]

    def excess(self, reader: int) -> int:
        """Count a question; return how many of the reader's are too many, 0 for none."""
        oldest = self._now() - _SECONDS
        if len(self._asked) > _MOST_READERS:
            self._asked = {id: asked for id, asked in self._asked.items() if asked[-1] > oldest}
        asked = self._asked.setdefault(reader, deque(maxlen=2 * _QUESTIONS))
        while asked and asked[0] <= oldest:
            asked.popleft()
        asked.append(self._now())
        return max(len(asked) - _QUESTIONS, 0)

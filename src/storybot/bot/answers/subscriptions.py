"""Notify readers who subscribed to an unanswered question once the corpus answers it.

The answer comes as a further reply to the question. That is tried at the start, and whenever the
corpus has changed, also by another process, then for the questions of which a word has been added;
a question that was answered, or whose chat is gone, is tried no more.
"""

import asyncio
import logging
from typing import NoReturn

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from storybot.answering.answer import Answerer
from storybot.bot.answers.replying import RANKED, AnswerReplies
from storybot.bot.answers.subscriber_target import SubscriberTarget
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.sendings import MOST_SENDINGS, CountedJournal, Delivery, in_delivery
from storybot.corpus.corpus import Corpus
from storybot.model.answers import Answer
from storybot.model.errors import Refused, StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import Subscription

_PAUSE = 2.0
"""Seconds between looks at whether the corpus has changed."""
_log = logging.getLogger(__name__)


class Subscriptions:
    """Tells people of answers that were not there when they asked."""

    def __init__(
        self,
        answerer: Answerer,
        corpus: Corpus,
        memory: ReaderMemory,
        replies: AnswerReplies,
        buttons: Buttons,
    ) -> None:
        self._answerer = answerer
        self._corpus = corpus
        self._memory = memory
        self._replies = replies
        self._buttons = buttons

    async def notify(self, bot: Bot) -> NoReturn:
        """Look through the subscriptions at the start and after every change."""
        seen = -1
        while True:
            change = self._corpus.generation.change
            if change != seen and await self._look_through(bot, seen):
                seen = change
            await asyncio.sleep(_PAUSE)

    async def _look_through(self, bot: Bot, seen: int = -1) -> bool:
        """Tell of what is answered now, but was not at a change; False to be tried again."""
        try:
            subscriptions = await self._memory.subscribers.all()
            if subscriptions and seen >= 0:
                added = await self._corpus.terms_since(seen)
                subscriptions = [one for one in subscriptions if await self._may_be(one, added)]
        except StoreError as error:
            _log.warning("Who waits for an answer could not be read: %s", error)
            return False
        outcomes = [await self._look_at(bot, one) for one in subscriptions]
        return all(outcomes)

    async def _may_be(self, subscription: Subscription, added: set[str]) -> bool:
        """Tell whether new terms may answer a question; the look at it says what is wrong with it.

        Raises:
            StoreError: the store failed.
        """
        try:
            return not added.isdisjoint(await self._answerer.searched(subscription.question))
        except Refused:
            return True

    async def _look_at(self, bot: Bot, subscription: Subscription) -> bool:
        """Tell of one, if it is answered now; a fault in it is no fault of the others."""
        try:
            if subscription.tellings >= MOST_SENDINGS:  # two went out that may have arrived
                await self._memory.subscribers.drop(subscription.chat, subscription.message)
                return True
            answer = await self._answerer.answer(subscription.question, RANKED)
            if answer.answered:
                await self._tell(bot, subscription, answer)
        except (StoreError, TelegramError) as error:
            _log.warning("A reader who waits for an answer could not be told: %s", error)
            return False
        except Refused as error:  # kept by an older version, which let it grow past the limit
            _log.warning("A question that somebody waits for is given up: %s", error)
            await self._memory.subscribers.drop(subscription.chat, subscription.message)
        except Exception:  # noqa: BLE001 - it would come again at every look: it is passed over
            _log.exception("A question that somebody waits for cannot be answered.")
        return True

    async def _tell(self, bot: Bot, subscription: Subscription, answer: Answer) -> None:
        """Send an answer once, and end the subscription."""
        chat, message = subscription.chat, subscription.message
        abstained = await self._memory.answer_at(chat, message)
        target = SubscriberTarget(bot, subscription, abstained, self._buttons)
        subscribers = self._memory.subscribers
        journal = CountedJournal(
            lambda by: subscribers.mark_telling(chat, message, by=by),
            lambda: subscribers.drop(chat, message),
        )
        try:
            with in_delivery(Delivery(journal, MOST_SENDINGS - 1 - subscription.tellings)):
                await self._replies.deliver(answer, target)
        except ChatMigrated as moved:
            await self._memory.move_chat(chat, moved.new_chat_id)
            raise
        except (BadRequest, Forbidden) as error:
            _log.info("A reader who waited for an answer cannot be told: %s", error)
            await journal.sent()

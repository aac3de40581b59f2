"""Edit earlier answers that quoted what has changed, and tell who changed it how many there were.

A change queues the answers (`CorrectionQueue`); this works through the queue, slower than readers
are answered and never before them. What a message has to say follows from the article as it stands
now, so that an edit that was under way when the process died is made again, and Telegram then says
that nothing is modified. A message that cannot be edited any more is counted and left alone.
"""

import asyncio
import logging
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from storybot.bot.answers.correcting.corrected_card import CorrectedCards, quotes_now
from storybot.bot.answers.correcting.correction_reports import CorrectionReports
from storybot.bot.answers.correcting.quote_standing import (
    QuoteStanding,
    standing_of,
    stands_instead,
)
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.sendings import Delivery, in_delivery
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES
from storybot.bot.messages.answer_card import ChatContext
from storybot.bot.messages.callback_codec import ButtonScope
from storybot.bot.messages.quote_card import Card
from storybot.model.errors import StoreError, StorybotError
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import Outcome, PendingCorrection, QuoteRef, SentAnswer

_TAKEN, _AT_ONCE = 60, 3
"""Answers that are taken from the queue, and of these how many are under way: few, so that their
work comes between that of readers' questions and not in one piece."""
_PAUSE = 1.0
"""Seconds between looks at an empty queue."""
_FIRST_WAIT, _LONGEST_WAIT, _MOST_DOUBLINGS = 2.0, 600.0, 10
"""Seconds until a message is tried again that could not be edited now, doubled each time."""
_log = logging.getLogger(__name__)


class Corrections:
    """Works through the queue of answers to correct, those of the last ``days``."""

    def __init__(
        self,
        store: Store,
        memory: ReaderMemory,
        buttons: Buttons,
        reports: CorrectionReports,
        *,
        days: int,
    ) -> None:
        self._store = store
        self._memory = memory
        self._buttons = buttons
        self._reports = reports
        self._cards = CorrectedCards(store)
        self._days = timedelta(days=days)
        self.waiting = 0
        """Answers that wait to be corrected, for the metrics."""

    async def work(self, bot: Bot) -> NoReturn:
        """Correct whatever is queued, for ever."""
        while True:
            if not await self.look(bot):
                await asyncio.sleep(_PAUSE)

    async def look(self, bot: Bot) -> bool:
        """Correct some of what is queued; return whether there was any."""
        queue = self._memory.corrections
        found: list[PendingCorrection] = []
        try:
            found = await queue.pending(_TAKEN, time.time())
            self.waiting = await queue.count()
            places, known = asyncio.Semaphore(_AT_ONCE), _Standings(self._store)

            async def correct(one: PendingCorrection) -> None:
                async with places:
                    await self._correct(bot, one, known)

            async with asyncio.TaskGroup() as tasks:
                for one in found:
                    tasks.create_task(correct(one))
            if not found:  # what was changed at once is reported at once
                await self._reports.send(bot)
        except* StoreError as errors:
            _log.warning("Earlier answers cannot be corrected now: %s", errors.exceptions[0])
            found = []
        return bool(found)

    async def _correct(self, bot: Bot, found: PendingCorrection, known: "_Standings") -> None:
        """Correct one answer, if it is to be; a fault in it is no fault of the others.

        Raises:
            StoreError: the database failed.
        """
        queue = self._memory.corrections
        if found.at < datetime.now(UTC) - self._days:
            await queue.settle(found, Outcome.OLD)
            return
        try:
            await self._edit(bot, found, known)
        except ChatMigrated as moved:  # the message stayed behind in the group that was
            if found.answer.chat:
                await self._memory.move_chat(found.answer.chat, moved.new_chat_id)
            await queue.settle(found, Outcome.UNREACHABLE)
        except (BadRequest, Forbidden) as error:
            _log.info("An earlier answer cannot be corrected: %s", error)
            await queue.settle(found, Outcome.UNREACHABLE)
        except TelegramError as error:
            await self._postpone(found, error)
        except StoreError:
            raise
        except StorybotError as error:  # a version is damaged or gone
            _log.error("An earlier answer cannot be corrected: %s", error)
            await queue.settle(found, Outcome.UNREACHABLE)
        except Exception as error:  # noqa: BLE001 - it would come again at every look
            _log.exception("An earlier answer cannot be corrected.")
            await self._postpone(found, error)

    async def _edit(self, bot: Bot, found: PendingCorrection, known: "_Standings") -> None:
        sent = found.answer
        standings = [await known.of(sent.first_said[rank]) for rank in sent.shown]
        stands = stands_instead(standings)
        if stands == sent.stands:
            await self._memory.corrections.settle(found, Outcome.SAME)
            return
        card = await self._card(bot, sent, standings)
        with in_delivery(Delivery(in_background=True)):
            await self._put(bot, sent, card)
        await self._memory.corrections.corrected(found, quotes_now(sent, standings), stands)

    async def _card(self, bot: Bot, sent: SentAnswer, standings: list[QuoteStanding]) -> Card:
        private = sent.chat is not None and sent.chat > 0
        told = False
        if sent.chat and sent.message and private and not sent.answered:
            told = await self._memory.subscribers.waits(sent.chat, sent.message)
        inline = sent.inline_message is not None
        context = ChatContext(bot.username, private, not private and not inline, inline)
        words = LANGUAGES.get(sent.language, ENGLISH)
        votes = await self._memory.feedback.votes(sent.id)
        return await self._cards.card(sent, standings, context, words, votes, is_told=told)

    async def _put(self, bot: Bot, sent: SentAnswer, card: Card) -> None:
        """Put a card in the place of an answer; it may be there since before a crash."""
        inline = sent.inline_message
        scope = ButtonScope() if inline else ButtonScope(sent.chat, sent.reply_to or 0)
        try:
            await bot.edit_message_text(
                card.text.text,
                chat_id=None if inline else sent.chat,
                message_id=None if inline else sent.message,
                inline_message_id=inline,
                entities=card.text.entities,
                reply_markup=self._buttons.within(scope, card.keyboard),
            )
        except BadRequest as error:
            if "not modified" not in str(error).lower():
                raise

    async def _postpone(self, found: PendingCorrection, error: Exception) -> None:
        """Try again later, after as many seconds as Telegram says where it does."""
        named = getattr(error, "seconds", None)
        doubled = _FIRST_WAIT * 2 ** min(found.tries, _MOST_DOUBLINGS)
        wait = min(doubled, _LONGEST_WAIT) if named is None else named
        _log.debug("An earlier answer is corrected in %.0f s: %s", wait, error)
        await self._memory.corrections.postpone(found, time.time() + wait, tried=named is None)


class _Standings:
    """How quotes stand, looked up once for the answers that are corrected together.

    An article that changes meanwhile queues its answers again.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[QuoteRef, QuoteStanding] = {}

    async def of(self, place: QuoteRef) -> QuoteStanding:
        """Look a quote up.

        Raises:
            StorybotError: the store failed, or a version is damaged or gone.
        """
        if place not in self._known:
            self._known[place] = await standing_of(self._store, place)
        return self._known[place]


def recipients_of(owners: Collection[int], actor: str) -> Collection[int]:
    """Return who is told of a change's corrections: the person who made it, else the owners."""
    kind, _, id = actor.partition(":")
    return [int(id)] if kind == "telegram" and id.isdigit() else owners

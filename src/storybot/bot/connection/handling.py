"""Handle updates, each chat's in turn, up to three times, and record what became of each."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from storybot.bot.calls.received_objects import read_update
from storybot.bot.connection.failures import (
    is_settled,
    report_failure,
    tell,
    worth_another_try,
)
from storybot.bot.connection.queues.chat_queues import ChatQueues, QueueKind
from storybot.bot.connection.update_case import UpdateCase
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.sendings import Delivery, in_delivery, until_written
from storybot.bot.http.metrics import Metrics
from storybot.bot.locales.catalogue import Catalogue
from storybot.model.errors import StoreError
from storybot.runtime.current_update import in_update
from storybot.store.inbox import ClaimLost, HandlingOutcome, InboxEntry, UpdateJournal

_log = logging.getLogger(__name__)

_MOST_TRIES = 3
_SECONDS_BETWEEN_TRIES = 0.2
_STALE_SECONDS = 10.0
"""How old an inline query may be to be answered at all.

A pressed button is never too old: who pressed it while the bot was away is told what came of it.
"""
_MOST_IN_MEMORY = 500
"""How many updates may wait with what they say; of the others only the ids are kept in memory."""
_SECONDS_ALONE, _MOST_SECONDS_ALONE = 2.5, 300.0
"""How long an update is handled alone after one crash, at least and at most."""


Item = UpdateCase | int
"""An update that waits: as a case, or as its id alone."""


class Handler(Protocol):
    """The application, as far as it is used here."""

    bot: Any

    async def process_update(self, update: object) -> None:
        """Handle an update; what its handler raises comes through."""


class Handling:
    """Handles updates in turn, and writes what became of each."""

    def __init__(
        self,
        app: Handler,
        journal: UpdateJournal,
        metrics: Metrics,
        locales: Locales,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self._journal = journal
        self._metrics = metrics
        self._locales = locales
        self._now = now
        self.queues = ChatQueues(self._see_through)
        self.on_change: Callable[[], None] = lambda: None
        """Called when an update has come or gone."""
        self._open: dict[int, float] = {}
        """When each update that is not finished arrived."""
        metrics.waiting.set_function(lambda: len(self.queues))
        metrics.oldest.set_function(self._oldest)

    def __len__(self) -> int:
        """Return how many updates are not finished."""
        return len(self._open)

    def cases(self, entries: Sequence[InboxEntry]) -> list[UpdateCase]:
        """Make the cases of what the inbox holds."""
        return [UpdateCase(entry, self._journal) for entry in entries]

    async def enter(self, *cases: UpdateCase) -> None:
        """Have updates handled when it is their turn; those that they supersede are finished."""
        superseded = [old for case in cases for old in self._enqueue(case, self._in_memory(case))]
        self.on_change()
        await self._finish_stale(map(_id_of, superseded))
        for old in superseded:
            if isinstance(old, UpdateCase):
                old.over.set()

    def _enqueue(self, case: UpdateCase, item: Item) -> list[Item]:
        self._open[case.entry.update_id] = case.entry.received
        return self.queues.add(case.turn, item, is_urgent=case.is_urgent)

    def _in_memory(self, case: UpdateCase) -> Item:
        """Return what is kept in memory of an update that waits: after an outage, its id."""
        return case if len(self.queues) < _MOST_IN_MEMORY else case.entry.update_id

    async def handle_alone(self, case: UpdateCase) -> None:
        """Have an update handled before anything else comes, for a while.

        It may have ended a process. None holds up the rest for long: the time that it gets alone
        grows with the crashes that it was there for.
        """
        self._enqueue(case, case)
        self.on_change()
        seconds = min(_SECONDS_ALONE * 2**case.entry.crashes, _MOST_SECONDS_ALONE)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await case.over.wait()

    async def resume(self, left: Sequence[InboxEntry]) -> None:
        """Handle what a process has left: first, one at a time, what may have ended it."""
        for case in self.cases([entry for entry in left if entry.suspect]):
            await self.handle_alone(case)
        others = self.cases([entry for entry in left if not entry.suspect])
        stale = {case.entry.update_id for case in others if self._is_stale(case)}
        await self.enter(*(case for case in others if case.entry.update_id not in stale))
        await self._finish_stale(stale)

    async def stop(self, seconds: float) -> bool:
        """Finish what waits, but not for longer than that; tell whether all was finished."""
        return await self.queues.drain(seconds)

    async def tell(
        self, body: str, text: Callable[[Catalogue], str], delivery: Delivery | None = None
    ) -> None:
        """Tell who sent an update what became of it; that is not worth a second try."""
        try:
            update = read_update(json.loads(body), self._app.bot)
            words = await self._locales.about_failure(update)
            with in_delivery(delivery or Delivery()):
                await tell(update, text(words))
        except Exception as error:  # noqa: BLE001 - the update may be anything
            _log.info("A person could not be told what became of an update: %r", error)

    async def _see_through(self, item: Item) -> None:
        case = item if isinstance(item, UpdateCase) else await self._read(item)
        if case is None:
            return
        try:
            with in_update(case.request):
                outcome = await self._outcome(case)
                await self._finish(case.entry.update_id, outcome)
        finally:
            case.over.set()

    async def _read(self, id: int) -> UpdateCase | None:
        """Read what an update says of which only the id was kept; None where it is finished."""
        entry = await until_written(lambda: self._journal.read(id))
        if entry:
            return UpdateCase(entry, self._journal)
        self._open.pop(id, None)
        return None

    async def _outcome(self, case: UpdateCase) -> HandlingOutcome:
        """Try until it is handled, or was tried often enough; tell what became of it."""
        id = case.entry.update_id
        self._metrics.steps.labels("wait").observe(max(self._now() - case.entry.received, 0.0))
        if self._is_stale(case):
            return HandlingOutcome.STALE
        if not case.may_send:  # before a crash: a third message would be one too many
            return HandlingOutcome.DONE
        if not case.entry.begun:
            await until_written(lambda: self._journal.begin(id))
        for number in range(case.entry.tries + 1, _MOST_TRIES + 1):
            outcome = await self._try(case, is_last=number == _MOST_TRIES)
            if outcome:
                return outcome
            case.delivery.is_first = False
            await until_written(lambda: self._journal.charge(id))
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)
            if self._is_stale(case):
                return HandlingOutcome.STALE
        _log.error("Update %d was given up: it ended the program.", id)
        await self.tell(case.entry.body, lambda words: words.say.given_up, case.delivery)
        return HandlingOutcome.DEAD

    async def _try(self, case: UpdateCase, *, is_last: bool) -> HandlingOutcome | None:
        """Handle an update; None where it is worth another try."""
        update: Update | None = None
        try:
            update = read_update(case.update, self._app.bot)
            with in_delivery(case.delivery):
                await self._app.process_update(update)
        except ClaimLost:
            raise
        except (asyncio.CancelledError, InvalidToken):  # no fault of the update
            with suppress(StoreError, ClaimLost):
                await self._journal.give_back(case.entry.update_id)
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the next update is handled
            self._metrics.failed.inc()
            if worth_another_try(error) and not is_last and not case.is_sent:
                _log.warning("Update %d failed: %r", case.entry.update_id, error)
                return None
            if update and not case.is_sent:
                words = await self._locales.about_failure(update)
                with in_delivery(case.delivery):
                    await report_failure(update, error, words)
            elif update is None or not isinstance(error, TelegramError):
                _log.exception("Update %d was given up.", case.entry.update_id)
            return HandlingOutcome.DONE if is_settled(error) else HandlingOutcome.DEAD
        return HandlingOutcome.DONE

    async def _finish_stale(self, ids: Iterable[int]) -> None:
        await asyncio.gather(*(self._finish(id, HandlingOutcome.STALE) for id in ids))

    async def _finish(self, id: int, outcome: HandlingOutcome) -> None:
        await until_written(lambda: self._journal.finish(id, outcome))
        now = self._now()
        received = self._open.pop(id, now)
        self.on_change()
        self._metrics.finished.labels(outcome).inc()
        self._metrics.seconds.observe(max(now - received, 0.0))

    def _oldest(self) -> float:
        return max(self._now() - min(self._open.values(), default=self._now()), 0.0)

    def _is_stale(self, case: UpdateCase) -> bool:
        age = self._now() - case.entry.received
        return case.turn.kind is QueueKind.INLINE and age > _STALE_SECONDS


def _id_of(item: Item) -> int:
    return item.entry.update_id if isinstance(item, UpdateCase) else item

"""Persist incoming updates and process each one, retrying up to three times.

Called by the poller and the webhook with raw updates. `Intake.take` returns when they are kept;
they are handled after that. A crash leaves them waiting in the inbox, and the next process begins
with them.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from storybot.bot.connection.admission import Admission
from storybot.bot.connection.chat_queues import ChatQueues, QueueKind
from storybot.bot.connection.failures import (
    is_settled,
    report_failure,
    tell,
    worth_another_try,
)
from storybot.bot.connection.update_case import UpdateCase
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.sendings import Delivery, in_delivery, until_written
from storybot.bot.http.metrics import Metrics
from storybot.bot.locales.catalogue import Catalogue
from storybot.model.errors import StoreError
from storybot.runtime.current_update import in_update
from storybot.store.inbox import HandlingOutcome, Inbox

_log = logging.getLogger(__name__)

_MOST_TRIES = 3
_SECONDS_BETWEEN_TRIES = 0.2
_STALE_SECONDS = 10.0
"""How old an inline query may be to be answered at all.

A pressed button is never too old: who pressed it while the bot was away is told what came of it.
"""
_SECONDS_ALONE, _MOST_SECONDS_ALONE = 2.5, 300.0
"""How long an update is handled alone after one crash, at least and at most."""
_LARGEST_ID = 2**63 - 1


class Handler(Protocol):
    """The application, as far as it is used here."""

    bot: Any

    async def process_update(self, update: object) -> None:
        """Handle an update; what its handler raises comes through."""


class Intake:
    """Keeps updates, handles them in turn, and writes what became of each."""

    def __init__(
        self,
        app: Handler,
        inbox: Inbox,
        metrics: Metrics,
        locales: Locales,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self._inbox = inbox
        self._metrics = metrics
        self._locales = locales
        self._now = now
        self._turns = ChatQueues(self._see_through)
        self._telling: set[asyncio.Task[None]] = set()
        self.admission = Admission(self._turns, metrics)
        self._open: dict[int, float] = {}
        """When each update that is not finished arrived."""
        metrics.waiting.set_function(lambda: len(self._turns))
        metrics.oldest.set_function(self._oldest)

    async def replay(self) -> None:
        """Begin with what an earlier process has left.

        What may have ended that process is handled first, one update at a time, so that the next
        crash shows which one it was. None of them holds up the rest for long: the time that each
        gets alone grows with the crashes that it was there for.

        Raises:
            StoreError: the inbox cannot be read.
        """
        left = await self._inbox.recover()
        if left:
            _log.info("%d updates were left by the last run.", len(left))
        for case in [UpdateCase(entry, self._inbox) for entry in left if entry.suspect]:
            await self._enter(case)
            seconds = min(_SECONDS_ALONE * 2**case.entry.crashes, _MOST_SECONDS_ALONE)
            with suppress(TimeoutError):
                await asyncio.wait_for(case.over.wait(), seconds)
        await self._enter(*(UpdateCase(e, self._inbox) for e in left if not e.suspect))

    async def take(self, updates: Sequence[object]) -> int:
        """Keep raw updates, and have those handled that were not known; return the highest id.

        Of a chat that has too many waiting, further ones are dropped, which it is told.
        What cannot be an update, having no id, is passed over; 0 where there is nothing else.

        Raises:
            StoreError: none of them was kept.
        """
        by_id = {id: update for update in updates if (id := _id(update)) is not None}
        if len(by_id) < len(updates):
            _log.debug("%d of %d updates are new.", len(by_id), len(updates))
        taken, to_tell = self.admission.admit(by_id)
        new = await self._inbox.put({id: _as_json(update) for id, update in taken.items()})
        self._metrics.received.inc(len(new))
        await self._enter(*(UpdateCase(entry, self._inbox) for entry in new))
        for update in to_tell:
            telling = asyncio.create_task(
                self._tell(_as_json(update), lambda words: words.say.flooded)
            )
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)
        return max(by_id, default=0)

    async def stop(self, seconds: float) -> None:
        """Finish what waits, but not for longer than that; the rest stays in the inbox."""
        for telling in self._telling:
            telling.cancel()
        if not await self._turns.drain(seconds):
            _log.warning("Some updates are left for the next start.")

    async def _enter(self, *cases: UpdateCase) -> None:
        self._open.update((case.entry.update_id, case.entry.received) for case in cases)
        superseded = [old for case in cases for old in self._turns.add(case.turn, case)]
        self.admission.note_fullness()
        for case in superseded:
            await self._finish(case, HandlingOutcome.STALE)

    async def _tell(
        self, body: str, text: Callable[[Catalogue], str], delivery: Delivery | None = None
    ) -> None:
        """Tell who sent an update what became of it; that is not worth a second try."""
        try:
            update = Update.de_json(json.loads(body), self._app.bot)
            words = await self._locales.about_failure(update)
            with in_delivery(delivery or Delivery()):
                await tell(update, text(words))
        except Exception as error:  # noqa: BLE001 - the update may be anything
            _log.info("A person could not be told what became of an update: %r", error)

    async def _see_through(self, case: UpdateCase) -> None:
        try:
            with in_update(case.request):
                outcome = await self._outcome(case)
                await self._finish(case, outcome)
        finally:
            case.over.set()

    async def _outcome(self, case: UpdateCase) -> HandlingOutcome:
        """Try until it is handled, or was tried often enough; tell what became of it."""
        id = case.entry.update_id
        self._metrics.steps.labels("wait").observe(max(self._now() - case.entry.received, 0.0))
        if self._is_stale(case):
            return HandlingOutcome.STALE
        if not case.may_send:  # before a crash: a third message would be one too many
            return HandlingOutcome.DONE
        await until_written(lambda: self._inbox.begin(id))
        for number in range(case.entry.tries + 1, _MOST_TRIES + 1):
            outcome = await self._try(case, is_last=number == _MOST_TRIES)
            if outcome:
                return outcome
            await until_written(lambda: self._inbox.charge(id))
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)
            if self._is_stale(case):
                return HandlingOutcome.STALE
        _log.error("Update %d was given up: it ended the program.", id)
        await self._tell(case.entry.body, lambda words: words.say.given_up, case.delivery)
        return HandlingOutcome.DEAD

    async def _try(self, case: UpdateCase, *, is_last: bool) -> HandlingOutcome | None:
        """Handle an update; None where it is worth another try."""
        update: Update | None = None
        try:
            update = Update.de_json(json.loads(case.entry.body), self._app.bot)
            with in_delivery(case.delivery):
                await self._app.process_update(update)
        except (asyncio.CancelledError, InvalidToken):  # no fault of the update
            with suppress(StoreError):
                await self._inbox.give_back(case.entry.update_id)
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

    async def _finish(self, case: UpdateCase, outcome: HandlingOutcome) -> None:
        await until_written(lambda: self._inbox.finish(case.entry.update_id, outcome))
        self._open.pop(case.entry.update_id, None)
        self.admission.note_fullness()
        self._metrics.finished.labels(outcome).inc()
        self._metrics.seconds.observe(max(self._now() - case.entry.received, 0.0))

    def _oldest(self) -> float:
        return max(self._now() - min(self._open.values(), default=self._now()), 0.0)

    def _is_stale(self, case: UpdateCase) -> bool:
        age = self._now() - case.entry.received
        return case.turn.kind is QueueKind.INLINE and age > _STALE_SECONDS


def _as_json(update: object) -> str:
    """Write an update so that every database can hold it; half a character becomes a “?”."""
    return json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()


def _id(update: object) -> int | None:
    id = update.get("update_id") if isinstance(update, dict) else None
    return id if type(id) is int and 0 <= id <= _LARGEST_ID else None

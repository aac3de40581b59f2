"""Takes updates in, durably, and sees each of them through: handled once, or tried three times.

Called by the poller and the webhook with raw updates. `Intake.take` returns when they are kept;
they are handled after that. A crash leaves them waiting in the inbox, and the next process begins
with them.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from storybot.bot.connection.admission import Admission
from storybot.bot.connection.chat_queues import ChatQueues, QueueKind, QueueTurn, queue_turn
from storybot.bot.connection.failures import (
    is_settled,
    report_failure,
    tell,
    worth_another_try,
)
from storybot.bot.connection.rate_limits import Delivery, delivery
from storybot.bot.dispatch.language import Locales
from storybot.bot.http.metrics import Metrics
from storybot.model.errors import StoreError
from storybot.runtime.backoff import Backoff
from storybot.store.inbox import HandlingOutcome, Inbox, InboxEntry

_log = logging.getLogger(__name__)

_MOST_TRIES = 3
_SECONDS_BETWEEN_TRIES = 0.2
_STALE_SECONDS = {QueueKind.INLINE: 10.0, QueueKind.BUTTON: 150.0}
"""How old a query may be to be answered at all."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0
_LARGEST_ID = 2**63 - 1


class Handler(Protocol):
    """The application, as far as it is used here."""

    bot: Any

    async def process_update(self, update: object) -> None:
        """Handle an update; what its handler raises comes through."""


@dataclass
class _Case:
    """An update on its way through."""

    entry: InboxEntry
    turn: QueueTurn
    delivery: Delivery
    sent: bool = False


class Intake:
    """Keeps updates, handles them in turn, and writes what became of each."""

    def __init__(
        self,
        app: Handler,
        inbox: Inbox,
        metrics: Metrics,
        speech: Locales,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._app = app
        self._inbox = inbox
        self._metrics = metrics
        self._speech = speech
        self._now = now
        self._turns = ChatQueues(self._see_through)
        self._telling: set[asyncio.Task[None]] = set()
        self.admission = Admission(self._turns, metrics)
        metrics.waiting.set_function(lambda: len(self._turns))

    async def replay(self) -> None:
        """Begin with what an earlier process has left.

        Raises:
            StoreError: the inbox cannot be read.
        """
        left = await self._inbox.waiting()
        if left:
            _log.info("%d updates were left by the last run.", len(left))
        await self._enter(left)

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
        await self._enter(new)
        for update in to_tell:
            telling = asyncio.create_task(self._tell_dropped(update))
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)
        return max(by_id, default=0)

    async def stop(self, seconds: float) -> None:
        """Finish what waits, but not for longer than that; the rest stays in the inbox."""
        for telling in self._telling:
            telling.cancel()
        if not await self._turns.drain(seconds):
            _log.warning("Some updates are left for the next start.")

    async def _enter(self, entries: Sequence[InboxEntry]) -> None:
        superseded: list[_Case] = []
        for entry in entries:
            # What an earlier process began it may also have sent: that is the one repetition.
            under_way = Delivery(repeats=0) if entry.tries else Delivery()
            case = _Case(entry, queue_turn(json.loads(entry.body)), under_way, entry.sent)
            superseded += self._turns.add(case.turn, case)
        self.admission.note_fullness()
        for case in superseded:
            await self._finish(case, HandlingOutcome.STALE)

    async def _tell_dropped(self, raw: object) -> None:
        """Tell a chat that what it sent was too much; that is not worth a second try."""
        try:
            update = Update.de_json(json.loads(_as_json(raw)), self._app.bot)
            words = await self._speech.about_failure(update)
            await tell(update, words.say.flooded)
        except Exception as error:  # noqa: BLE001 - the update may be anything
            _log.info("A chat could not be told that updates were dropped: %r", error)

    async def _see_through(self, case: _Case) -> None:
        """Try until it is handled, or was tried often enough; write what became of it."""
        for number in range(case.entry.tries + 1, _MOST_TRIES + 1):
            if self._is_stale(case):
                await self._finish(case, HandlingOutcome.STALE)
                return
            if case.sent:  # before a crash: only the note about it is missing
                await self._finish(case, HandlingOutcome.DONE)
                return
            await _until_written(lambda: self._inbox.begin(case.entry.update_id))
            outcome = await self._try(case, is_last=number == _MOST_TRIES)
            if outcome:
                await self._finish(case, outcome)
                return
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)
        _log.error("Update %d was given up: it ended the program.", case.entry.update_id)
        await self._finish(case, HandlingOutcome.DEAD)

    async def _try(self, case: _Case, *, is_last: bool) -> HandlingOutcome | None:
        """Handle an update; None where it is worth another try."""
        update: Update | None = None
        repeats = case.delivery.repeats
        try:
            update = Update.de_json(json.loads(case.entry.body), self._app.bot)
            await self._handle(case, update)
        except (asyncio.CancelledError, InvalidToken):  # no fault of the update
            if case.delivery.repeats == repeats:  # nothing was broken off that may have arrived
                with suppress(StoreError):
                    await self._inbox.give_back(case.entry.update_id)
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the next update is handled
            self._metrics.failed.inc()
            if worth_another_try(error) and not is_last and not case.sent:
                _log.warning("Update %d failed: %r", case.entry.update_id, error)
                return None
            if update and not case.sent:
                await report_failure(update, error, await self._speech.about_failure(update))
            elif update is None or not isinstance(error, TelegramError):
                _log.exception("Update %d was given up.", case.entry.update_id)
            return HandlingOutcome.DONE if is_settled(error) else HandlingOutcome.DEAD
        return HandlingOutcome.DONE

    async def _handle(self, case: _Case, update: Update) -> None:
        async def remember() -> None:
            case.sent = True
            try:
                await self._inbox.mark_sent(case.entry.update_id)
            except StoreError as error:  # the handler goes on: the message is out
                _log.warning("%s", error)

        case.delivery.on_sent = remember
        reset = delivery.set(case.delivery)
        try:
            await self._app.process_update(update)
        finally:
            delivery.reset(reset)

    async def _finish(self, case: _Case, outcome: HandlingOutcome) -> None:
        await _until_written(lambda: self._inbox.finish(case.entry.update_id, outcome))
        self.admission.note_fullness()
        self._metrics.finished.labels(outcome).inc()
        self._metrics.seconds.observe(max(self._now() - case.entry.received, 0.0))

    def _is_stale(self, case: _Case) -> bool:
        longest = _STALE_SECONDS.get(case.turn.kind)
        return longest is not None and self._now() - case.entry.received > longest


async def _until_written(write: Callable[[], Awaitable[None]]) -> None:
    """Write to the inbox; while the disk is full or the database locked, again and again."""
    backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
    while True:
        try:
            await write()
        except StoreError as error:
            pause = backoff.pause()
            _log.warning("%s Next try in %.1f s.", error, pause)
            await asyncio.sleep(pause)
        else:
            return


def _as_json(update: object) -> str:
    """Write an update so that every database can hold it; half a character becomes a “?”."""
    return json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()


def _id(update: object) -> int | None:
    id = update.get("update_id") if isinstance(update, dict) else None
    return id if type(id) is int and 0 <= id <= _LARGEST_ID else None

"""Persist incoming updates before they are acknowledged, and have them handled.

Called by the poller and the webhook with raw updates. `Intake.take` returns when they are kept;
they are handled after that. A crash leaves them waiting in the inbox, and the next process begins
with them.
"""

import asyncio
import json
import logging
import re
from collections.abc import Sequence

from storybot.bot.connection.admission import Admission, StoredBacklog
from storybot.bot.connection.handling import Handling
from storybot.bot.http.metrics import Metrics
from storybot.store.inbox import Inbox

_log = logging.getLogger(__name__)

_LARGEST_ID = 2**63 - 1
_READ_AT_ONCE = 500
"""Updates of an earlier process; after an outage they may be a hundred thousand."""
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""NUL as JSON writes it, and not the letters of a text that follow an escaped backslash."""


class Intake:
    """Keeps updates, and passes them on to be handled here, or leaves them to workers."""

    def __init__(
        self,
        handling: Handling,
        inbox: Inbox,
        metrics: Metrics,
        left_to_workers: StoredBacklog | None = None,
    ) -> None:
        """Take updates in; with a backlog that is ``left_to_workers``, none is handled here."""
        self._handling = handling
        self._inbox = inbox
        self._metrics = metrics
        self._stored = left_to_workers
        self._telling: set[asyncio.Task[None]] = set()
        self.admission = Admission(
            handling.queues if left_to_workers is None else left_to_workers, metrics
        )
        handling.on_change = self.admission.note_fullness

    async def replay(self) -> None:
        """Begin with what an earlier process has left.

        What may have ended that process is handled first, one update at a time, so that the next
        crash shows which one it was.

        Raises:
            StoreError: the inbox cannot be read.
        """
        if self._stored is not None:
            await self._inbox.leave_to_workers()
            return
        suspects = await self._inbox.recover()
        await self._handling.resume(suspects)
        begun = {entry.update_id for entry in suspects}  # some may not be finished yet
        count, last = len(begun), -1
        while left := await self._inbox.waiting(after=last, most=_READ_AT_ONCE):
            new = [entry for entry in left if entry.update_id not in begun]
            await self._handling.resume(new)
            count, last = count + len(new), left[-1].update_id
        if count:
            _log.info("%d updates were left by the last run.", count)

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
        if self._stored is not None:
            await self._stored.count(by_id)
        taken, turns, to_tell = self.admission.admit(by_id)
        is_ours = self._stored is None
        new = await self._inbox.put(
            {id: _as_json(update) for id, update in taken.items()},
            turns,
            begun=self._handling.queues.at_once(turns) if is_ours else (),
            for_workers=not is_ours,
        )
        self._metrics.received.inc(len(new))
        if self._stored is None:
            await self._handling.enter(*self._handling.cases(new))
        else:
            self._stored.note(taken.values())
        for update in to_tell:
            telling = asyncio.create_task(
                self._handling.tell(_as_json(update), lambda words: words.say.flooded)
            )
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)
        return max(by_id, default=0)

    async def stop(self, seconds: float) -> None:
        """Finish what waits, but not for longer than that; the rest stays in the inbox."""
        for telling in self._telling:
            telling.cancel()
        if not await self._handling.stop(seconds):
            _log.warning("Some updates are left for the next start.")


def _as_json(update: object) -> str:
    """Write an update so that every database can hold what it says.

    Half a character becomes a “?”, and so does NUL: each as long as before, for entities count.
    """
    text = json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()
    return _NUL.sub(r"\1?", text)


def _id(update: object) -> int | None:
    id = update.get("update_id") if isinstance(update, dict) else None
    return id if type(id) is int and 0 <= id <= _LARGEST_ID else None

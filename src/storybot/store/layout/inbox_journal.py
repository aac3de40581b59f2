"""The journal of updates as assignments to columns of the inbox, alike in every database."""

from abc import ABC, abstractmethod

from storybot.store.inbox import HandlingOutcome, InboxEntry

IDLE_SECONDS = 65.0
"""How long a worker holds a chat that is idle: longer than Telegram's limits look back."""
ALONE = "alone"
"""In the place of a worker's name: a process that handles all updates."""
_FINISHED = {
    outcome: f"state = '{outcome}', turn = ''"
    + ("" if outcome is HandlingOutcome.DEAD else ", body = ''")
    for outcome in HandlingOutcome
}


class InboxJournal(ABC):
    """Records what becomes of an update; each method raises `StoreError`."""

    @abstractmethod
    async def read(self, update_id: int) -> InboxEntry | None:
        """Return an update as it was recorded; None where it is finished."""

    async def begin(self, update_id: int) -> None:
        """Record that an update is about to be handled."""
        await self._change(update_id, "progress = 'begun'")

    async def charge(self, update_id: int) -> None:
        """Count a failed attempt."""
        await self._change(update_id, "tries = tries + 1", counts=True)

    async def give_back(self, update_id: int) -> None:
        """Undo an attempt that was interrupted for reasons unrelated to the update."""
        await self._change(update_id, "progress = ''")

    async def mark_sendings(self, update_id: int, sendings: int) -> None:
        """Record how many messages are out, or about to be, that may arrive."""
        await self._change(update_id, f"sendings = {int(sendings)}")

    async def mark_part_sent(self, update_id: int, parts: int) -> None:
        """Record how many of several messages were sent; the others are still to come."""
        await self._change(update_id, f"parts = {int(parts)}, sendings = 0")

    async def mark_sent(self, update_id: int) -> None:
        """Record that an answer was sent: it must not be sent again after a crash."""
        await self._change(update_id, "sent = true")

    async def finish(self, update_id: int, outcome: HandlingOutcome) -> None:
        """Record the outcome of an update, and erase its text, unless it is a dead letter."""
        await self._change(update_id, _FINISHED[HandlingOutcome(outcome)])

    @abstractmethod
    async def _change(self, update_id: int, assignments: str, *, counts: bool = False) -> None:
        """Assign to columns of one update, in one transaction.

        ``counts`` says that it must not be made twice.

        Raises:
            StoreError: nothing was changed.
        """

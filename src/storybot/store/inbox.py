"""The Inbox protocol: updates, kept until they are handled."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class HandlingOutcome(StrEnum):
    """What became of an update; it is written as is."""

    DONE = "done"
    DEAD = "dead"
    """It was tried often enough; its body is kept for most of a day, to be looked at."""
    STALE = "stale"
    """It came to nothing, because nobody waits for its answer any more."""


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """An update that is not handled yet."""

    update_id: int
    body: str
    """The update as JSON."""
    received: float
    """Seconds since 1970."""
    tries: int = 0
    """Tries that failed, among them those that ended a process while nothing else was handled."""
    sent: bool = False
    """Whether an answer has been sent."""
    sendings: int = 0
    """Messages that went out because of it and of which nobody knows whether they arrived."""
    suspect: bool = False
    """Whether it was being handled when a process ended, and was not handled since."""
    crashes: int = 0
    """Processes that ended while it was being handled, on its own or beside others."""


class Inbox(Protocol):
    """Updates by id; made by `open`."""

    async def close(self) -> None:
        """Finish what is being written and close; calling it twice is allowed."""
        ...

    async def put(self, bodies: Mapping[int, str]) -> list[InboxEntry]:
        """Keep updates, as JSON by their ids; return those that were not known, by id.

        Raises:
            StoreError: none of them was kept.
        """
        ...

    async def recover(self) -> list[InboxEntry]:
        """Return what an earlier process has left, by id; called once at the start.

        What was being handled when that process ended becomes suspect. Only an update that was
        handled alone is charged with a try: of several, nobody knows which one it was.

        Raises:
            StoreError: the database cannot be read or written.
        """
        ...

    async def begin(self, update_id: int) -> None:
        """Note that an update is being handled, before it is.

        Raises:
            StoreError: it could not be noted.
        """
        ...

    async def charge(self, update_id: int) -> None:
        """Count a try that failed.

        Raises:
            StoreError: it could not be counted.
        """
        ...

    async def give_back(self, update_id: int) -> None:
        """Note that handling was broken off through no fault of the update.

        Raises:
            StoreError: it could not be noted.
        """
        ...

    async def mark_sending(self, update_id: int) -> None:
        """Count a message that goes out now; from here on it may arrive.

        Raises:
            StoreError: it could not be counted.
        """
        ...

    async def mark_not_taken(self, update_id: int) -> None:
        """Take that back: the message did not arrive.

        Raises:
            StoreError: it could not be taken back.
        """
        ...

    async def mark_sent(self, update_id: int) -> None:
        """Remember that an answer was sent: it must not be sent again after a crash.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def finish(self, update_id: int, outcome: HandlingOutcome) -> None:
        """Write what became of an update, and forget its text, unless it is dead.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def waiting(self) -> list[InboxEntry]:
        """Return what is not finished, by id, and change nothing.

        Raises:
            StoreError: the database cannot be read.
        """
        ...

    async def counts(self) -> dict[str, int]:
        """Return how many updates there are in each state; finished ones of the last day.

        Raises:
            StoreError: the database cannot be read.
        """
        ...

    async def forget_old(self) -> None:
        """Forget texts within a day and ids after it, also in the write-ahead log; call hourly.

        Raises:
            StoreError: it could not be done.
        """
        ...

    async def check_writable(self) -> None:
        """Write to the disk, changing nothing.

        Raises:
            StoreError: the database cannot be written.
        """
        ...

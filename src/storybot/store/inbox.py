"""The Inbox protocol: a durable queue of updates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

_NO_TURNS: Mapping[int, str] = MappingProxyType({})


class ClaimLost(Exception):
    """Another worker handles the update now, for this one has shown no sign of life for too long.

    Whoever gets it stops handling the update, and sends nothing more because of it.
    """


class HandlingOutcome(StrEnum):
    """The outcome of an update; stored as is."""

    DONE = "done"
    DEAD = "dead"
    """Out of attempts; its body is stored for most of a day, for inspection."""
    STALE = "stale"
    """Dropped, because its answer is no longer awaited."""


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """An update that is not handled yet."""

    update_id: int
    body: str
    """The update as JSON."""
    received: float
    """Seconds since 1970."""
    tries: int = 0
    """Failed attempts, including ones that crashed the process while it was handled alone."""
    sent: bool = False
    """Whether an answer has been sent."""
    sendings: int = 0
    """Messages sent because of it whose delivery is unknown."""
    suspect: bool = False
    """Whether it was being handled when a process ended, and was not handled since."""
    parts: int = 0
    """Of several messages because of it, how many arrived before the process ended."""
    crashes: int = 0
    """Processes that crashed while it was being handled, alone or with others."""
    begun: bool = False
    """Whether it was stored as one that is about to be handled."""


class UpdateJournal(Protocol):
    """What is recorded of an update on its way through; each method is one transaction.

    Of a worker, each raises `ClaimLost` once another one handles the update, and records nothing.
    """

    async def read(self, update_id: int) -> InboxEntry | None:
        """Return an update as it was recorded; None where it is finished.

        Raises:
            StoreError: it cannot be read.
        """
        ...

    async def begin(self, update_id: int) -> None:
        """Record that an update is about to be handled.

        Raises:
            StoreError: it could not be noted.
        """
        ...

    async def charge(self, update_id: int) -> None:
        """Count a failed attempt.

        Raises:
            StoreError: it could not be counted.
        """
        ...

    async def give_back(self, update_id: int) -> None:
        """Undo an attempt that was interrupted for reasons unrelated to the update.

        Raises:
            StoreError: it could not be noted.
        """
        ...

    async def mark_sendings(self, update_id: int, sendings: int) -> None:
        """Record how many messages are out, or about to be, that may arrive.

        Raises:
            StoreError: it could not be written; or it is not known, and may be written again.
        """
        ...

    async def mark_part_sent(self, update_id: int, parts: int) -> None:
        """Record how many of several messages were sent; the others are still to come.

        Raises:
            StoreError: it could not be written; or it is not known, and may be written again.
        """
        ...

    async def mark_sent(self, update_id: int) -> None:
        """Record that an answer was sent: it must not be sent again after a crash.

        Raises:
            StoreError: it could not be written.
        """
        ...

    async def finish(self, update_id: int, outcome: HandlingOutcome) -> None:
        """Record the outcome of an update, and erase its text, unless it is a dead letter.

        Raises:
            StoreError: it could not be written.
        """
        ...


class Claims(UpdateJournal, Protocol):
    """The inbox as one of several workers has it: only of chats that no other worker holds.

    A worker holds a chat from its claim on, and for a while beyond its last update, so that what is
    known of the chat in the worker's memory holds: follow-ups, limits. It holds all of its chats by
    one lease. When that runs out or is given up, its chats and what is unfinished of them go to
    whoever claims next; what was being handled then is suspect, as after a crash.
    """

    async def claim(
        self, limit: int, lease_seconds: float, *, newest: bool = False
    ) -> list[InboxEntry]:
        """Return what this worker was not given yet, of its chats and of up to ``limit`` more.

        Those are the chats with the oldest updates of all, or with the ``newest``. Ordered by
        update id. If there is any, the lease lasts so many seconds from now.

        Raises:
            ClaimLost: the lease has run out, and its chats were taken over.
            StoreError: nothing was claimed.
        """
        ...

    async def renew(self, lease_seconds: float) -> None:
        """Extend the lease, and let go of chats that were idle for longer than any limit lasts.

        Raises:
            ClaimLost: the lease has run out, and its chats were taken over.
            StoreError: it could not be extended.
        """
        ...

    async def release(self) -> None:
        """Give up the lease, this worker's or in the place of one that died; twice is allowed.

        Raises:
            StoreError: it could not be given up; it will run out.
        """
        ...


class Inbox(UpdateJournal, Protocol):
    """Updates by id; made by `open`. One process uses it alone, or several by their claims."""

    async def close(self) -> None:
        """Finish pending writes and close; calling it twice is allowed."""
        ...

    async def put(
        self,
        bodies: Mapping[int, str],
        turns: Mapping[int, str] = _NO_TURNS,
        *,
        begun: Collection[int] = (),
        for_workers: bool = False,
    ) -> list[InboxEntry]:
        """Store updates, as JSON by their ids; return the new ones, by id.

        ``turns`` names the chat or person in whose turn each is: those of one turn are handled one
        after another. Those without a name share a turn. Unless they are ``for_workers``, the
        caller handles them, and no worker can claim them; for those that are ``begun`` it need not
        call `begin`.

        Raises:
            StoreError: none of them was kept.
        """
        ...

    async def recover(self) -> list[InboxEntry]:
        """Take over what earlier processes have left; called once at the start.

        Returns the suspects, by id: the updates in progress when their process ended. Only one
        that was handled alone is charged with an attempt: of several, the culprit is unknown. The
        caller handles them and whatever else is `waiting`; workers can claim none of it any more.

        Raises:
            StoreError: the database cannot be read or written.
        """
        ...

    async def waiting(self, *, after: int = -1, most: int | None = None) -> list[InboxEntry]:
        """Return unfinished updates, by id, without side effects.

        All, or so many at most of those whose ids are higher than that of ``after``.

        Raises:
            StoreError: the database cannot be read.
        """
        ...

    async def leave_to_workers(self) -> None:
        """Let workers claim what a process without workers has left; called before `put`.

        Raises:
            StoreError: it could not be written.
        """
        ...

    def as_worker(self, name: str) -> Claims:
        """Return what a worker has of the inbox; ``name`` is that of one process, never reused."""
        ...

    async def backlog(self, turns: Collection[str]) -> dict[str, int]:
        """Count the unfinished updates of each of these turns, and of all under an empty name.

        Raises:
            StoreError: the database cannot be read.
        """
        ...

    async def counts(self) -> dict[str, int]:
        """Return the number of updates in each state; finished ones of the last day.

        Raises:
            StoreError: the database cannot be read.
        """
        ...

    async def forget_old(self) -> None:
        """Erase texts within a day and ids after it, also in the write-ahead log; call hourly.

        Raises:
            StoreError: it could not be done.
        """
        ...

    async def check_writable(self) -> None:
        """Check that an update could be kept, also that there is room for it, and keep nothing.

        Raises:
            StoreError: the database cannot be written.
        """
        ...

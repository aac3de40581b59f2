"""What one worker has of the inbox in a database file: chats held by a lease."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import aiosqlite

from storybot.store.inbox import ClaimLost, InboxEntry
from storybot.store.layout.inbox_journal import IDLE_SECONDS, InboxJournal

ENTRY_COLUMNS = (
    "update_id, body, received, tries, sent, sendings, progress = 'suspect', crashes, parts"
)
_GIVE_BACK = (
    """
    UPDATE inbox SET progress = 'suspect', crashes = crashes + 1, tries = tries + (
        SELECT count(*) = 1 FROM inbox
        WHERE worker = :worker AND state = 'waiting' AND progress = 'begun'
    )
    WHERE worker = :worker AND state = 'waiting' AND progress = 'begun'
    """,
    "UPDATE inbox SET worker = '' WHERE worker = :worker AND state = 'waiting'",
    "DELETE FROM inbox_workers WHERE worker = :worker",
)
"""Of several updates that were being handled, the culprit is unknown: none is charged."""
_HOLD_MORE = """
    INSERT INTO inbox_claims (turn, worker, used)
    SELECT turn, :worker, :now FROM inbox
    WHERE state = 'waiting' AND worker = '' AND turn NOT IN (SELECT turn FROM inbox_claims)
    GROUP BY turn
    ORDER BY CASE WHEN :newest THEN -max(update_id) ELSE min(update_id) END LIMIT :limit
"""
_NEW = """
    state = 'waiting' AND worker = ''
    AND turn IN (SELECT turn FROM inbox_claims WHERE inbox_claims.worker = :worker)
"""
_NOTE_USE = """
    UPDATE inbox_claims SET used = :now WHERE inbox_claims.worker = :worker AND turn IN (
        SELECT turn FROM inbox WHERE state = 'waiting' AND inbox.worker = :worker
    )
"""
_LET_GO = "DELETE FROM inbox_claims WHERE worker = :worker AND used < :before"

Work = Callable[[aiosqlite.Connection], Awaitable[Any]]


class _Write(Protocol):
    async def __call__(
        self, sql: str, values: Sequence[Any], *, returns_rows: bool = False
    ) -> list[Any]: ...


class SQLiteClaims(InboxJournal):
    """The chats of one worker, with the statements of the inbox."""

    def __init__(
        self,
        worker: str,
        write: _Write,
        together: Callable[[Work], Awaitable[Any]],
        now: Callable[[], float],
    ) -> None:
        self._worker = worker
        self._write = write
        self._together = together
        self._now = now
        self._is_known = False

    async def claim(
        self, limit: int, lease_seconds: float, *, newest: bool = False
    ) -> list[InboxEntry]:
        """Return what this worker was not given yet, of its chats and of up to ``limit`` more."""

        async def work(database: aiosqlite.Connection) -> list[Any]:
            now = self._now()
            await self._extend(database, now + lease_seconds)
            dead = await database.execute_fetchall(
                "SELECT worker FROM inbox_workers WHERE until <= ? AND worker != ?",
                (now, self._worker),
            )
            for (worker,) in dead:
                await _give_back(database, worker)
            wanted = {"worker": self._worker, "now": now, "limit": limit, "newest": newest}
            await database.execute(_HOLD_MORE, wanted)
            found = await database.execute_fetchall(
                f"SELECT {ENTRY_COLUMNS} FROM inbox WHERE {_NEW} ORDER BY update_id",
                {"worker": self._worker},
            )
            await database.execute(
                f"UPDATE inbox SET worker = :worker WHERE {_NEW}", {"worker": self._worker}
            )
            # Noted here too: a quick update is finished before the lease is next extended.
            await database.execute(_NOTE_USE, {"worker": self._worker, "now": now})
            return list(found)

        found = await self._together(work)
        self._is_known = True
        return [entry(*row) for row in found]

    async def renew(self, lease_seconds: float) -> None:
        """Extend the lease, and let go of chats that were idle for longer than any limit lasts."""

        async def work(database: aiosqlite.Connection) -> None:
            now = self._now()
            await self._extend(database, now + lease_seconds)
            await database.execute(_NOTE_USE, {"worker": self._worker, "now": now})
            await database.execute(_LET_GO, {"worker": self._worker, "before": now - IDLE_SECONDS})

        await self._together(work)
        self._is_known = True

    async def read(self, update_id: int) -> InboxEntry | None:
        """Return an update as it was recorded; None where it is finished."""
        sql = f"SELECT {ENTRY_COLUMNS} FROM inbox WHERE state = 'waiting' AND update_id = ?"
        found = await self._write(sql, (update_id,), returns_rows=True)
        return entry(*found[0]) if found else None

    async def release(self) -> None:
        """Give up the lease, this worker's or in the place of one that died; twice is allowed."""
        await self._together(lambda database: _give_back(database, self._worker))

    async def _extend(self, database: aiosqlite.Connection, until: float) -> None:
        if self._is_known:
            sql = "UPDATE inbox_workers SET until = :until WHERE worker = :worker"
        else:
            sql = "INSERT OR REPLACE INTO inbox_workers (worker, until) VALUES (:worker, :until)"
        if not (await database.execute(sql, {"worker": self._worker, "until": until})).rowcount:
            raise ClaimLost(f"Worker {self._worker} was taken for dead.")

    async def _change(self, update_id: int, assignments: str, *, counts: bool = False) -> None:  # noqa: ARG002 - nothing is repeated here
        sql = f"UPDATE inbox SET {assignments} WHERE update_id = ? AND worker = ? RETURNING 1"
        if not await self._write(sql, (update_id, self._worker), returns_rows=True):
            raise ClaimLost(f"Update {update_id} is another worker's.")


async def _give_back(database: aiosqlite.Connection, worker: str) -> None:
    for sql in _GIVE_BACK:
        await database.execute(sql, {"worker": worker})


def entry(
    id: int,
    body: str,
    received: float,
    tries: int,
    sent: int,
    sendings: int,
    suspect: int,
    crashes: int,
    parts: int,
) -> InboxEntry:
    """Read a row of `ENTRY_COLUMNS`."""
    return InboxEntry(
        *(id, body, received, tries),
        sent=bool(sent),
        sendings=sendings,
        suspect=bool(suspect),
        crashes=crashes,
        parts=parts,
    )

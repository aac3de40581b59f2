"""What one worker has of the inbox in PostgreSQL: chats held by a lease.

Leases are measured by the server's clock, so those of the machines need not agree.
"""

from datetime import timedelta

import asyncpg

from storybot.store.inbox import ClaimLost, InboxEntry
from storybot.store.layout.inbox_journal import IDLE_SECONDS, InboxJournal
from storybot.store.postgres.connection.pool import Connection, PostgresPool

Row = asyncpg.Record

ENTRY_COLUMNS = (
    "update_id, body, received, tries, sent, sendings, progress = 'suspect', crashes, parts"
)
WAITING = f"SELECT {ENTRY_COLUMNS} FROM inbox WHERE state = 'waiting'"
_LOOKED_AT = 2000
_REGISTER = """
    INSERT INTO inbox_workers (worker, until) VALUES ($1, now() + $2)
    ON CONFLICT (worker) DO UPDATE SET until = excluded.until
"""
_EXTEND = "UPDATE inbox_workers SET until = now() + $2 WHERE worker = $1 RETURNING true"
_LOOK = """
    SELECT EXISTS (SELECT FROM inbox_workers WHERE worker = $1),
        EXISTS (
            SELECT FROM inbox WHERE state = 'waiting' AND worker = '' AND NOT EXISTS (
                SELECT FROM inbox_claims AS held
                WHERE held.turn = inbox.turn AND held.worker <> $1
            )
        )
        OR EXISTS (SELECT FROM inbox_workers WHERE until <= now() AND worker <> $1)
"""
"""Whether the worker is there; whether there is something for it. A look is a tenth of a claim."""
_DEAD = """
    SELECT worker FROM inbox_workers WHERE until <= now() AND worker <> $1
    ORDER BY worker FOR UPDATE SKIP LOCKED
"""
_GIVE_BACK = (
    """
    UPDATE inbox SET progress = 'suspect', crashes = crashes + 1, tries = tries + (
        SELECT (count(*) = 1)::integer FROM inbox
        WHERE worker = $1 AND state = 'waiting' AND progress = 'begun'
    )
    WHERE worker = $1 AND state = 'waiting' AND progress = 'begun'
    """,
    "UPDATE inbox SET worker = '' WHERE worker = $1 AND state = 'waiting'",
    "DELETE FROM inbox_workers WHERE worker = $1",
)
"""Of several updates that were being handled, the culprit is unknown: none is charged."""


def _hold_more(order: str) -> str:
    """Claim chats in an order of their updates.

    Those that another worker is claiming are passed over. Where very much waits, only the first of
    it is looked at: to sort all of it would take as long as to answer some.
    """
    return f"""
    INSERT INTO inbox_claims (turn, worker, used)
    SELECT turn, $1, now() FROM (
        SELECT turn FROM inbox
        WHERE state = 'waiting' AND worker = '' AND update_id IN (
            SELECT min(update_id) FROM (
                SELECT update_id, turn FROM inbox
                WHERE state = 'waiting' AND worker = ''
                AND NOT EXISTS (SELECT FROM inbox_claims AS held WHERE held.turn = inbox.turn)
                ORDER BY update_id {order} LIMIT {_LOOKED_AT}
            ) AS first
            GROUP BY turn
        )
        ORDER BY update_id {order} LIMIT $2 FOR UPDATE SKIP LOCKED
    ) AS free
    ON CONFLICT DO NOTHING
"""


_HOLD_OLDEST, _HOLD_NEWEST = _hold_more("ASC"), _hold_more("DESC")
_HAND_OUT = f"""
    WITH held AS (
        UPDATE inbox_claims AS held SET used = now() WHERE worker = $1 AND EXISTS (
            SELECT FROM inbox
            WHERE inbox.turn = held.turn AND inbox.state = 'waiting' AND inbox.worker = ''
        )
        RETURNING turn
    )
    UPDATE inbox SET worker = $1
    FROM held
    WHERE held.turn = inbox.turn AND inbox.state = 'waiting' AND inbox.worker = ''
    RETURNING {ENTRY_COLUMNS}
"""
"""Of chats whose claims this renews: `_LET_GO`, at the same moment, passes over them."""
_NOTE_USE = """
    UPDATE inbox_claims AS held SET used = now() WHERE worker = $1 AND EXISTS (
        SELECT FROM inbox
        WHERE inbox.turn = held.turn AND inbox.state = 'waiting' AND inbox.worker = $1
    )
"""
_LET_GO = "DELETE FROM inbox_claims WHERE worker = $1 AND used < now() - $2::interval"


class PostgresClaims(InboxJournal):
    """The chats of one worker. Each method raises `StoreError`, most also `ClaimLost`."""

    def __init__(self, pool: PostgresPool, worker: str) -> None:
        self._pool = pool
        self._worker = worker
        self._is_known = False

    async def claim(
        self, limit: int, lease_seconds: float, *, newest: bool = False
    ) -> list[InboxEntry]:
        """Return what this worker was not given yet, of its chats and of up to ``limit`` more."""
        if not self._is_known:
            await self._extend(lease_seconds)
        # Every worker looks whenever an update comes: most of them in vain, and without a write.
        ((is_here, is_wanted),) = await self._pool.rows(_LOOK, self._worker)
        if is_here and not is_wanted:
            return []
        lease = timedelta(seconds=lease_seconds)

        async def body(connection: Connection) -> list[Row]:
            if not await connection.fetch(_EXTEND, self._worker, lease):
                raise self._lost()
            for (worker,) in await connection.fetch(_DEAD, self._worker):
                await _give_back(connection, worker)
            hold_more = _HOLD_NEWEST if newest else _HOLD_OLDEST
            await connection.execute(hold_more, self._worker, limit)
            return list(await connection.fetch(_HAND_OUT, self._worker))

        # Made once: what was handed out and not received would be nobody's until the lease ends.
        found = await self._pool.transact(body)
        return sorted(map(entry, found), key=lambda one: one.update_id)

    async def renew(self, lease_seconds: float) -> None:
        """Extend the lease, and let go of chats that were idle for longer than any limit lasts."""
        await self._extend(lease_seconds)
        await self._pool.change(_NOTE_USE, self._worker)
        await self._pool.change(_LET_GO, self._worker, timedelta(seconds=IDLE_SECONDS))

    async def read(self, update_id: int) -> InboxEntry | None:
        """Return an update as it was recorded; None where it is finished."""
        return await read_entry(self._pool, update_id)

    async def release(self) -> None:
        """Give up the lease, this worker's or in the place of one that died; twice is allowed."""
        await self._pool.transact(lambda connection: _give_back(connection, self._worker))

    async def _extend(self, lease_seconds: float) -> None:
        lease = timedelta(seconds=lease_seconds)
        if not self._is_known:
            await self._pool.change(_REGISTER, self._worker, lease)
            self._is_known = True
        elif not await self._pool.changed(_EXTEND, self._worker, lease):
            raise self._lost()

    def _lost(self) -> ClaimLost:
        return ClaimLost(f"Worker {self._worker} was taken for dead.")

    async def _change(self, update_id: int, assignments: str, *, counts: bool = False) -> None:
        sql = f"UPDATE inbox SET {assignments} WHERE update_id = $1 AND worker = $2 RETURNING true"
        values = (update_id, self._worker)
        if counts:
            changed = await self._pool.transact(lambda connection: connection.fetch(sql, *values))
        else:
            changed = await self._pool.changed(sql, *values)
        if not changed:
            raise ClaimLost(f"Update {update_id} is another worker's.")


async def _give_back(connection: Connection, worker: str) -> None:
    for sql in _GIVE_BACK:
        await connection.execute(sql, worker)


async def read_entry(pool: PostgresPool, update_id: int) -> InboxEntry | None:
    """Return an unfinished update as it was recorded."""
    return next(map(entry, await pool.rows(f"{WAITING} AND update_id = $1", update_id)), None)


def entry(row: Row) -> InboxEntry:
    """Read a row of `ENTRY_COLUMNS`."""
    id, body, received, tries, sent, sendings, suspect, crashes, parts = row
    return InboxEntry(id, body, received, tries, sent, sendings, suspect, parts, crashes)

"""A durable queue of updates from Telegram in PostgreSQL, for one process or for several."""

import time
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Self

from storybot.store.inbox import InboxEntry
from storybot.store.layout.inbox_journal import ALONE, InboxJournal
from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.inbox_tables.postgres_claims import (
    WAITING,
    PostgresClaims,
    entry,
    read_entry,
)
from storybot.store.postgres.migrating import open_pool

_NO_TURNS: Mapping[int, str] = MappingProxyType({})
_BODY_SECONDS = 22 * 3600.0
"""How long the text of a dead letter is stored: with hourly cleaning, it is gone in a day."""
_KEPT_SECONDS = 25 * 3600.0
"""How long an id is known: for a day Telegram may deliver the update again."""
_PUT = """
    INSERT INTO inbox (update_id, body, received, state, worker, turn, progress)
    SELECT id, body, $4, 'waiting', $5, turn,
        CASE WHEN id = ANY($6::bigint[]) THEN 'begun' ELSE '' END
    FROM unnest($1::bigint[], $2::text[], $3::text[]) AS new (id, body, turn)
    ON CONFLICT DO NOTHING RETURNING update_id
"""
_RECOVER = """
    UPDATE inbox SET progress = 'suspect', crashes = crashes + 1, tries = tries + (
        SELECT (count(*) = 1)::integer FROM inbox WHERE state = 'waiting' AND progress = 'begun'
    )
    WHERE state = 'waiting' AND progress = 'begun'
"""
_TAKE_OVER = f"""
    UPDATE inbox SET worker = '{ALONE}' WHERE state = 'waiting' AND worker <> '{ALONE}'
"""
_COUNT_TURNS = """
    SELECT turn, count(*) FROM inbox
    WHERE state = 'waiting' AND turn = ANY($1::text[]) GROUP BY turn
"""
_ERASE = """
    UPDATE inbox SET body = ''
    WHERE state <> 'waiting' AND body <> '' AND abs($1 - received) > $2
"""


class PostgresInbox(InboxJournal):
    """Updates by id; made by `open`. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool, now: Callable[[], float]) -> None:
        self._pool = pool
        self._now = now

    @classmethod
    async def open(cls, url: str, now: Callable[[], float] = time.time) -> Self:
        """Open the inbox in the database of a URL.

        Raises:
            StoreError: it cannot be reached or used, or is of a newer storybot.
        """
        return cls(await open_pool(Target.of(url)), now)

    async def close(self) -> None:
        """Close the connections; calling it twice is allowed."""
        await self._pool.close()

    async def put(
        self,
        bodies: Mapping[int, str],
        turns: Mapping[int, str] = _NO_TURNS,
        *,
        begun: Collection[int] = (),
        for_workers: bool = False,
    ) -> list[InboxEntry]:
        """Store updates, as JSON by their ids; return the new ones, by id."""
        if not bodies:
            return []
        received = self._now()
        holder = "" if for_workers else ALONE
        places = [turns.get(id, "") for id in bodies]

        async def body(connection: Connection) -> list[int]:
            texts = list(bodies.values())
            values = (list(bodies), texts, places, received, holder, list(begun))
            return [row["update_id"] for row in await connection.fetch(_PUT, *values)]

        # Made once: whoever is not told what is new would not handle it.
        new = await self._pool.transact(body)
        return [InboxEntry(id, bodies[id], received, begun=id in begun) for id in sorted(new)]

    async def recover(self) -> list[InboxEntry]:
        """Take over what earlier processes have left, and return the suspects."""

        async def body(connection: Connection) -> None:
            await connection.execute(_RECOVER)
            await connection.execute(_TAKE_OVER)
            await connection.execute("DELETE FROM inbox_workers")

        await self._pool.transact(body)
        sql = f"{WAITING} AND progress = 'suspect' ORDER BY update_id"
        return [entry(row) for row in await self._pool.rows(sql)]

    async def waiting(self, *, after: int = -1, most: int | None = None) -> list[InboxEntry]:
        """Return unfinished updates, by id, without side effects."""
        sql = f"{WAITING} AND update_id > $1 ORDER BY update_id LIMIT $2"
        return [entry(row) for row in await self._pool.rows(sql, after, most)]

    async def read(self, update_id: int) -> InboxEntry | None:
        """Return an update as it was recorded; None where it is finished."""
        return await read_entry(self._pool, update_id)

    async def leave_to_workers(self) -> None:
        """Let workers claim what a process without workers has left; called before `put`."""
        await self.as_worker(ALONE).release()

    def as_worker(self, name: str) -> PostgresClaims:
        """Return what a worker has of the inbox; ``name`` is that of one process, never reused."""
        return PostgresClaims(self._pool, name)

    async def backlog(self, turns: Collection[str]) -> dict[str, int]:
        """Count the unfinished updates of each of these turns, and of all under an empty name."""
        found = await self._pool.rows(_COUNT_TURNS, list(turns))
        counts = {turn: int(count) for turn, count in found}
        ((all_,),) = await self._pool.rows("SELECT count(*) FROM inbox WHERE state = 'waiting'")
        return {turn: counts.get(turn, 0) for turn in turns} | {"": int(all_)}

    async def counts(self) -> dict[str, int]:
        """Return the number of updates in each state; finished ones of the last day."""
        rows = await self._pool.rows("SELECT state, count(*) FROM inbox GROUP BY state")
        return {state: int(count) for state, count in rows}

    async def forget_old(self) -> None:
        """Erase texts within a day and ids after it; call hourly."""
        now = self._now()
        # A wrong clock must not retain a text for a year.
        await self._pool.change(_ERASE, now, _BODY_SECONDS)
        sql = "DELETE FROM inbox WHERE state <> 'waiting' AND received < $1"
        await self._pool.change(sql, now - _KEPT_SECONDS)

    async def check_writable(self) -> None:
        """Check that the database is writable; what is written is the receipt of a transaction."""
        await self._pool.change("UPDATE inbox SET body = body WHERE false")

    async def _change(self, update_id: int, assignments: str, *, counts: bool = False) -> None:
        sql = f"UPDATE inbox SET {assignments} WHERE update_id = $1"
        if counts:
            await self._pool.transact(lambda connection: connection.execute(sql, update_id))
        else:
            await self._pool.change(sql, update_id)

"""Plans as a table, and the time zones that they are written in."""

from datetime import UTC, datetime

import asyncpg

from storybot.store.desk.plan_store import StoredPlan
from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.records import StoredDraft

_COLUMNS = "id, due, body, since, change"


class PostgresPlans:
    """Plans by the id of the draft that they were. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool

    async def schedule(self, id: str, due: datetime, body: str) -> None:
        """Keep a plan; one that is there stays as it is."""
        sql = "INSERT INTO plans (id, due, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        await self._pool.change(sql, id, due.astimezone(UTC), body)

    async def plan(self, id: str) -> StoredPlan | None:
        """Return a plan, also one that was carried out; None where it was called off."""
        rows = await self._pool.rows(f"SELECT {_COLUMNS} FROM plans WHERE id = $1", id)
        return _plan(rows[0]) if rows else None

    async def planned(self) -> list[StoredPlan]:
        """Return what was neither carried out nor called off, the earliest first."""
        sql = f'SELECT {_COLUMNS} FROM plans WHERE NOT done ORDER BY due, id COLLATE "C"'
        return [_plan(row) for row in await self._pool.rows(sql)]

    async def begin(self, id: str, since: int) -> bool:
        """Claim a plan, with the last change before it; False if it is not there any more."""
        sql = """
            UPDATE plans SET since = coalesce(since, $2) WHERE id = $1 AND NOT done
            RETURNING true
        """
        return bool(await self._pool.changed(sql, id, since))

    async def finish(self, id: str, change: int | None) -> None:
        """Record the change that a plan became; None where it could not be carried out."""
        sql = "UPDATE plans SET done = true, change = $2 WHERE id = $1"
        await self._pool.change(sql, id, change)

    async def call_off(self, id: str) -> bool:
        """Drop a plan that was not begun; False if there is none."""

        async def body(connection: Connection) -> bool:
            sql = "DELETE FROM plans WHERE id = $1 AND NOT done AND since IS NULL RETURNING true"
            return bool(await connection.fetch(sql, id))

        return await self._pool.transact(body)

    async def zone(self, person: int) -> str:
        """Return the time zone that a moderator has named; empty for none."""
        rows = await self._pool.rows("SELECT zone FROM zones WHERE person = $1", person)
        return str(rows[0]["zone"]) if rows else ""

    async def set_zone(self, person: int, zone: str) -> None:
        """Remember the time zone that a moderator writes times in."""
        sql = """
            INSERT INTO zones (person, zone) VALUES ($1, $2)
            ON CONFLICT (person) DO UPDATE SET zone = excluded.zone
        """
        await self._pool.change(sql, person, zone)


def _plan(row: asyncpg.Record) -> StoredPlan:
    id, due, body, since, change = row
    return StoredPlan(id, due, body, StoredDraft(body, since, change))

"""Plans as a table, and the time zones that they are written in."""

from datetime import UTC, datetime

from storybot.store.desk.plan_store import StoredPlan
from storybot.store.records import StoredDraft
from storybot.store.sqlite.desk_tables.queries import Queries, Row

_COLUMNS = "id, due, body, since, change"


class SQLitePlans:
    """Plans by the id of the draft that they were."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    async def schedule(self, id: str, due: datetime, body: str) -> None:
        """Keep a plan; one that is there stays as it is."""
        sql = "INSERT OR IGNORE INTO plans (id, due, body) VALUES (?, ?, ?)"
        await self._queries.change(sql, (id, due.astimezone(UTC).isoformat(), body))

    async def plan(self, id: str) -> StoredPlan | None:
        """Return a plan, also one that was carried out; None where it was called off."""
        rows = await self._queries.rows(f"SELECT {_COLUMNS} FROM plans WHERE id = ?", (id,))
        return _plan(rows[0]) if rows else None

    async def planned(self) -> list[StoredPlan]:
        """Return what was neither carried out nor called off, the earliest first."""
        sql = f"SELECT {_COLUMNS} FROM plans WHERE NOT done ORDER BY due, id"
        return [_plan(row) for row in await self._queries.rows(sql)]

    async def begin(self, id: str, since: int) -> bool:
        """Claim a plan, with the last change before it; False if it is not there any more."""
        sql = "UPDATE plans SET since = coalesce(since, ?) WHERE id = ? AND NOT done"
        return bool(await self._queries.change(sql, (since, id)))

    async def finish(self, id: str, change: int | None) -> None:
        """Record the change that a plan became; None where it could not be carried out."""
        await self._queries.change(
            "UPDATE plans SET done = 1, change = ? WHERE id = ?", (change, id)
        )

    async def call_off(self, id: str) -> bool:
        """Drop a plan that was not begun; False if there is none."""
        sql = "DELETE FROM plans WHERE id = ? AND NOT done AND since IS NULL"
        return bool(await self._queries.change(sql, (id,)))

    async def zone(self, person: int) -> str:
        """Return the time zone that a moderator has named; empty for none."""
        rows = await self._queries.rows("SELECT zone FROM zones WHERE person = ?", (person,))
        return str(rows[0][0]) if rows else ""

    async def set_zone(self, person: int, zone: str) -> None:
        """Remember the time zone that a moderator writes times in."""
        await self._queries.change("INSERT OR REPLACE INTO zones VALUES (?, ?)", (person, zone))


def _plan(row: Row) -> StoredPlan:
    id, due, body, since, change = row
    return StoredPlan(id, datetime.fromisoformat(due), body, StoredDraft(body, since, change))

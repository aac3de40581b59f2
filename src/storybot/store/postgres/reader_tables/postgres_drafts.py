"""Drafts of moderators as a table."""

from collections.abc import Callable
from datetime import datetime, timedelta

import asyncpg

from storybot.model.errors import StoreError
from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.records import StoredDraft

_HOURS = 6
_MOST = 200
_LASTING_DAYS = 14
_MOST_LASTING = 2000
_KEEP = "INSERT INTO drafts (id, at, body, lasting) VALUES ($1, $2, $3, $4)"
_EVICT = """
    DELETE FROM drafts WHERE lasting = $1 AND number NOT IN
        (SELECT number FROM drafts WHERE lasting = $1 ORDER BY number DESC LIMIT $2)
"""
_LOOK = """
    SELECT body, since, change FROM drafts
    WHERE id = $1 AND at >= CASE WHEN lasting THEN $2::timestamptz ELSE $3 END
"""
_FORGET_OLD = "DELETE FROM drafts WHERE at < CASE WHEN lasting THEN $1::timestamptz ELSE $2 END"
_FORGET_SENT = """
    DELETE FROM drafts
    WHERE strpos(body, $1) > 0 OR strpos(body, $2) > 0 OR starts_with(id, $3)
"""


class PostgresDrafts:
    """Drafts by unguessable ids. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._now = now

    async def keep(self, id: str, body: str, *, lasting: bool = False) -> None:
        """Store a draft, evicting the oldest ones if there are too many."""
        most = _MOST_LASTING if lasting else _MOST

        async def write(connection: Connection) -> None:
            await connection.execute(_KEEP, id, self._now(), body, lasting)
            await connection.execute(_EVICT, lasting, most)

        try:
            await self._pool.transact(write)
        except asyncpg.IntegrityConstraintViolationError as error:
            raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error

    async def look(self, id: str) -> StoredDraft | None:
        """Return a draft that is still there."""
        found = await self._pool.rows(_LOOK, id, *self._oldest())
        return next((StoredDraft(*row) for row in found), None)

    async def revise(self, id: str, body: str) -> None:
        """Replace what a draft says, unless it was carried out."""
        sql = "UPDATE drafts SET body = $2 WHERE id = $1 AND change IS NULL"
        await self._pool.change(sql, id, body)

    async def begin(self, id: str, since: int) -> None:
        """Record the last change before a draft is first applied; later calls keep it."""
        sql = "UPDATE drafts SET since = coalesce(since, $2) WHERE id = $1"
        await self._pool.change(sql, id, since)

    async def finish(self, id: str, change: int) -> None:
        """Note the change that a draft became."""
        await self._pool.change("UPDATE drafts SET change = $2 WHERE id = $1", id, change)

    async def drop(self, id: str) -> None:
        """Forget a draft."""
        await self._pool.change("DELETE FROM drafts WHERE id = $1", id)

    async def forget_sent_by(self, user: int) -> None:
        """Delete a person's drafts, and what names a private chat with that person."""
        parts = (f'"telegram:{user}/', f'"person":{user},', f"asked:{user}.")
        await self._pool.change(_FORGET_SENT, *parts)

    async def forget_old(self) -> None:
        """Delete drafts too old to be confirmed."""
        await self._pool.change(_FORGET_OLD, *self._oldest())

    def _oldest(self) -> tuple[datetime, datetime]:
        """Return the moments before which lasting and other drafts are too old."""
        now = self._now()
        return now - timedelta(days=_LASTING_DAYS), now - timedelta(hours=_HOURS)

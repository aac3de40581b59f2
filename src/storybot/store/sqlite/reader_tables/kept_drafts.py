"""Drafts of moderators in the database file, on the connection of the reader memory."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.records import StoredDraft

_HOURS = 6
_MOST = 200
_LASTING_DAYS = 14
_MOST_LASTING = 2000
_OLD = "at < CASE WHEN lasting THEN ? ELSE ? END"


class SQLiteDrafts:
    """Drafts by unguessable ids."""

    def __init__(self, database: aiosqlite.Connection, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def keep(self, id: str, body: str, *, lasting: bool = False) -> None:
        """Store a draft, evicting the oldest ones if there are too many."""
        await self._run(
            "INSERT INTO drafts (id, at, body, lasting) VALUES (?, ?, ?, ?)",
            (id, self._now().isoformat(), body, lasting),
        )
        await self._run(
            "DELETE FROM drafts WHERE lasting = ? AND rowid NOT IN"
            " (SELECT rowid FROM drafts WHERE lasting = ? ORDER BY rowid DESC LIMIT ?)",
            (lasting, lasting, _MOST_LASTING if lasting else _MOST),
        )

    async def look(self, id: str) -> StoredDraft | None:
        """Return a draft that is still there."""
        try:
            found = await self._database.execute_fetchall(
                f"SELECT body, since, change FROM drafts WHERE id = ? AND NOT {_OLD}",
                (id, *self._oldest()),
            )
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.", "not_read") from error
        return next((StoredDraft(*row) for row in found), None)

    async def revise(self, id: str, body: str) -> None:
        """Replace what a draft says, unless it was carried out."""
        await self._run("UPDATE drafts SET body = ? WHERE id = ? AND change IS NULL", (body, id))

    async def begin(self, id: str, since: int) -> None:
        """Record the last change before a draft is first applied; later calls keep it."""
        await self._run(
            "UPDATE drafts SET since = coalesce(since, ?) WHERE id = ?",
            (since, id),
        )

    async def finish(self, id: str, change: int) -> None:
        """Note the change that a draft became."""
        await self._run("UPDATE drafts SET change = ? WHERE id = ?", (change, id))

    async def drop(self, id: str) -> None:
        """Forget a draft."""
        await self._run("DELETE FROM drafts WHERE id = ?", (id,))

    async def forget_sent_by(self, user: int) -> None:
        """Delete a person's drafts, and what names a private chat with that person."""
        await self._run(
            "DELETE FROM drafts WHERE instr(body, ?) OR instr(body, ?) OR instr(id, ?) = 1",
            (f'"telegram:{user}/', f'"person":{user},', f"asked:{user}."),
        )

    async def forget_old(self) -> None:
        """Delete drafts too old to be confirmed."""
        await self._run(f"DELETE FROM drafts WHERE {_OLD}", self._oldest())

    def _oldest(self) -> tuple[str, str]:
        """Return the moments before which lasting and other drafts are too old."""
        ages = (timedelta(days=_LASTING_DAYS), timedelta(hours=_HOURS))
        lasting, other = ((self._now() - age).isoformat() for age in ages)
        return lasting, other

    async def _run(self, sql: str, values: Sequence[Any]) -> None:
        try:
            await self._database.execute_fetchall(sql, values)
        except sqlite3.Error as error:
            raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error

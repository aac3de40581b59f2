"""Statements on the desk's tables, with the errors that they may raise."""

import asyncio
import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.sqlite.connection import transaction

Row = Sequence[Any]


class Queries:
    """Reads and changes rows on one connection, a statement or a transaction after the other."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database
        # A change in the middle of another's transaction would be rolled back with it.
        self._turn = asyncio.Lock()

    async def rows(self, sql: str, values: Row = ()) -> list[Any]:
        """Read rows.

        Raises:
            StoreError: the database cannot be read.
        """
        try:
            async with self._turn:
                return list(await self._database.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.", "not_read") from error

    async def change(self, sql: str, *rows: Row) -> int:
        """Run a statement for each row of values, all or none; return how many rows changed.

        Raises:
            StoreError: nothing was changed.
        """
        return await self.change_all([(sql, row) for row in rows])

    async def change_all(self, statements: Collection[tuple[str, Row]]) -> int:
        """Run statements, all or none; return how many rows changed.

        Raises:
            StoreError: nothing was changed.
        """
        changed = 0
        try:
            async with self._turn, transaction(self._database):
                for sql, values in statements:
                    changed += (await self._database.execute(sql, values)).rowcount
        except sqlite3.Error as error:
            raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error
        return changed

"""Read all tables of a database file, of one moment, to move them into another database."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.sqlite.connection import connect
from storybot.store.sqlite.upkeep.inspection import inspect

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_COLUMNS = "SELECT name FROM pragma_table_info(?)"
_HAS_ROWID = "SELECT NOT wr FROM pragma_table_list(?) WHERE schema = 'main'"


class SQLiteTables:
    """The tables of an open database, inside a transaction; made by `tables_of`."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    async def columns(self) -> dict[str, list[str]]:
        """Return the columns of each table."""
        names = [str(name) for (name,) in await self._database.execute_fetchall(_TABLES)]
        return {
            table: [
                str(name) for (name,) in await self._database.execute_fetchall(_COLUMNS, (table,))
            ]
            for table in names
        }

    async def count(self, table: str) -> int:
        """Count the rows of a table."""
        ((count,),) = await self._database.execute_fetchall(f"SELECT count(*) FROM {table}")
        return int(count)

    async def rows(self, table: str, columns: Sequence[str]) -> AsyncIterator[Sequence[Any]]:
        """Yield the rows of a table, in the order in which they were made."""
        ((has_rowid,),) = await self._database.execute_fetchall(_HAS_ROWID, (table,))
        order = "ORDER BY rowid" if has_rowid else ""
        names = ", ".join(f'"{name}"' for name in columns)
        async with self._database.execute(f"SELECT {names} FROM {table} {order}") as found:
            async for row in found:
                yield row

    async def last_ids(self) -> dict[str, int]:
        """Return the highest id that each table ever gave."""
        found = await self._database.execute_fetchall("SELECT name, seq FROM sqlite_sequence")
        return {str(name): int(last) for name, last in found}


@asynccontextmanager
async def tables_of(path: Path) -> AsyncIterator[SQLiteTables]:
    """Open a database file of the current schema whose texts and audit are whole.

    Raises:
        StoreError: it cannot be read, or is damaged.
    """
    report = await inspect(path)
    wrong = [*report.problems, *report.damaged]
    if report.audit and report.audit.broken is not None:
        wrong.append(f"line {report.audit.broken} of the audit: {report.audit.problem}")
    if wrong:
        raise StoreError(
            f"{path} is damaged and was not moved: {'; '.join(wrong[:3])}. `storybot doctor` says"
            " what can be done."
        )
    try:
        database = await connect(str(path))
        try:
            await database.execute("BEGIN")
            yield SQLiteTables(database)
        finally:
            await database.close()
    except sqlite3.Error as error:
        raise StoreError(f"Cannot read the database {path}: {error}.") from error

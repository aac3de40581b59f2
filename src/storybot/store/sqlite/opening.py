"""Open the database file, with all its tables, for whichever part of the program needs it."""

import sqlite3
from pathlib import Path

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.sqlite.connection import connect
from storybot.store.sqlite.schema.migrations import migrate

MEMORY = ":memory:"
FORGETFUL = "secure_delete = ON"
"""Deleted content is overwritten, not only unlinked: readers' texts do not remain."""


async def open_database(path: str, *pragmas: str) -> aiosqlite.Connection:
    """Open the file, creating it if needed; ``:memory:`` for an in-memory database.

    Raises:
        StoreError: it cannot be opened, is no database, or is of a newer storybot.
    """
    database: aiosqlite.Connection | None = None
    try:
        if path != MEMORY:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        database = await connect(path)
        for pragma in pragmas:
            await database.execute_fetchall(f"PRAGMA {pragma}")
        await migrate(database)
    except (sqlite3.Error, OSError, ValueError) as error:
        if database:
            await database.close()
        raise StoreError(f"Cannot open the database {path}: {error}.") from error
    return database

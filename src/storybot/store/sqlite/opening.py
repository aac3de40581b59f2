"""Open the database file, with all its tables, for whichever part of the program needs it."""

import sqlite3
from pathlib import Path

import aiosqlite

from storybot.model.errors import AlreadyRunning, StoreError
from storybot.store.sqlite.connection import connect
from storybot.store.sqlite.schema.migrations import migrate
from storybot.store.sqlite.schema.ownership import check_own

MEMORY = ":memory:"
FORGETFUL = "secure_delete = ON"
"""Deleted content is overwritten, not only unlinked: readers' texts do not remain."""

_LET_WRITE = "Give this program the right to write the file and its folder."
_PRIMARY_CODE = 0xFF
"""The part of an error code that is left without its details."""


async def open_database(path: str, *pragmas: str, as_is: bool = False) -> aiosqlite.Connection:
    """Open the file, creating it if needed; ``:memory:`` for an in-memory database.

    ``as_is`` leaves its schema as it is, of whichever storybot it is.

    Raises:
        ForeignDatabase: it is no database, or another program's; nothing was written.
        StoreError: it cannot be opened, or is of a newer storybot.
        AlreadyRunning: a bot of an older storybot answers with it.
    """
    if path != MEMORY:
        check_own(Path(path))
    database: aiosqlite.Connection | None = None
    try:
        if path != MEMORY:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        database = await connect(path)
        for pragma in pragmas:
            await database.execute_fetchall(f"PRAGMA {pragma}")
        if not as_is:
            await migrate(database)
    except AlreadyRunning:
        if database:
            await database.close()
        raise
    except (sqlite3.Error, OSError, ValueError) as error:
        if database:
            await database.close()
        if isinstance(error, sqlite3.Error) and is_read_only(error):  # of an older version, too
            raise not_writable(path, error) from error
        raise StoreError(
            f"Cannot open the database {path}: {error}.{_hint(path, error)}"
        ) from error
    return database


def _hint(path: str, error: Exception) -> str:
    """Say what to do about a file that is there and cannot be opened, as one restored by root."""
    if getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE != sqlite3.SQLITE_CANTOPEN:
        return ""
    try:
        return f" {_LET_WRITE}" if Path(path).exists() else ""
    except OSError:  # nobody is let into its folder
        return f" {_LET_WRITE}"


def is_read_only(error: sqlite3.Error) -> bool:
    """Tell whether a statement failed because the database may only be read.

    SQLite opens such a file without an error; only the first statement that writes has one.
    """
    code = getattr(error, "sqlite_errorcode", 0)  # errors of the Python library have none
    return code & _PRIMARY_CODE == sqlite3.SQLITE_READONLY


def not_writable(path: str, error: sqlite3.Error) -> StoreError:
    """Say that the database cannot be written, and what to do about it where that is known."""
    if not is_read_only(error):
        return StoreError(f"Cannot write the database {path}: {error}.")
    return StoreError(f"The database {path} may not be written: {error}. {_LET_WRITE}")

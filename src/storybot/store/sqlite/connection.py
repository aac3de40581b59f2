"""Connections to the database file, and transactions on them."""

import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import aiosqlite

T = TypeVar("T")

_BUSY_SECONDS = 5.0
"""How long a change waits for that of another process."""


async def connect(path: str) -> aiosqlite.Connection:
    """Connect so that commits survive a power cut; ``:memory:`` for an in-memory database.

    Raises:
        sqlite3.Error: the file cannot be opened or is no database.
    """
    if path != ":memory:":
        with suppress(OSError):  # there already, or SQLite says below what is wrong with the path
            make_private(Path(path))
        # A file that cannot be opened is an error here, and not in a thread that outlives the loop:
        # aiosqlite's would say so by a traceback of its own.
        sqlite3.connect(path).close()
    database = await aiosqlite.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            await database.execute_fetchall(f"PRAGMA {pragma}")
    except sqlite3.Error:
        await database.close()
        raise
    return database


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read: readers' questions will be in it.

    SQLite gives the files beside it the same rights.

    Raises:
        OSError: it exists already, or cannot be made.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


@asynccontextmanager
async def transaction(database: aiosqlite.Connection) -> AsyncIterator[None]:
    """Run the context in a transaction, after waiting for the lock.

    Raises:
        sqlite3.Error: nothing was changed.
    """
    try:
        await database.execute("BEGIN IMMEDIATE")
        yield
        await database.commit()
    except BaseException:
        await database.rollback()  # also of a BEGIN that was cancelled while it waited
        raise


async def in_one_call(database: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do some work in a transaction of its own, in one call to the connection's thread.

    To hand a statement over to the thread and be told of its end costs more than the statement. It
    is done as a whole, also where who asked for it is cancelled meanwhile.

    Raises:
        sqlite3.Error: nothing was changed.
        ValueError: the connection is closed.
    """

    def run() -> T:
        connection = database._conn  # noqa: SLF001 - as of every statement of the library's own
        try:
            connection.execute("BEGIN IMMEDIATE")
            done = work(connection)
            connection.commit()
        except BaseException:
            connection.rollback()
            raise
        return done

    return await database._execute(run)  # type: ignore[no-any-return,no-untyped-call] # noqa: SLF001

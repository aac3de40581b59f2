"""One bot per database: a row that names the answering process, with a heartbeat.

On one machine the operating system tells whether that process still exists, so a killed bot is
succeeded at once. From elsewhere only the heartbeat counts: a row whose heartbeat has not advanced
for some seconds is taken over. The heartbeat is a counter, so clocks need not agree.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, Self

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.sqlite.connection import transaction
from storybot.store.sqlite.opening import MEMORY, not_writable, open_database
from storybot.store.sqlite.schema.holder import COLUMNS, Holder, holder_of, outlast

_log = logging.getLogger(__name__)

_BEAT_SECONDS = 2.0
_HELD = (
    "Another storybot answers with this database: process {pid} on {host}, since {since}."
    " Stop that one first, or set STORYBOT_DATABASE to another file."
)
_LOST = (
    "Another storybot has taken this database over: process {pid} on {host}, since {since}."
    " This one showed no sign of life for too long and ends."
)
_REPLACED = (
    "The database {} was removed or replaced while storybot answered with it. It ends, so that"
    " nothing more is confirmed that the next start does not find. To go back to a backup, stop"
    " the bot first."
)
_MOST_MISSED = 2
"""Beats at which the file may be another one or none: a share may be away for a moment."""


class SQLiteLease:
    """The lease in a database file; made by `open`."""

    def __init__(self, database: aiosqlite.Connection, me: Holder, path: str) -> None:
        self._database = database
        self._me = me
        self._path = path
        self._file = _identity(path)
        self._missed = 0

    @classmethod
    async def open(
        cls,
        path: str,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> Self:
        """Acquire the lease of a database file; ``:memory:`` for an in-memory one.

        If the holder runs on another machine, wait for its heartbeat.

        Raises:
            AlreadyRunning: another process holds it.
            StoreError: the file cannot be opened or written.
        """
        # A lost heartbeat costs nothing, so it need not wait for the disk.
        lease = cls(await open_database(path, "synchronous = NORMAL"), Holder.me(), path)
        try:
            await lease._take(now, sleep)
        except sqlite3.Error as error:
            await lease._database.close()
            raise not_writable(path, error) from error
        except BaseException:
            await lease._database.close()
            raise
        return lease

    async def keep(self) -> NoReturn:
        """Send heartbeats.

        Raises:
            AlreadyRunning: another process has taken the lease.
            StoreError: the file was removed or replaced.
        """
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            await self.beat()

    async def beat(self) -> None:
        """Send one heartbeat; tolerate a locked database.

        Raises:
            AlreadyRunning: another process has taken the lease.
            StoreError: the file was removed or replaced.
        """
        self._missed = 0 if _identity(self._path) == self._file else self._missed + 1
        if self._missed > _MOST_MISSED:  # what is open still is written to, where nobody finds it
            raise StoreError(_REPLACED.format(self._path))
        try:
            moved = await self._database.execute(
                "UPDATE lease SET beats = beats + 1 WHERE holder = ?", (self._me.holder,)
            )
            other = None if moved.rowcount else await holder_of(self._database)
        except sqlite3.Error as error:
            _log.warning("The heartbeat could not be written: %s", error)
        else:
            if not moved.rowcount:
                raise (other or self._me).say(_LOST)

    async def close(self) -> None:
        """Give the lease up; calling it twice is allowed."""
        with suppress(sqlite3.Error, ValueError):  # ValueError: it is closed
            await self._database.execute("DELETE FROM lease WHERE holder = ?", (self._me.holder,))
        await self._database.close()

    async def _take(
        self, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        current = await outlast(self._database, _HELD, now, sleep)
        async with transaction(self._database):
            found = await holder_of(self._database)
            if found and found != current:  # another process was faster
                raise found.say(_HELD)
            me = self._me
            await self._database.execute(
                f"INSERT OR REPLACE INTO lease (one, {COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, 0)",
                (me.holder, me.host, me.pid, me.machine, me.begun, me.since),
            )


def _identity(path: str) -> tuple[int, int] | None:
    """Tell files of one name apart; None where there is none."""
    if path == MEMORY:
        return None
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

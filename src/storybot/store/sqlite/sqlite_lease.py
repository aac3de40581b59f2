"""One bot a database: a row that names the process that answers, with a heartbeat.

On one machine the operating system tells whether that process is still there, so a bot that was
killed is followed at once. From elsewhere only the heartbeat tells: a row in which it has stood
still for some seconds is taken over. It is counted, not timed, so clocks need not agree.
"""

import asyncio
import logging
import os
import socket
import sqlite3
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, Self

import aiosqlite

from storybot.model.errors import AlreadyRunning, StoreError
from storybot.store.sqlite.connection import transaction
from storybot.store.sqlite.opening import open_database

_log = logging.getLogger(__name__)

_BEAT_SECONDS = 2.0
_EXPIRED_SECONDS = 10.0
_LOOK_SECONDS = 0.5
_HELD = (
    "Another storybot answers with this database: process {pid} on {host}, since {since}."
    " Stop that one first, or set STORYBOT_DATABASE to another file."
)
_LOST = (
    "Another storybot has taken this database over: process {pid} on {host}, since {since}."
    " This one showed no sign of life for too long and ends."
)
_COLUMNS = "holder, host, pid, machine, begun, since, beats"


@dataclass(frozen=True, slots=True)
class _Holder:
    """A process, as the row names it."""

    holder: str
    host: str
    pid: int
    machine: str
    """Within which a process id means one process; empty where that cannot be told."""
    begun: str
    """When the process began, for its id may be given to another."""
    since: str
    beats: int = 0

    @classmethod
    def me(cls) -> Self:
        """Name this process."""
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        pid = os.getpid()
        return cls(uuid.uuid4().hex, socket.gethostname(), pid, _machine(), _begun(pid), since)

    @property
    def runs_here(self) -> bool | None:
        """Whether the process is still there; None where that cannot be told from here."""
        if not self.machine or self.machine != _machine():
            return None
        return _begun(self.pid) == self.begun

    def say(self, text: str) -> AlreadyRunning:
        """Return the error that names this process."""
        return AlreadyRunning(text.format(pid=self.pid, host=self.host, since=self.since))


class SQLiteLease:
    """The lease in a database file; made by `open`."""

    def __init__(self, database: aiosqlite.Connection, me: _Holder) -> None:
        self._database = database
        self._me = me

    @classmethod
    async def open(
        cls,
        path: str,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> Self:
        """Take the lease of a database file; ``:memory:`` for one of its own.

        Where the holder runs on another machine, this waits for a sign of life.

        Raises:
            AlreadyRunning: another process holds it.
            StoreError: the file cannot be opened or written.
        """
        # A lost heartbeat costs nothing, so it need not wait for the disk.
        lease = cls(await open_database(path, "synchronous = NORMAL"), _Holder.me())
        try:
            await lease._take(now, sleep)
        except sqlite3.Error as error:
            await lease._database.close()
            raise StoreError(f"Cannot write the database {path}: {error}.") from error
        except BaseException:
            await lease._database.close()
            raise
        return lease

    async def keep(self) -> NoReturn:
        """Show again and again that the holder is alive.

        Raises:
            AlreadyRunning: another process has taken the lease.
        """
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            await self.beat()

    async def beat(self) -> None:
        """Show once that the holder is alive; a locked database is no reason to end.

        Raises:
            AlreadyRunning: another process has taken the lease.
        """
        try:
            moved = await self._database.execute(
                "UPDATE lease SET beats = beats + 1 WHERE holder = ?", (self._me.holder,)
            )
            other = None if moved.rowcount else await self._holder()
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
        first = current = await self._holder()
        since = now()
        while current and current.runs_here is not False and now() - since < _EXPIRED_SECONDS:
            if current.runs_here or current != first:
                raise current.say(_HELD)
            await sleep(_LOOK_SECONDS)
            current = await self._holder()
        async with transaction(self._database):
            found = await self._holder()
            if found and found != current:  # somebody was faster
                raise found.say(_HELD)
            me = self._me
            await self._database.execute(
                f"INSERT OR REPLACE INTO lease (one, {_COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, 0)",
                (me.holder, me.host, me.pid, me.machine, me.begun, me.since),
            )

    async def _holder(self) -> _Holder | None:
        found = list(await self._database.execute_fetchall(f"SELECT {_COLUMNS} FROM lease"))
        return _Holder(*found[0]) if found else None


def _machine() -> str:
    """Name the running system and its process namespace, where Linux tells them."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _begun(pid: int) -> str:
    """Return when a process began, in ticks since the start of the system; empty if it is gone."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    state, *fields = status.rpartition(")")[2].split()
    return "" if state in {"Z", "X"} else fields[18]

"""Who answers with a database file, as the row of its lease names them.

On one machine the operating system tells whether that process still exists. From elsewhere only the
heartbeat counts, a counter, so clocks need not agree.
"""

import asyncio
import os
import socket
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import aiosqlite

from storybot.model.errors import AlreadyRunning

COLUMNS = "holder, host, pid, machine, begun, since, beats"
_EXPIRED_SECONDS = 10.0
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Holder:
    """A process, as the row names it."""

    holder: str
    host: str
    pid: int
    machine: str
    """The scope in which a process id is unique; empty if unknown."""
    begun: str
    """Start of the process, as its id may be reused."""
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
        """Whether the process still exists; None if that cannot be told from here."""
        if not self.machine or self.machine != _machine():
            return None
        return _begun(self.pid) == self.begun

    def say(self, text: str) -> AlreadyRunning:
        """Return the error that names this process."""
        return AlreadyRunning(text.format(pid=self.pid, host=self.host, since=self.since))


async def holder_of(database: aiosqlite.Connection) -> Holder | None:
    """Read who holds the lease."""
    found = list(await database.execute_fetchall(f"SELECT {COLUMNS} FROM lease"))
    return Holder(*found[0]) if found else None


async def outlast(
    database: aiosqlite.Connection,
    held: str,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    *,
    by_heartbeat: bool = False,
) -> Holder | None:
    """Return a holder that is dead, after waiting for a sign of life; None where there is none.

    ``by_heartbeat`` believes the heartbeat alone: in a copy of the file it stands still while the
    process that it names lives.

    Raises:
        AlreadyRunning: the holder lives; ``held`` says so.
    """
    first = current = await holder_of(database)
    since = now()
    while current and current.runs_here is not False and now() - since < _EXPIRED_SECONDS:
        if current != first or (current.runs_here and not by_heartbeat):
            raise current.say(held)
        await sleep(_LOOK_SECONDS)
        current = await holder_of(database)
    return current


def _machine() -> str:
    """Name the running system and its process namespace, if Linux reports them."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _begun(pid: int) -> str:
    """Return when a process started, in ticks since the system's start; empty if it is gone."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    state, *fields = status.rpartition(")")[2].split()
    return "" if state in {"Z", "X"} else fields[18]

"""One bot per database: an advisory lock, which the server gives back when its connection ends.

A process that is killed is succeeded at once, and one whose machine is gone after the seconds that
the server takes to notice. A row names the holder, and counts its heartbeats: whether it lives is
seen by a count that moves, so clocks need not agree.
"""

import asyncio
import logging
import os
import socket
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import NoReturn, Self, TypeAlias

import asyncpg

from storybot.model.errors import AlreadyRunning
from storybot.store.postgres.connection import server_errors
from storybot.store.postgres.connection.pool import connect
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import LEASE_KEY, open_pool

_log = logging.getLogger(__name__)
_Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

_BEAT_SECONDS = 2.0
_EXPIRED_SECONDS = 15.0
"""Longer than the server takes to notice that a machine is gone."""
_LOOK_SECONDS = 0.5
_LOCK = f"SELECT pg_try_advisory_lock({LEASE_KEY})"
_NAME = """
    INSERT INTO lease (holder, host, pid, since) VALUES ($1, $2, $3, $4)
    ON CONFLICT (one) DO UPDATE SET
        holder = excluded.holder, host = excluded.host, pid = excluded.pid,
        since = excluded.since, beats = 0
"""
_BEAT = "UPDATE lease SET beats = beats + 1 WHERE holder = $1"
_HELD = (
    "Another storybot answers with this database: process {pid} on {host}, since {since}."
    " Stop that one first, or set STORYBOT_DATABASE to another database or schema."
)
_HELD_BY_NOBODY = (
    "Another program has locked this database and does not say who it is. End it: its pid is in"
    " pg_locks, locktype 'advisory'; or set STORYBOT_DATABASE to another database or schema."
)
_LOST = (
    "Another storybot has taken this database over: process {pid} on {host}, since {since}."
    " This one had lost its connection and ends."
)


class PostgresLease:
    """The lease of a story; made by `open`."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._me = uuid.uuid4().hex
        self._connection: _Connection | None = None
        self._lost = asyncio.Event()

    @classmethod
    async def open(
        cls,
        target: Target,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> Self:
        """Acquire the lease; where a holder shows no sign of life, wait for the server to see it.

        Raises:
            AlreadyRunning: another process holds it.
            StoreError: the database cannot be reached or used.
        """
        await (await open_pool(target)).close()  # makes the tables
        lease = cls(target)
        try:
            await lease._take(now, sleep)
        except BaseException as error:
            await lease.close()
            if server_errors.is_failure(error):
                raise server_errors.not_saved(error, target.shown) from error
            raise
        return lease

    async def keep(self) -> NoReturn:
        """Send heartbeats, at once when the connection is lost.

        Raises:
            AlreadyRunning: another process has taken the lease.
        """
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_BEAT_SECONDS):
                    await self._lost.wait()
                await asyncio.sleep(_LOOK_SECONDS)  # it cannot be there again yet
            await self.beat()

    async def beat(self) -> None:
        """Send one heartbeat; tolerate a server that is away.

        Raises:
            AlreadyRunning: another process has taken the lease.
        """
        try:
            if self._connection is None or self._connection.is_closed():
                await self._retake()
            else:
                await self._connection.execute(_BEAT, self._me)
        except Exception as error:
            if not server_errors.is_failure(error):
                raise
            _log.warning("The heartbeat could not be written: %s", server_errors.reason(error))

    async def close(self) -> None:
        """Give the lease up; calling it twice is allowed."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(*server_errors.FAILURES):
            await connection.execute("DELETE FROM lease WHERE holder = $1", self._me)
            await connection.close(timeout=_LOOK_SECONDS)
        connection.terminate()

    async def _take(
        self, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        connection = await self._connect()
        first = await _holder(connection)
        until = now() + _EXPIRED_SECONDS
        while not await connection.fetchval(_LOCK):
            current = await _holder(connection)
            if current and (current != first or now() >= until):
                raise AlreadyRunning(_said(_HELD, current))
            if now() >= until:
                raise AlreadyRunning(_HELD_BY_NOBODY)
            await sleep(_LOOK_SECONDS)
        await self._write_name(connection)

    async def _retake(self) -> None:
        """Lock again after the connection was lost, unless somebody else was faster."""
        connection = await self._connect()
        locked = await connection.fetchval(_LOCK)
        holder = await _holder(connection)
        if holder and holder["holder"] != self._me:
            raise AlreadyRunning(_said(_LOST, holder))
        if not locked:  # by this process's own lost connection, as long as the server has it
            connection.terminate()
        elif not holder:  # whoever held it meanwhile has given it up
            await self._write_name(connection)

    async def _write_name(self, connection: _Connection) -> None:
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        await connection.execute(_NAME, self._me, socket.gethostname(), os.getpid(), since)

    async def _connect(self) -> _Connection:
        self._lost.clear()
        connection = self._connection = await connect(self._target)
        connection.add_termination_listener(lambda _: self._lost.set())
        return connection


async def _holder(connection: _Connection) -> asyncpg.Record | None:
    return await connection.fetchrow("SELECT holder, host, pid, since, beats FROM lease")


def _said(text: str, holder: asyncpg.Record) -> str:
    return text.format(pid=holder["pid"], host=holder["host"], since=holder["since"])

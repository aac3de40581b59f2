"""What the processes of one bot share in PostgreSQL: moments to send at, news, who leads."""

import asyncio
import logging
from contextlib import suppress
from typing import Any, Self

import asyncpg

from storybot.store.layout.send_moments import next_moments, until_half_free
from storybot.store.postgres.connection import server_errors
from storybot.store.postgres.connection.notifications import Notifications
from storybot.store.postgres.connection.pool import Connection, PostgresPool, connect
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import open_pool

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_TRIES = 1.0
_CHECK_SECONDS = 2.0
_ANSWER_SECONDS = 5.0
"""Together less than the server takes to give the lock of a silent machine to another."""
_NOW = "SELECT extract(epoch FROM clock_timestamp())::double precision, moments FROM send_slots"
_LEAD = """
    SELECT pg_try_advisory_lock(hashtextextended('storybot:lead:' || current_schema(), 0))
"""


class PostgresLinks:
    """Links over the pool and two connections of their own; made by `open`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool
        self._notifications = Notifications.open(pool.target)
        self._leading: asyncpg.Connection[Any] | None = None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the links in the database of a URL.

        Raises:
            StoreError: it cannot be reached or used, or is of a newer storybot.
        """
        return cls(await open_pool(Target.of(url)))

    async def close(self) -> None:
        """Stop leading and listening; calling it twice is allowed."""
        self._stop_leading()
        await self._notifications.close()
        await self._pool.close()

    async def reserve_sendings(self, count: int) -> list[float]:
        """Reserve moments for messages; return in how many seconds each may go out."""

        async def body(connection: Connection) -> list[float]:
            # Locked first: the time is that at which it is this process's turn.
            await connection.execute("SELECT FROM send_slots FOR UPDATE")
            ((now, moments),) = await connection.fetch(_NOW)
            kept, new = next_moments(moments, now, count)
            await connection.execute("UPDATE send_slots SET moments = $1", kept)
            return [max(moment - now, 0.0) for moment in new]

        return await self._pool.transact(body, repeatable=True)

    async def wait_for_half(self) -> float:
        """Return the seconds until half of that limit is free."""
        ((now, moments),) = await self._pool.rows(_NOW)
        return until_half_free(moments, now)

    async def wait_for_updates(self, seconds: float) -> None:
        """Wait until there may be updates to claim, or for so long."""
        await self._notifications.wait("inbox", seconds)

    async def lead(self) -> None:
        """Wait until this process is the one that does what only one does."""
        while True:
            try:
                if self._leading is None:
                    self._leading = await connect(self._pool.target)
                if await self._leading.fetchval(_LEAD):
                    return
            except Exception as error:
                self._stop_leading()
                if not server_errors.is_failure(error):
                    raise
                _log.warning("Who leads cannot be found out: %s", server_errors.reason(error))
            await asyncio.sleep(_SECONDS_BETWEEN_TRIES)

    async def led_until(self) -> None:
        """Wait until this process leads no longer: its connection is gone."""
        while self._leading is not None:
            try:
                await self._leading.execute("SELECT", timeout=_ANSWER_SECONDS)
                await asyncio.sleep(_CHECK_SECONDS)
            except Exception as error:
                self._stop_leading()
                if not server_errors.is_failure(error):
                    raise

    def _stop_leading(self) -> None:
        """End the connection, and with it the lock."""
        leading, self._leading = self._leading, None
        if leading:
            with suppress(asyncpg.InterfaceError):
                leading.terminate()

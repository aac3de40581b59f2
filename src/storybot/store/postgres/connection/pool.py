"""The pool of a process: statements and transactions that outlive a restart of the server.

A statement that only reads, or that may be made twice without harm, is repeated on a new connection
when the one was lost. A transaction is repeated too, and made once: it begins with a row in
`receipts` under an id of its own. If the connection is lost while it commits, nobody has said
whether it was; the repetition then finds the row, waiting for the first attempt if that still
runs, and makes nothing twice.
"""

import asyncio
import random
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

import asyncpg

from storybot.model.errors import StoreError
from storybot.store.postgres.connection import server_errors
from storybot.store.postgres.connection.target import Target

Connection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
"""A connection inside a transaction."""
T = TypeVar("T")

_PATIENCE_SECONDS = 15.0
"""How long a statement is repeated: a restart of the server takes less."""
_CONNECT_SECONDS = 5.0
_STATEMENT_SECONDS = 30.0
_LOCK_SECONDS = 10.0
LONG_SECONDS = 24 * 3600.0
"""The time-out of a statement that works through everything, after `allow_long`."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
SETTINGS = {
    "application_name": "storybot",
    "statement_timeout": f"{_STATEMENT_SECONDS:.0f}s",
    "lock_timeout": f"{_LOCK_SECONDS:.0f}s",
    "idle_in_transaction_session_timeout": "60s",  # of a process that hangs, which keeps its locks
    "jit": "off",  # the statements are short: compiling takes longer than they do
    "timezone": "UTC",
    "client_min_messages": "warning",
}
_RECEIPT = "INSERT INTO receipts (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING true"
_DROP_RECEIPTS = "DELETE FROM receipts WHERE at < now() - interval '1 hour'"
"""Far longer than a transaction is repeated."""
_TRANSACTIONS_A_DROP = 256


async def connect(target: Target) -> "asyncpg.Connection[asyncpg.Record]":
    """Open a connection of its own, for locks and notifications that live as long as it does.

    Raises:
        Exception: any error that `server_errors` knows.
    """
    return await asyncpg.connect(
        target.dsn,
        timeout=_CONNECT_SECONDS,
        command_timeout=_STATEMENT_SECONDS,
        server_settings=SETTINGS | _ALIVE,
    )


_ALIVE = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
"""The server notices within seconds that a machine is gone, and gives its locks to others."""


@dataclass(slots=True)
class _Shared:
    """The connections of one process to one database."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    turns: asyncio.Semaphore
    """As many as there are connections: who waits for others of the process is patient."""
    users: int = 0


_shared = WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, _Shared]]()


class PostgresPool:
    """Connections to one database, shared by all parts of a process; made by `open`."""

    def __init__(self, target: Target, shared: _Shared) -> None:
        self.target = target
        self._shared: _Shared | None = shared
        self._pool = shared.pool
        self._turns = shared.turns
        shared.users += 1

    @classmethod
    async def open(cls, target: Target) -> Self:
        """Join the process's pool for a database; it connects when it is first used."""
        pools = _shared.setdefault(asyncio.get_running_loop(), {})
        shared = pools.get(target.dsn)
        if shared is None:
            pool = asyncpg.create_pool(
                target.dsn,
                min_size=0,
                max_size=target.connections,
                timeout=_CONNECT_SECONDS,
                command_timeout=_STATEMENT_SECONDS,
                server_settings=SETTINGS,
                reset=_keep_session,
            )
            shared = pools[target.dsn] = _Shared(pool, asyncio.Semaphore(target.connections))
            await pool
        return cls(target, shared)

    async def close(self) -> None:
        """Leave the pool; its last user closes the connections. Calling it twice is allowed."""
        shared, self._shared = self._shared, None
        if shared is None:
            return
        shared.users -= 1
        if shared.users:
            return
        _shared.get(asyncio.get_running_loop(), {}).pop(self.target.dsn, None)
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                await shared.pool.close()
        except TimeoutError:  # somebody still waits for a server that does not answer
            shared.pool.terminate()

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        """Read rows.

        Raises:
            StoreError: the database cannot be read.
        """
        return await self._repeated(lambda c: c.fetch(sql, *values), server_errors.not_read)

    async def change(self, sql: str, *values: Any) -> int:
        """Run a statement that may be made twice without harm; return how many rows it changed.

        Raises:
            StoreError: nothing was changed.
        """
        status = await self._repeated(lambda c: c.execute(sql, *values), server_errors.not_saved)
        return count_of(status)

    async def changed(self, sql: str, *values: Any) -> list[Any]:
        """Run such a statement, and return the rows that it returns.

        Raises:
            StoreError: nothing was changed.
        """
        return await self._repeated(lambda c: c.fetch(sql, *values), server_errors.not_saved)

    async def transact(
        self, body: Callable[[Connection], Awaitable[T]], *, repeatable: bool = False
    ) -> T:
        """Run a function in a transaction, which is made once, and return what it returns.

        The function may be called several times, each time in a transaction of its own of which
        only one is committed: it has to leave nothing behind but what it does to the database.
        ``repeatable`` says that it does no harm when two are, and needs no receipt.

        Raises:
            StoreError: nothing was changed, or it says that this is not known.
            IntegrityConstraintViolationError: nothing was changed.
        """
        id, patience = uuid.uuid4(), _Patience()
        made: list[T] = []
        """What the attempt returned whose commit may have been made."""
        while True:
            try:
                async with self._acquired(patience) as connection:
                    transaction = connection.transaction()
                    await transaction.start()
                    try:
                        if repeatable or await connection.fetchval(_RECEIPT, id):
                            made = []
                            made = [await body(connection)]
                            if not repeatable and id.int % _TRANSACTIONS_A_DROP == 0:
                                await connection.execute(_DROP_RECEIPTS)
                    except BaseException:
                        # Of a lost connection the server undoes it.
                        with suppress(*server_errors.FAILURES):
                            await transaction.rollback()
                        raise
                    await transaction.commit()
                return made[0]
            except asyncpg.IntegrityConstraintViolationError:
                raise
            except Exception as error:
                if isinstance(error, asyncpg.TransactionRollbackError):
                    made = []
                if not server_errors.is_failure(error):
                    raise
                if not await patience.again(error):
                    shown, unknown = self.target.shown, bool(made)
                    raise server_errors.not_saved(error, shown, unknown=unknown) from error

    async def reading(self, body: Callable[[Connection], Awaitable[T]]) -> T:
        """Run a function that only reads, all of one moment, and return what it returns.

        Raises:
            StoreError: the database cannot be read.
        """

        async def read(connection: Connection) -> T:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return await body(connection)

        return await self._repeated(read, server_errors.not_read)

    async def _repeated(
        self,
        run: Callable[[Connection], Awaitable[T]],
        failure: Callable[[BaseException, str], StoreError],
    ) -> T:
        patience = _Patience()
        while True:
            try:
                async with self._acquired(patience) as connection:
                    return await run(connection)
            except Exception as error:
                if not server_errors.is_failure(error):
                    raise
                if not await patience.again(error):
                    raise failure(error, self.target.shown) from error

    @asynccontextmanager
    async def _acquired(self, patience: "_Patience") -> AsyncIterator[Connection]:
        patience.lost = False
        async with self._turns:
            try:
                connection = await self._pool.acquire(timeout=_CONNECT_SECONDS)
            except TimeoutError as error:
                raise ConnectionError("no connection could be had in time") from error
            try:
                yield connection
            except BaseException:
                patience.lost = _is_lost(connection)
                raise
            finally:
                # What was done is done: a connection that cannot go back is replaced.
                with suppress(*server_errors.FAILURES):
                    await self._pool.release(connection)


async def _keep_session(_: object) -> None:
    """Leave a session as it is: nothing here changes it, and a reset takes a turn of the server.

    A transaction that is still open is undone by the pool all the same.
    """


def _is_lost(connection: Connection) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # then the pool has taken it back already
        return True


class _Patience:
    """How long something is tried, with growing pauses in between."""

    def __init__(self) -> None:
        self._now = asyncio.get_running_loop().time
        self._deadline = self._now() + _PATIENCE_SECONDS
        self._pause = _FIRST_PAUSE
        self.lost = False
        """Whether the connection of the last attempt is gone."""

    async def again(self, error: BaseException) -> bool:
        """Wait a moment for another attempt; False if there is no sense in one, or no time."""
        if not server_errors.is_passing(error, lost=self.lost) or self._now() >= self._deadline:
            return False
        # Not all at once: a server that has just started is asked by every process.
        await asyncio.sleep(self._pause * random.uniform(0.5, 1.0))  # noqa: S311
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return True


async def allow_long(connection: Connection) -> None:
    """Let the statements of a transaction take their time; each also needs `LONG_SECONDS`."""
    await connection.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")


def count_of(status: str) -> int:
    """Return how many rows a statement changed, by what the server says of it: ``UPDATE 3``."""
    return int(status.rpartition(" ")[2]) if status[-1:].isdigit() else 0

"""Statements of many tasks in one transaction: one wait for the disk, one call to its thread.

What is written meanwhile shares the next transaction. A patient statement, whose outcome nobody
waits to see, waits a little for one that is not, or for others like it.
"""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.sqlite.connection import in_one_call

_PATIENCE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class _Write:
    sql: str
    values: Sequence[Any]
    returns_rows: bool
    rows: list[Any] = field(default_factory=list)
    """Its result; pending until ``done``."""
    done: asyncio.Future[None] = field(default_factory=asyncio.Future)


class GroupCommit:
    """Writes that share transactions on one connection."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database
        self._writes: list[_Write] = []
        self._patient: list[_Write] = []
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None
        self.between = asyncio.Lock()
        """Held while a transaction is under way; for whoever needs the connection alone."""

    async def write(
        self,
        sql: str,
        values: Sequence[Any],
        *,
        returns_rows: bool = False,
        is_patient: bool = False,
    ) -> list[Any]:
        """Run a statement, and return its rows when it is on the disk.

        Raises:
            StoreError: nothing was changed.
        """
        write = _Write(sql, values, returns_rows)
        if not is_patient:
            self._writes.append(write)
            self._begin()
        else:
            self._patient.append(write)
            if self._timer is None:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(_PATIENCE_SECONDS, self._hurry)
        await write.done
        return write.rows

    async def close(self) -> None:
        """Finish what is pending."""
        self._hurry()
        if self._writing:
            await self._writing

    def _hurry(self) -> None:
        """Have written what has been patient for long enough, if nothing took it along."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self._writes += self._patient
        self._patient = []
        if self._writes:
            self._begin()

    def _begin(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while self._writes:
            batch = self._writes + self._patient
            self._writes, self._patient = [], []
            try:
                async with self.between:
                    await self._commit(batch)
            except (sqlite3.Error, ValueError) as error:  # ValueError: it is closed
                for write in batch:
                    if not write.done.done():
                        failure = StoreError(f"Cannot write the database: {error}.")
                        failure.__cause__ = error
                        write.done.set_exception(failure)
            else:
                for write in batch:
                    if not write.done.done():
                        write.done.set_result(None)

    async def _commit(self, batch: Sequence[_Write]) -> None:
        """Run all jobs in one transaction; those that return rows store them."""
        if len(batch) == 1:  # SQLite runs one statement atomically, lock included
            (write,) = batch
            write.rows.extend(await self._database.execute_fetchall(write.sql, write.values))
            return
        # Their order does not matter: a second write for one update awaits the first.
        alike: defaultdict[str, list[_Write]] = defaultdict(list)
        for write in batch:
            alike[write.sql].append(write)
        await in_one_call(self._database, lambda connection: _run(connection, alike))


def _run(connection: sqlite3.Connection, alike: Mapping[str, Sequence[_Write]]) -> None:
    """Run each statement for each of its values."""
    for sql, writes in alike.items():
        if not writes[0].returns_rows:
            connection.executemany(sql, [write.values for write in writes])
            continue
        for write in writes:
            write.rows.extend(connection.execute(sql, write.values))

"""A durable queue of updates from Telegram, so that no crash loses one.

`put` returns once an update survives a power cut; only then may it be acknowledged to Telegram.
Concurrent writes share one transaction, and so one wait for the disk, in as few calls to the
database thread as possible. It has a connection of its own: a long change of the corpus delays it
only by SQLite's lock.
"""

import asyncio
import sqlite3
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self, TypeVar

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.inbox import InboxEntry
from storybot.store.layout.inbox_journal import ALONE, InboxJournal
from storybot.store.sqlite.connection import in_one_call, transaction
from storybot.store.sqlite.inbox_tables.sqlite_claims import ENTRY_COLUMNS, SQLiteClaims, entry
from storybot.store.sqlite.opening import FORGETFUL, is_read_only, not_writable, open_database

T = TypeVar("T")
_NO_TURNS: Mapping[int, str] = MappingProxyType({})
_BODY_SECONDS = 22 * 3600.0
"""How long the text of a dead letter is stored: with hourly cleaning, it is gone in a day."""
_KEPT_SECONDS = 25 * 3600.0
"""How long an id is known: for a day Telegram may deliver the update again."""
_RECOVER = """
    UPDATE inbox SET
        progress = 'suspect',
        crashes = crashes + 1,
        tries = tries + (
            SELECT count(*) = 1 FROM inbox WHERE state = 'waiting' AND progress = 'begun'
        )
    WHERE state = 'waiting' AND progress = 'begun'
"""
_FORGET_WORKERS = "DELETE FROM inbox_workers"
_TAKE_OVER = f"""
    UPDATE inbox SET worker = '{ALONE}' WHERE state = 'waiting' AND worker != '{ALONE}'
"""
_NO_CHANGE = "UPDATE analysis SET name = name"
"""Needs the right to write, and the lock; SQLite writes nothing where a row stays as it is."""
_PROBE_ID, _PROBE_LENGTH = -1, 4096
"""Of an update that is none: the id is below all of Telegram's, the length is a long message's."""
_PROBE = f"""
    INSERT INTO inbox (update_id, body, received, state)
    VALUES ({_PROBE_ID}, hex(zeroblob({_PROBE_LENGTH // 2})), 0, 'done')
"""
_FORGET_PROBE = f"DELETE FROM inbox WHERE update_id = {_PROBE_ID}"


@dataclass(frozen=True, slots=True)
class _Write:
    sql: str
    values: Sequence[Any]
    returns_rows: bool
    rows: list[Any] = field(default_factory=list)
    """Its result; pending until ``done``."""
    done: asyncio.Future[None] = field(default_factory=asyncio.Future)


class SQLiteInbox(InboxJournal):
    """Updates by id; made by `open`."""

    def __init__(
        self, database: aiosqlite.Connection, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._now = now
        self._writes: list[_Write] = []
        self._writing: asyncio.Task[None] | None = None
        self._between_writes = asyncio.Lock()

    @classmethod
    async def open(cls, path: str, now: Callable[[], float] = time.time) -> Self:
        """Open the inbox in that database file; ``:memory:`` for an in-memory one.

        Raises:
            StoreError: the file cannot be opened or written, is no database, or is of a newer
                storybot.
        """
        inbox = cls(await open_database(path, FORGETFUL), now)
        try:
            await inbox._refuse_read_only(path)
        except StoreError:
            await inbox.close()
            raise
        return inbox

    async def close(self) -> None:
        """Finish pending writes and close; calling it twice is allowed."""
        if self._writing:
            await self._writing
        await self._database.close()

    async def put(
        self,
        bodies: Mapping[int, str],
        turns: Mapping[int, str] = _NO_TURNS,
        *,
        begun: Collection[int] = (),
        for_workers: bool = False,
    ) -> list[InboxEntry]:
        """Store updates, as JSON by their ids; return the new ones, by id; see `Inbox.put`."""
        if not bodies:
            return []
        received = self._now()
        more = (received, "waiting", "" if for_workers else ALONE)
        values = [
            value
            for id, body in bodies.items()
            for value in (id, body, *more, turns.get(id, ""), "begun" if id in begun else "")
        ]
        marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(bodies))
        new = await self._write(
            "INSERT OR IGNORE INTO inbox (update_id, body, received, state, worker, turn, progress)"
            f" VALUES {marks} RETURNING update_id",
            values,
            returns_rows=True,
        )
        return [InboxEntry(id, bodies[id], received, begun=id in begun) for (id,) in sorted(new)]

    async def recover(self) -> list[InboxEntry]:
        """Take over what earlier processes have left, and return the suspects; see `Inbox.recover`.

        Raises:
            StoreError: the database cannot be read or written.
        """
        await self._write(_RECOVER, ())  # one statement, so a crash in it changes nothing
        for sql in (_FORGET_WORKERS, _TAKE_OVER):  # of a time with several processes
            await self._write(sql, ())
        return await self._entries("progress = 'suspect' ORDER BY update_id")

    async def waiting(self, *, after: int = -1, most: int | None = None) -> list[InboxEntry]:
        """Return unfinished updates, by id; see `Inbox.waiting`."""
        limit = -1 if most is None else most
        return await self._entries("update_id > ? ORDER BY update_id LIMIT ?", (after, limit))

    async def read(self, update_id: int) -> InboxEntry | None:
        """Return an update as it was recorded; None where it is finished."""
        return next(iter(await self._entries("update_id = ?", (update_id,))), None)

    async def _entries(self, condition: str, values: Sequence[Any] = ()) -> list[InboxEntry]:
        """Read those of the unfinished updates.

        Raises:
            StoreError: the database cannot be read.
        """
        rows = await self._read(
            f"SELECT {ENTRY_COLUMNS} FROM inbox WHERE state = 'waiting' AND {condition}", values
        )
        return [entry(*row) for row in rows]

    async def leave_to_workers(self) -> None:
        """Let workers claim what a process without workers has left; called before `put`."""
        await self.as_worker(ALONE).release()

    def as_worker(self, name: str) -> SQLiteClaims:
        """Return what a worker has of the inbox; ``name`` is that of one process, never reused."""
        return SQLiteClaims(name, self._write, self._together, self._now)

    async def backlog(self, turns: Collection[str]) -> dict[str, int]:
        """Count the unfinished updates of each of these turns, and of all under an empty name.

        Raises:
            StoreError: the database cannot be read.
        """
        marks = ",".join("?" * len(turns))
        counts = dict(
            await self._read(
                "SELECT turn, count(*) FROM inbox WHERE state = 'waiting'"
                f" AND turn IN ({marks}) GROUP BY turn",
                list(turns),
            )
        )
        ((all_,),) = await self._read("SELECT count(*) FROM inbox WHERE state = 'waiting'")
        return {turn: counts.get(turn, 0) for turn in turns} | {"": all_}

    async def counts(self) -> dict[str, int]:
        """Return the number of updates in each state; finished ones of the last day.

        Raises:
            StoreError: the database cannot be read.
        """
        return dict(await self._read("SELECT state, count(*) FROM inbox GROUP BY state"))

    async def forget_old(self) -> None:
        """Erase texts within a day and ids after it, also in the write-ahead log; call hourly.

        Raises:
            StoreError: it could not be done.
        """
        now = self._now()
        await self._write(
            "UPDATE inbox SET body = ''"
            " WHERE state != 'waiting' AND body != '' AND abs(? - received) > ?",
            (now, _BODY_SECONDS),  # a wrong clock must not retain a text for a year
        )
        await self._write(
            "DELETE FROM inbox WHERE state != 'waiting' AND received < ?", (now - _KEPT_SECONDS,)
        )
        async with self._between_writes:
            await self._read("PRAGMA wal_checkpoint(TRUNCATE)")

    async def check_writable(self) -> None:
        """Check that an update can be kept: one is written, and deleted in the same transaction.

        Raises:
            StoreError: the database cannot be written.
        """

        async def write(database: aiosqlite.Connection) -> None:
            for sql in (_PROBE, _FORGET_PROBE):
                await database.execute(sql)

        await self._together(write)

    async def _refuse_read_only(self, path: str) -> None:
        """Write without changing anything: SQLite opens a read-only file without an error."""
        try:
            async with transaction(self._database):
                await self._database.execute(_NO_CHANGE)
        except sqlite3.OperationalError as error:
            if is_read_only(error):  # a lock or a full disk passes
                raise not_writable(path, error) from error

    async def _read(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return list(await self._database.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.") from error

    async def _change(self, update_id: int, assignments: str, *, counts: bool = False) -> None:  # noqa: ARG002 - nothing is repeated here
        await self._write(f"UPDATE inbox SET {assignments} WHERE update_id = ?", (update_id,))

    async def _together(self, work: Callable[[aiosqlite.Connection], Awaitable[T]]) -> T:
        """Run several statements in one transaction.

        Raises:
            StoreError: nothing was changed.
        """
        try:
            async with self._between_writes, transaction(self._database):
                return await work(self._database)
        except (sqlite3.Error, ValueError) as error:  # ValueError: it is closed
            raise StoreError(f"Cannot write the database: {error}.") from error

    async def _write(
        self, sql: str, values: Sequence[Any], *, returns_rows: bool = False
    ) -> list[Any]:
        write = _Write(sql, values, returns_rows)
        self._writes.append(write)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await write.done
        return write.rows

    async def _write_all(self) -> None:
        while self._writes:
            batch, self._writes = self._writes, []
            try:
                async with self._between_writes:
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

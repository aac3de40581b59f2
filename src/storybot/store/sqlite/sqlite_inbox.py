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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.inbox import HandlingOutcome, InboxEntry
from storybot.store.sqlite.connection import transaction
from storybot.store.sqlite.opening import FORGETFUL, is_read_only, not_writable, open_database

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
_NO_CHANGE = "UPDATE analysis SET name = name"


@dataclass(frozen=True, slots=True)
class _Write:
    sql: str
    values: Sequence[Any]
    returns_rows: bool
    rows: list[Any] = field(default_factory=list)
    """Its result; pending until ``done``."""
    done: asyncio.Future[None] = field(default_factory=asyncio.Future)


class SQLiteInbox:
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

    async def put(self, bodies: Mapping[int, str]) -> list[InboxEntry]:
        """Store updates, as JSON by their ids; return the new ones, by id.

        Raises:
            StoreError: none of them was kept.
        """
        if not bodies:
            return []
        received = self._now()
        values = [v for id, body in bodies.items() for v in (id, body, received, "waiting")]
        marks = ", ".join(["(?, ?, ?, ?)"] * len(bodies))
        new = await self._write(
            f"INSERT OR IGNORE INTO inbox (update_id, body, received, state) VALUES {marks}"
            " RETURNING update_id",
            values,
            returns_rows=True,
        )
        return [InboxEntry(id, bodies[id], received) for (id,) in sorted(new)]

    async def recover(self) -> list[InboxEntry]:
        """Return the unfinished updates of an earlier process, by id; called once at the start.

        Updates in progress when that process ended become suspect. Only an update that was handled
        alone is charged with an attempt: of several, the culprit is unknown.

        Raises:
            StoreError: the database cannot be read or written.
        """
        await self._write(_RECOVER, ())  # one statement, so a crash in it changes nothing
        return await self.waiting()

    async def begin(self, update_id: int) -> None:
        """Record that an update is about to be handled.

        Raises:
            StoreError: it could not be noted.
        """
        await self._write("UPDATE inbox SET progress = 'begun' WHERE update_id = ?", (update_id,))

    async def charge(self, update_id: int) -> None:
        """Count a failed attempt.

        Raises:
            StoreError: it could not be counted.
        """
        await self._write("UPDATE inbox SET tries = tries + 1 WHERE update_id = ?", (update_id,))

    async def give_back(self, update_id: int) -> None:
        """Undo an attempt that was interrupted for reasons unrelated to the update.

        Raises:
            StoreError: it could not be noted.
        """
        await self._write("UPDATE inbox SET progress = '' WHERE update_id = ?", (update_id,))

    async def mark_sending(self, update_id: int) -> None:
        """Count a message about to be sent; from here on it may arrive.

        Raises:
            StoreError: it could not be counted.
        """
        await self._write(
            "UPDATE inbox SET sendings = sendings + 1 WHERE update_id = ?", (update_id,)
        )

    async def mark_not_taken(self, update_id: int) -> None:
        """Undo that count: the message did not arrive.

        Raises:
            StoreError: it could not be taken back.
        """
        await self._write(
            "UPDATE inbox SET sendings = sendings - 1 WHERE update_id = ?", (update_id,)
        )

    async def mark_part_sent(self, update_id: int) -> None:
        """Record that one of several messages was sent; the others are still to come.

        Raises:
            StoreError: it could not be written.
        """
        await self._write(
            "UPDATE inbox SET parts = parts + 1, sendings = 0 WHERE update_id = ?", (update_id,)
        )

    async def mark_sent(self, update_id: int) -> None:
        """Record that an answer was sent: it must not be sent again after a crash.

        Raises:
            StoreError: it could not be written.
        """
        await self._write("UPDATE inbox SET sent = 1 WHERE update_id = ?", (update_id,))

    async def finish(self, update_id: int, outcome: HandlingOutcome) -> None:
        """Record the outcome of an update, and erase its text, unless it is a dead letter.

        Raises:
            StoreError: it could not be written.
        """
        await self._write(
            "UPDATE inbox SET state = ?, body = CASE ? WHEN 'dead' THEN body ELSE '' END"
            " WHERE update_id = ?",
            (outcome, outcome, update_id),
        )

    async def waiting(self) -> list[InboxEntry]:
        """Return the unfinished updates, by id, without side effects.

        Raises:
            StoreError: the database cannot be read.
        """
        rows = await self._read(
            "SELECT update_id, body, received, tries, sent, sendings, progress = 'suspect',"
            " crashes, parts FROM inbox WHERE state = 'waiting' ORDER BY update_id"
        )
        return [_entry(*row) for row in rows]

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
        """Check that the database is writable, changing nothing.

        Raises:
            StoreError: the database cannot be written.
        """
        await self._write(_NO_CHANGE, ())

    async def _refuse_read_only(self, path: str) -> None:
        """Write without changing anything: SQLite opens a read-only file without an error."""
        try:
            async with transaction(self._database):
                await self._database.execute(_NO_CHANGE)
        except sqlite3.OperationalError as error:
            if is_read_only(error):  # a lock or a full disk passes
                raise not_writable(path, error) from error

    async def _read(self, sql: str) -> list[Any]:
        try:
            return list(await self._database.execute_fetchall(sql))
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.") from error

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
            await self._execute(batch)
            return
        # Their order does not matter: a second write for one update awaits the first.
        alike: defaultdict[str, list[_Write]] = defaultdict(list)
        for write in batch:
            alike[write.sql].append(write)
        async with transaction(self._database):
            for writes in alike.values():
                await self._execute(writes)

    async def _execute(self, alike: Sequence[_Write]) -> None:
        """Run one statement for each of its values, in a single call unless it returns rows."""
        first, *others = alike
        if others and not first.returns_rows:
            await self._database.executemany(first.sql, [write.values for write in alike])
            return
        for write in alike:
            write.rows.extend(await self._database.execute_fetchall(write.sql, write.values))


def _entry(
    id: int,
    body: str,
    received: float,
    tries: int,
    sent: int,
    sendings: int,
    suspect: int,
    crashes: int,
    parts: int,
) -> InboxEntry:
    return InboxEntry(
        *(id, body, received, tries),
        sent=bool(sent),
        sendings=sendings,
        suspect=bool(suspect),
        crashes=crashes,
        parts=parts,
    )

"""Updates from Telegram, kept until they are handled, so that no crash loses one.

`put` returns when an update survives the loss of power; only then may Telegram be told that it
has arrived. What several callers write at the same time shares one transaction, and so one wait
for the disk, in as few calls of the database's thread as it can. It has a connection of its own: a
long change of the corpus is not in its way but for SQLite's lock.
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
from storybot.store.sqlite.opening import FORGETFUL, open_database

_BODY_SECONDS = 22 * 3600.0
"""How long the text of a dead update can be looked at: cleaned up hourly, it is gone in a day."""
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
    """What it returned; nothing has come of it before ``done``."""
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
        """Open the inbox in that database file; ``:memory:`` for one of its own.

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
        """Finish what is being written and close; calling it twice is allowed."""
        if self._writing:
            await self._writing
        await self._database.close()

    async def put(self, bodies: Mapping[int, str]) -> list[InboxEntry]:
        """Keep updates, as JSON by their ids; return those that were not known, by id.

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
        """Return what an earlier process has left, by id; called once at the start.

        What was being handled when that process ended becomes suspect. Only an update that was
        handled alone is charged with a try: of several, nobody knows which one it was.

        Raises:
            StoreError: the database cannot be read or written.
        """
        await self._write(_RECOVER, ())  # one statement, so a crash in it changes nothing
        return await self.waiting()

    async def begin(self, update_id: int) -> None:
        """Note that an update is being handled, before it is.

        Raises:
            StoreError: it could not be noted.
        """
        await self._write("UPDATE inbox SET progress = 'begun' WHERE update_id = ?", (update_id,))

    async def charge(self, update_id: int) -> None:
        """Count a try that failed.

        Raises:
            StoreError: it could not be counted.
        """
        await self._write("UPDATE inbox SET tries = tries + 1 WHERE update_id = ?", (update_id,))

    async def give_back(self, update_id: int) -> None:
        """Note that handling was broken off through no fault of the update.

        Raises:
            StoreError: it could not be noted.
        """
        await self._write("UPDATE inbox SET progress = '' WHERE update_id = ?", (update_id,))

    async def mark_sending(self, update_id: int) -> None:
        """Count a message that goes out now; from here on it may arrive.

        Raises:
            StoreError: it could not be counted.
        """
        await self._write(
            "UPDATE inbox SET sendings = sendings + 1 WHERE update_id = ?", (update_id,)
        )

    async def mark_not_taken(self, update_id: int) -> None:
        """Take that back: the message did not arrive.

        Raises:
            StoreError: it could not be taken back.
        """
        await self._write(
            "UPDATE inbox SET sendings = sendings - 1 WHERE update_id = ?", (update_id,)
        )

    async def mark_sent(self, update_id: int) -> None:
        """Remember that an answer was sent: it must not be sent again after a crash.

        Raises:
            StoreError: it could not be written.
        """
        await self._write("UPDATE inbox SET sent = 1 WHERE update_id = ?", (update_id,))

    async def finish(self, update_id: int, outcome: HandlingOutcome) -> None:
        """Write what became of an update, and forget its text, unless it is dead.

        Raises:
            StoreError: it could not be written.
        """
        await self._write(
            "UPDATE inbox SET state = ?1, body = CASE ?1 WHEN 'dead' THEN body ELSE '' END"
            " WHERE update_id = ?2",
            (outcome, update_id),
        )

    async def waiting(self) -> list[InboxEntry]:
        """Return what is not finished, by id, and change nothing.

        Raises:
            StoreError: the database cannot be read.
        """
        rows = await self._read(
            "SELECT update_id, body, received, tries, sent, sendings, progress = 'suspect', crashes"
            " FROM inbox WHERE state = 'waiting' ORDER BY update_id"
        )
        return [_entry(*row) for row in rows]

    async def counts(self) -> dict[str, int]:
        """Return how many updates there are in each state; finished ones of the last day.

        Raises:
            StoreError: the database cannot be read.
        """
        return dict(await self._read("SELECT state, count(*) FROM inbox GROUP BY state"))

    async def forget_old(self) -> None:
        """Forget texts within a day and ids after it, also in the write-ahead log; call hourly.

        Raises:
            StoreError: it could not be done.
        """
        now = self._now()
        await self._write(
            "UPDATE inbox SET body = ''"
            " WHERE state != 'waiting' AND body != '' AND abs(? - received) > ?",
            (now, _BODY_SECONDS),  # a clock that was wrong must not keep a text for a year
        )
        await self._write(
            "DELETE FROM inbox WHERE state != 'waiting' AND received < ?", (now - _KEPT_SECONDS,)
        )
        async with self._between_writes:
            await self._read("PRAGMA wal_checkpoint(TRUNCATE)")

    async def check_writable(self) -> None:
        """Write to the disk, changing nothing.

        Raises:
            StoreError: the database cannot be written.
        """
        await self._write(_NO_CHANGE, ())

    async def _refuse_read_only(self, path: str) -> None:
        """Write, changing nothing: SQLite opens a file that it may only read without a word."""
        try:
            async with transaction(self._database):
                await self._database.execute(_NO_CHANGE)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                raise StoreError(
                    f"The database {path} may not be written: {error}. Give this program the right"
                    " to write the file and its folder."
                ) from error

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
        """Make all of them, or none; what returns rows keeps them."""
        if len(batch) == 1:  # SQLite makes one statement whole, and waits its turn, by itself
            await self._execute(batch)
            return
        # Their order does not matter: who writes twice of one update awaits the first write.
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
    id: int, body: str, received: float, tries: int, sent: int, sendings: int, suspect: int, n: int
) -> InboxEntry:
    return InboxEntry(id, body, received, tries, bool(sent), sendings, bool(suspect), n)

"""A durable queue of updates from Telegram, so that no crash loses one.

`put` returns once an update survives a power cut; only then may it be acknowledged to Telegram.
Writes of many updates share transactions (`group_commit`). It has a connection of its own: a long
change of the corpus delays it only by SQLite's lock.
"""

import sqlite3
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Self, TypeVar

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.inbox import InboxEntry
from storybot.store.layout.inbox_journal import ALONE, InboxJournal
from storybot.store.sqlite.connection import transaction
from storybot.store.sqlite.inbox_tables.group_commit import GroupCommit
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


class SQLiteInbox(InboxJournal):
    """Updates by id; made by `open`."""

    def __init__(
        self, database: aiosqlite.Connection, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._now = now
        self._commits = GroupCommit(database)

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
        await self._commits.close()
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
        new = await self._commits.write(
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
        await self._commits.write(_RECOVER, ())  # one statement, so a crash in it changes nothing
        for sql in (_FORGET_WORKERS, _TAKE_OVER):  # of a time with several processes
            await self._commits.write(sql, ())
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
        return SQLiteClaims(name, self._commits.write, self._together, self._now)

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
        await self._commits.write(
            "UPDATE inbox SET body = ''"
            " WHERE state != 'waiting' AND body != '' AND abs(? - received) > ?",
            (now, _BODY_SECONDS),  # a wrong clock must not retain a text for a year
        )
        await self._commits.write(
            "DELETE FROM inbox WHERE state != 'waiting' AND received < ?", (now - _KEPT_SECONDS,)
        )
        async with self._commits.between:
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

    async def _change(
        self,
        update_id: int,
        assignments: str,
        *,
        counts: bool = False,  # noqa: ARG002 - nothing is repeated here
        is_patient: bool = False,
    ) -> None:
        sql = f"UPDATE inbox SET {assignments} WHERE update_id = ?"
        await self._commits.write(sql, (update_id,), is_patient=is_patient)

    async def _together(self, work: Callable[[aiosqlite.Connection], Awaitable[T]]) -> T:
        """Run several statements in one transaction.

        Raises:
            StoreError: nothing was changed.
        """
        try:
            async with self._commits.between, transaction(self._database):
                return await work(self._database)
        except (sqlite3.Error, ValueError) as error:  # ValueError: it is closed
            raise StoreError(f"Cannot write the database: {error}.") from error

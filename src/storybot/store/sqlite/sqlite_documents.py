"""The Store in one SQLite file, through aiosqlite.

Two connections: one writes, inside a lock and `BEGIN IMMEDIATE`, so that a change waits for its
turn instead of failing; one reads, so that questions never wait for a change (write-ahead log).
`synchronous=FULL`, since NORMAL loses acknowledged changes in a power cut.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import aiosqlite

from storybot.model.audit import AuditEntry, AuditReport
from storybot.model.changes import Change
from storybot.model.documents import Document, DocumentId, Version
from storybot.model.errors import Conflict, StoreError
from storybot.model.headings import Heading, Standing
from storybot.model.passages import Passage, PassageId
from storybot.store.document_store import AnalysedDocument, CommitOutcome, Edit, Generation
from storybot.store.layout import rows
from storybot.store.layout.cut_portions import at_once
from storybot.store.layout.edit_plans import document_number, no_article, no_version
from storybot.store.layout.verified_rows import OUTCOME_COLUMNS, VerifiedRows
from storybot.store.sqlite.changes import audit_chain, commit, recutting
from storybot.store.sqlite.connection import connect, transaction
from storybot.store.sqlite.opening import MEMORY, open_database
from storybot.store.sqlite.upkeep.copying import copy_whole

_log = logging.getLogger(__name__)
_CHUNK = 500
"""Ids per statement: below SQLite's parameter limit in every build of it."""

_GENERATION = (
    "SELECT rebuilds, number, at FROM analysis"
    " LEFT JOIN changes ON number = (SELECT max(number) FROM changes)"
)
_VERSION_COLUMNS = (
    "v.document, v.number, CASE WHEN v.number = d.version THEN d.state ELSE 'retracted' END,"
    " v.text, v.about, v.hash"
)
_VERSION = f"SELECT {_VERSION_COLUMNS} FROM versions v JOIN documents d ON d.id = v.document"


class SQLiteStore:
    """The `Store` protocol on a SQLite file; made by `open`."""

    def __init__(self, write: aiosqlite.Connection, read: aiosqlite.Connection) -> None:
        self._write = write
        self._read = read
        self._glance: sqlite3.Connection | None = None
        self._lock = asyncio.Lock()
        self._verified = VerifiedRows()

    @classmethod
    async def open(cls, path: str) -> Self:
        """Open the database file, creating it if needed; ``:memory:`` for an in-memory database.

        Raises:
            StoreError: the file cannot be opened, is no database, or is of a newer storybot.
        """
        write = await open_database(path)
        if path == MEMORY:
            return cls(write, write)
        try:
            store = cls(write, await connect(path))
        except sqlite3.Error as error:
            await write.close()
            raise StoreError(f"Cannot open the database {path}: {error}.") from error
        await store._drop_old_cuts()
        # The generation is asked for with every question: three pages, quicker read than handed to
        # another thread and back. In WAL mode a reader waits for nobody.
        with suppress(sqlite3.Error):
            store._glance = sqlite3.connect(path, timeout=0, isolation_level=None)
        return store

    async def close(self) -> None:
        """Close all connections; calling it twice is allowed."""
        if self._glance is not None:
            self._glance.close()
            self._glance = None
        await self._read.close()
        if self._write is not self._read:
            await self._write.close()

    async def commit(self, edits: Sequence[Edit]) -> list[CommitOutcome]:
        """Make all the edits, or none; see `Store.commit`."""
        async with self._transaction() as database:
            return await commit.apply(database, edits, datetime.now(UTC))

    async def standing(self, id: DocumentId) -> Standing:
        """Return the standing of a document; see `Store.standing`."""
        try:
            return await commit.standing(self._read, document_number(id))
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.", "not_read") from error

    async def version(self, id: DocumentId, number: int | None = None) -> Version:
        """Return a version, the current one by default; see `Store.version`."""
        found = await self._rows(
            f"{_VERSION} WHERE d.id = ? AND v.number = coalesce(?, d.version)",
            (document_number(id), number),
        )
        if not found:
            raise no_article(id) if number is None else no_version(id, number)
        return self._verified.version(found[0])

    async def versions(self, keys: Collection[tuple[DocumentId, int]]) -> list[Version]:
        """Return those of the versions that are there and whole; see `Store.versions`."""
        if not keys:
            return []
        values = [int(number) for key in keys for number in key]
        marks = ",".join(["(?, ?)"] * len(keys))
        # A cross join keeps its order: SQLite looks pairs that are IN a list up by reading all.
        sql = (
            f"WITH named (document, number) AS (VALUES {marks}) SELECT {_VERSION_COLUMNS}"
            " FROM named n CROSS JOIN versions v ON (v.document, v.number) = (n.document, n.number)"
            " JOIN documents d ON d.id = v.document"
        )
        # Not at a glance: texts may come from a slow disk, and all readers would wait meanwhile.
        return self._verified.whole_versions(await self._rows(sql, values))

    async def find(self, *, source: str | None = None, text: str | None = None) -> Version | None:
        """Return the document of that source, or the first live one with exactly that text."""
        if source is not None:
            found = await self._rows(
                f"{_VERSION} WHERE d.source = ? AND v.number = d.version", (source,)
            )
        else:
            found = await self._rows(
                f"{_VERSION} WHERE v.text_hash = ? AND v.number = d.version AND d.state = 'live'"
                " ORDER BY d.id LIMIT 1",
                (rows.digest(text or ""),),
            )
        return self._verified.version(found[0]) if found else None

    async def headings(self, *, held: bool = False) -> list[Heading]:
        """Return all documents without their texts, in order of addition; see `Store.headings`."""
        found = await self._rows(
            f"SELECT {rows.HEADING_COLUMNS} FROM documents d LEFT JOIN"
            " (SELECT document, number, CASE WHEN json_valid(about) THEN about ELSE '{}' END about"
            f" FROM versions) v ON v.document = d.id AND v.number = d.version"
            f" {'WHERE d.held' if held else ''} ORDER BY d.id"
        )
        return list(map(rows.read_heading, found))

    async def documents(self) -> AsyncIterator[Version]:
        """Yield the current version of every document, in order of addition."""
        last = 0
        while found := await self._rows(
            f"{_VERSION} WHERE d.id > ? AND v.number = d.version ORDER BY d.id LIMIT {_CHUNK}",
            (last,),
        ):
            for row in found:
                yield rows.read_version(*row)
            last = found[-1][0]

    async def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return the quotable passages of these ids; see `Store.passages`."""
        found: dict[int, Passage] = {}
        for chunk in _chunks(ids):
            marks = ",".join("?" * len(chunk))
            for row in await self._rows(
                f"SELECT {rows.PASSAGE_COLUMNS} FROM passages WHERE id IN ({marks})", chunk
            ):
                if passage := self._verified.passage(row):
                    found[row[0]] = passage
        return [found[id] for id in ids if id in found]

    async def languages(self) -> list[str]:
        """Return the languages of the quotable passages, in alphabetical order."""
        # A step of the recursion jumps to the next language in the index; DISTINCT reads it all.
        found = await self._rows(
            """
            WITH RECURSIVE now (cut) AS (SELECT cut FROM analysis), seen (language) AS (
                SELECT min(language) FROM passages WHERE cut = (SELECT cut FROM now)
                UNION ALL
                SELECT (SELECT min(language) FROM passages
                        WHERE cut = (SELECT cut FROM now) AND language > seen.language)
                FROM seen WHERE seen.language IS NOT NULL
            )
            SELECT language FROM seen WHERE language IS NOT NULL
            """
        )
        return [language for (language,) in found]

    async def index_entries(self) -> AsyncIterator[Passage]:
        """Yield every quotable passage in order of id."""
        # Of one moment: what is changed or cut meanwhile is the business of who follows it.
        ((cut, end),) = await self._rows(
            "SELECT cut, (SELECT coalesce(max(id), 0) FROM passages) FROM analysis"
        )
        last = 0
        while found := await self._rows(
            f"SELECT {rows.PASSAGE_COLUMNS} FROM passages"
            f" WHERE cut = ? AND id > ? AND id <= ? ORDER BY id LIMIT {_CHUNK}",
            (cut, last, end),
        ):
            for row in found:
                if passage := self._verified.passage(row, remember=False):
                    yield passage
            last = found[-1][0]

    async def history(self, id: DocumentId | None = None) -> list[Change]:
        """Return the changes of one document or of all, oldest first."""
        if id is None:
            found = await self._changes("number > ?", 0)
        else:
            await self.version(id)
            found = await self._changes("document = ?", int(id))
        return [row.change for row in found]

    async def audit(self, below: int, most: int) -> list[AuditEntry]:
        """Return lines of the audit, newest first; see `Store.audit`."""
        try:
            return await audit_chain.entries(self._read, below, most)
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.", "not_read") from error

    async def verify_audit(self) -> AuditReport:
        """Recompute the audit's chain; see `Store.verify_audit`."""
        try:
            return await audit_chain.verify(self._read)
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.", "not_read") from error

    async def last_undoable(
        self, beside: int | None = None, *, actor: str | None = None
    ) -> Change | None:
        """Return the last change of a standing not undone; see `Store.last_undoable`."""
        found = await self._rows(
            f"SELECT {rows.CHANGE_COLUMNS} FROM changes c WHERE action NOT IN ('undo', 'wait')"
            " AND NOT EXISTS (SELECT 1 FROM changes WHERE undoes = c.number)"
            " AND (? IS NULL OR document = (SELECT document FROM changes WHERE number = ?))"
            " AND (? IS NULL OR actor = ?)"
            " ORDER BY number DESC LIMIT 1",
            (beside, beside, actor, actor),
        )
        return rows.read_change(found[0]).change if found else None

    async def untold_waits(self) -> list[Change]:
        """Return the changes by which a version has come to wait; see `Store.untold_waits`."""
        found = await self._rows(
            f"SELECT {rows.CHANGE_COLUMNS} FROM changes WHERE action = 'wait'"
            " AND number > (SELECT change FROM told_waits) ORDER BY number"
        )
        return [rows.read_change(row).change for row in found]

    async def mark_told(self, change: int) -> None:
        """Note that moderators were told; see `Store.mark_told`."""
        async with self._transaction() as database:
            await database.execute("UPDATE told_waits SET change = ?", (change,))

    async def outcomes_since(self, change: int) -> list[CommitOutcome]:
        """Return the effects of changes numbered above ``change``, oldest first."""
        # In one statement, which reads one state of the database: see `Store.outcomes_since`.
        found = await self._rows(
            f"SELECT {OUTCOME_COLUMNS}"
            " FROM changes c LEFT JOIN passages p ON p.id >= added_first AND p.id < added_stop"
            " WHERE c.number > ? ORDER BY c.number, p.id",
            (change,),
        )
        return self._verified.outcomes(found)

    async def _changes(self, where: str, value: int) -> list[rows.ChangeRow]:
        found = await self._rows(
            f"SELECT {rows.CHANGE_COLUMNS} FROM changes WHERE {where} ORDER BY number", (value,)
        )
        return [rows.read_change(row) for row in found]

    async def wait_for_change(self, seconds: float) -> None:
        """Wait for the time: a file tells nobody of its changes; see `Store.wait_for_change`."""
        await asyncio.sleep(seconds)

    @asynccontextmanager
    async def turn_to_fill(self) -> AsyncIterator[bool]:
        """Yield that it is ours: one bot uses a file, and no workers do."""
        yield True

    async def generation(self) -> Generation:
        """Return the store's generation."""
        found = self._glanced() or await self._rows(_GENERATION)
        return _read_generation(*found[0])

    def _glanced(self) -> list[Any]:
        """Read the generation without leaving the event loop; nothing if that fails."""
        if self._glance is not None:
            with suppress(sqlite3.Error):
                return self._glance.execute(_GENERATION).fetchall()
        return []

    async def moderators(self) -> dict[int, str]:
        """Return the user ids that may change the corpus, with their names."""
        found = await self._rows(
            "SELECT user, name, granted FROM grants"
            " WHERE number IN (SELECT max(number) FROM grants GROUP BY user) ORDER BY number"
        )
        return {user: name for user, name, granted in found if granted}

    async def grant(self, user: int, name: str, *, actor: str) -> None:
        """Let a user change the corpus."""
        async with self._transaction() as database:
            await commit.record_grant(database, user, name, actor=actor, granted=True)

    async def revoke(self, user: int, *, actor: str) -> bool:
        """Revoke that right; False if the user did not have it."""
        name = (await self.moderators()).get(user)
        if name is None:
            return False
        async with self._transaction() as database:
            await commit.record_grant(database, user, name, actor=actor, granted=False)
        return True

    async def analysis(self) -> str:
        """Return the name of the analysis that the passages were cut with; empty before any."""
        return str((await self._rows("SELECT name FROM analysis"))[0][0])

    async def recut(
        self,
        cut: Callable[[Sequence[Document]], Awaitable[Sequence[AnalysedDocument]]],
        *,
        analysis: str,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Cut all live documents anew, beside the passages that are quoted; see `Store.recut`."""
        await self._drop_old_cuts()
        async with self._transaction() as database:
            number = await recutting.begin(database)
        done = set[tuple[int, int]]()
        while True:
            async with self._transaction() as database:
                if await recutting.is_overtaken(database, number):
                    return
                todo = await recutting.uncut(database, number, done)
                if not todo:
                    await recutting.switch(database, number, analysis)
                    return
            async for versions in at_once(self, todo, done):
                cuts = await cut([version.document for version in versions])
                for version, passages in zip(versions, cuts, strict=True):
                    async with self._transaction() as database:
                        if not await recutting.stage(database, number, version, passages):
                            done.add((int(version.id), version.number))  # nothing to be quoted
                    progress(1)

    async def _drop_old_cuts(self) -> None:
        """Delete the passages from before a recut, once nobody needs them any more."""
        if await self._rows(recutting.HAS_OLD, (recutting.latest(),)):
            async with self._transaction() as database:
                await recutting.drop_old(database)

    async def backup(self, path: Path) -> None:
        """Copy the database, whole and consistent, while it is in use; see `Store.backup`."""
        await copy_whole(self._read, path)

    async def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return list(await self._read.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            raise StoreError(f"Cannot read the database: {error}.", "not_read") from error

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        async with self._lock:
            try:
                async with transaction(self._write):
                    yield self._write
            except sqlite3.IntegrityError as error:
                raise Conflict(
                    "The corpus changed in the meantime; look again and repeat.", "articles_changed"
                ) from error
            except sqlite3.Error as error:
                raise StoreError(f"Nothing was changed: {error}.", "not_saved") from error


@lru_cache(1)
def _read_generation(rebuilds: int, number: int | None, at: str | None) -> Generation:
    """Read a row of `_GENERATION`; it is asked for with every question, and rarely another one."""
    cut = Generation(rebuilds, 0, 0)
    return cut.after(number, datetime.fromisoformat(at)) if number and at else cut


def _chunks(ids: Sequence[PassageId]) -> Iterable[Sequence[PassageId]]:
    return (ids[i : i + _CHUNK] for i in range(0, len(ids), _CHUNK))

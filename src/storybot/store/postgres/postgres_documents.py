"""The Store in PostgreSQL, through asyncpg; several processes may change and follow it.

Questions read without locks, each statement one state of the database. Changes wait for one
another (`story_tables/numbering.py`), survive a restart of the server and are made once
(`connection/pool.py`).
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn, Self

import asyncpg

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
from storybot.store.layout.verified_rows import VerifiedRows
from storybot.store.postgres.connection.notifications import Notifications
from storybot.store.postgres.connection.pool import Connection, PostgresPool, T
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import open_pool
from storybot.store.postgres.story_tables import audit_trail, recuts, story_edits
from storybot.store.postgres.story_tables import story_queries as sql
from storybot.store.postgres.story_tables.filling_turn import filling_turn

_log = logging.getLogger(__name__)
_CHUNK = 500
"""Rows a statement, where all are read."""


class PostgresStore:
    """The `Store` protocol on a PostgreSQL database; made by `open`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool
        self._verified = VerifiedRows()
        self._notifications: Notifications | None = None

    @classmethod
    async def open(cls, target: Target) -> Self:
        """Open the database, with all its tables.

        Raises:
            StoreError: it cannot be reached or used, or is of a newer storybot.
        """
        store = cls(await open_pool(target))
        await recuts.drop_old(store._pool)
        return store

    async def close(self) -> None:
        """Close its connections; calling it twice is allowed."""
        if self._notifications:
            await self._notifications.close()
        await self._pool.close()

    async def commit(self, edits: Sequence[Edit]) -> list[CommitOutcome]:
        """Make all the edits, or none; see `Store.commit`."""
        return await self._change(partial(story_edits.apply, edits=edits, at=datetime.now(UTC)))

    async def standing(self, id: DocumentId) -> Standing:
        """Return the standing of a document; see `Store.standing`."""
        number = document_number(id)
        found = await self._pool.reading(partial(story_edits.standings, ids=[number]))
        if number not in found:
            raise no_article(id)
        return found[number]

    async def version(self, id: DocumentId, number: int | None = None) -> Version:
        """Return a version, the current one by default; see `Store.version`."""
        found = await self._pool.rows(
            f"{sql.VERSION} WHERE d.id = $1 AND v.number = coalesce($2::bigint, d.version)",
            document_number(id),
            number,
        )
        if not found:
            raise no_article(id) if number is None else no_version(id, number)
        return self._verified.version(found[0])

    async def versions(self, keys: Collection[tuple[DocumentId, int]]) -> list[Version]:
        """Return those of the versions that are there and whole; see `Store.versions`."""
        if not keys:
            return []
        ids, numbers = zip(*((int(id), number) for id, number in keys), strict=True)
        return self._verified.whole_versions(await self._pool.rows(sql.VERSIONS, ids, numbers))

    async def find(self, *, source: str | None = None, text: str | None = None) -> Version | None:
        """Return the document of that source, or the first live one with exactly that text."""
        if source is not None:
            found = await self._pool.rows(
                f"{sql.VERSION} WHERE d.source = $1 AND v.number = d.version", source
            )
        else:
            found = await self._pool.rows(
                f"{sql.VERSION} WHERE v.text_hash = $1 AND v.number = d.version"
                " AND d.state = 'live' ORDER BY d.id LIMIT 1",
                rows.digest(text or ""),
            )
        return self._verified.version(found[0]) if found else None

    async def headings(self, *, held: bool = False) -> list[Heading]:
        """Return all documents without their texts, in order of addition; see `Store.headings`."""
        return list(map(rows.read_heading, await self._pool.rows(sql.HEADINGS, held)))

    async def documents(self) -> AsyncIterator[Version]:
        """Yield the current version of every document, in order of addition."""
        last = 0
        while found := await self._pool.rows(
            f"{sql.VERSION} WHERE d.id > $1 AND v.number = d.version ORDER BY d.id LIMIT {_CHUNK}",
            last,
        ):
            for row in found:
                yield rows.read_version(*row)
            last = found[-1][0]

    async def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return the quotable passages of these ids; see `Store.passages`."""
        found = await self._pool.rows(f"{sql.PASSAGES} WHERE id = ANY($1::bigint[])", ids)
        whole = {row[0]: passage for row in found if (passage := self._verified.passage(row))}
        return [whole[id] for id in ids if id in whole]

    async def languages(self) -> list[str]:
        """Return the languages of the quotable passages, in alphabetical order."""
        return [language for (language,) in await self._pool.rows(sql.LANGUAGES)]

    async def index_entries(self) -> AsyncIterator[Passage]:
        """Yield every quotable passage in order of id."""
        # Of one moment: what is changed or cut meanwhile is the business of who follows it.
        ((cut, end),) = await self._pool.rows(
            "SELECT cut, (SELECT coalesce(max(id), 0) FROM passages) FROM analysis"
        )
        last = 0
        while found := await self._pool.rows(
            f"{sql.PASSAGES} WHERE cut = $1 AND id > $2 AND id <= $3 ORDER BY id LIMIT {_CHUNK}",
            *(cut, last, end),
        ):
            for row in found:
                if passage := self._verified.passage(row, remember=False):
                    yield passage
            last = found[-1][0]

    async def history(self, id: DocumentId | None = None) -> list[Change]:
        """Return the changes of one document or of all, oldest first."""
        if id is None:
            found = await self._pool.rows(f"{sql.CHANGES} ORDER BY number")
        else:
            await self.version(id)
            found = await self._pool.rows(
                f"{sql.CHANGES} WHERE document = $1 ORDER BY number", int(id)
            )
        return [rows.read_change(row).change for row in found]

    async def audit(self, below: int, most: int) -> list[AuditEntry]:
        """Return lines of the audit, newest first; see `Store.audit`."""
        return await audit_trail.entries(self._pool, below, most)

    async def verify_audit(self) -> AuditReport:
        """Recompute the audit's chain; see `Store.verify_audit`."""
        return await self._pool.reading(audit_trail.verify)

    async def last_undoable(
        self, beside: int | None = None, *, actor: str | None = None
    ) -> Change | None:
        """Return the last change of a standing not undone; see `Store.last_undoable`."""
        found = await self._pool.rows(sql.LAST_UNDOABLE, beside, actor)
        return rows.read_change(found[0]).change if found else None

    async def untold_waits(self) -> list[Change]:
        """Return the changes by which a version has come to wait; see `Store.untold_waits`."""
        found = await self._pool.rows(
            f"{sql.CHANGES} WHERE action = 'wait' AND number > (SELECT change FROM told_waits)"
            " ORDER BY number"
        )
        return [rows.read_change(row).change for row in found]

    async def mark_told(self, change: int) -> None:
        """Note that moderators were told; see `Store.mark_told`."""
        await self._pool.change("UPDATE told_waits SET change = $1", change)

    async def outcomes_since(self, change: int) -> list[CommitOutcome]:
        """Return the effects of changes numbered above ``change``, oldest first."""
        return self._verified.outcomes(await self._pool.rows(sql.OUTCOMES, change))

    async def wait_for_change(self, seconds: float) -> None:
        """Wait until a process has changed something; see `Store.wait_for_change`."""
        if self._notifications is None:
            self._notifications = Notifications.open(self._pool.target)
        await self._notifications.wait("corpus", seconds)

    def turn_to_fill(self) -> AbstractAsyncContextManager[bool]:
        """Hold the turn to fill a shared index; see `Store.turn_to_fill`."""
        return filling_turn(self._pool.target)

    async def generation(self) -> Generation:
        """Return the store's generation."""
        ((rebuilds, number, at),) = await self._pool.rows(sql.GENERATION)
        cut = Generation(rebuilds, 0, 0)
        return cut.after(number, at) if number else cut

    async def moderators(self) -> dict[int, str]:
        """Return the user ids that may change the corpus, with their names."""
        return dict(await self._pool.rows(sql.MODERATORS))

    async def grant(self, user: int, name: str, *, actor: str) -> None:
        """Let a user change the corpus."""
        await self._change(
            partial(story_edits.record_grant, user=user, name=name, actor=actor, granted=True)
        )

    async def revoke(self, user: int, *, actor: str) -> bool:
        """Revoke that right; False if the user did not have it."""
        name = (await self.moderators()).get(user)
        if name is None:
            return False
        await self._change(
            partial(story_edits.record_grant, user=user, name=name, actor=actor, granted=False)
        )
        return True

    async def analysis(self) -> str:
        """Return the name of the analysis that the passages were cut with; empty before any."""
        return str((await self._pool.rows("SELECT name FROM analysis"))[0][0])

    async def recut(
        self,
        cut: Callable[[Sequence[Document]], Awaitable[Sequence[AnalysedDocument]]],
        *,
        analysis: str,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Cut all live documents anew, beside the passages that are quoted; see `Store.recut`."""
        await recuts.drop_old(self._pool)
        number = await self._change(recuts.begin)
        empty = set[tuple[int, int]]()
        while todo := await self._change(
            partial(recuts.todo, number=number, empty=empty, analysis=analysis)
        ):
            async for versions in at_once(self, todo, empty):
                cuts = await cut([version.document for version in versions])
                for version, passages in zip(versions, cuts, strict=True):
                    stage = partial(recuts.stage, number=number, version=version, cut=passages)
                    if not await self._change(stage):
                        empty.add((int(version.id), version.number))  # nothing to be quoted
                    progress(1)

    async def backup(self, path: Path) -> NoReturn:
        """Refuse; PostgreSQL has its own means; see `Store.backup`."""
        raise StoreError(
            "PostgreSQL is backed up by its own programs: `pg_dump --format=custom --file="
            f"{path} DATABASE`, and `pg_restore` brings it back; docs/scaling.md says more."
        )

    async def _change(self, body: Callable[[Connection], Awaitable[T]]) -> T:
        try:
            return await self._pool.transact(body)
        except asyncpg.IntegrityConstraintViolationError as error:
            raise Conflict(
                "The corpus changed in the meantime; look again and repeat.", "articles_changed"
            ) from error

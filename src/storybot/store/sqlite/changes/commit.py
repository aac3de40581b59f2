"""Edits applied inside an open transaction, many at a time.

Ids are handed out here, under the write lock, from SQLite's own sequence table: so a whole folder
costs a handful of statements, and no id is ever used again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import aiosqlite

from storybot.model.documents import State, Version
from storybot.model.headings import Standing
from storybot.model.passages import Passage
from storybot.store.document_store import AnalysedDocument, CommitOutcome, Edit
from storybot.store.layout import rows
from storybot.store.layout.edit_plans import (
    PlannedEdit,
    article_changed,
    change_of,
    ids_of,
    new_numbers,
    no_article,
    no_version,
    passages_of,
)
from storybot.store.sqlite.changes import audit_chain

_Cut = tuple[int, int, str, AnalysedDocument | None]
"""Document and number of a version, its text, and its passages if it has any."""


async def apply(
    database: aiosqlite.Connection, edits: Sequence[Edit], at: datetime
) -> list[CommitOutcome]:
    """Apply the edits; the caller commits or rolls back.

    Raises:
        NotFound: there is no document or version of that id.
        Conflict: a document does not stand as its edit says.
    """
    planned = await _plan(database, edits)
    await audit_chain.begin(database)
    await _write_documents(database, planned)
    removed = [await _remove_passages(database, p) for p in planned]
    cuts = [(p.id, p.edit.after.version, p.text, p.edit.cut) for p in planned]
    added = await _insert(database, cuts)
    first = await _last(database, "changes") + 1
    changes = [change_of(first + i, p, at) for i, p in enumerate(planned)]
    outcomes = [CommitOutcome(*row) for row in zip(changes, removed, added, strict=True)]
    await _write_changes(database, outcomes)
    await audit_chain.append(database, [edit.actor for edit in edits], "change", first)
    return outcomes


async def insert_passages(
    database: aiosqlite.Connection, version: Version, cut: AnalysedDocument, number: int
) -> tuple[Passage, ...]:
    """Store the passages of a version under the next ids, as part of the cut of that number."""
    of = int(version.id), version.number, version.document.text, cut
    (added,) = await _insert(database, [of], number)
    return added


async def record_grant(
    database: aiosqlite.Connection, user: int, name: str, *, actor: str, granted: bool
) -> None:
    """Write that a user got or lost the right to change the corpus."""
    await audit_chain.begin(database)
    await database.execute(
        "INSERT INTO grants (at, actor, user, name, granted) VALUES (?, ?, ?, ?, ?)",
        (datetime.now(UTC).isoformat(), actor, user, name, granted),
    )
    await audit_chain.append(database, [actor], "grant", await _last(database, "grants"))


async def _plan(database: aiosqlite.Connection, edits: Sequence[Edit]) -> list[PlannedEdit]:
    next_id = await _last(database, "documents") + 1
    planned: list[PlannedEdit] = []
    seen: set[int] = set()
    for edit in edits:
        id, now = next_id, None
        if edit.id is None:
            next_id += 1
        else:
            id = int(edit.id)
            now = await standing(database, id)
        if now != edit.before or id in seen:
            raise article_changed(id)
        seen.add(id)
        planned.append(PlannedEdit(edit, id, *await _current(database, edit, id)))
    return planned


async def standing(database: aiosqlite.Connection, id: int) -> Standing:
    """Return the standing of a document.

    Raises:
        NotFound: there is none of that id.
    """
    found = list(
        await database.execute_fetchall(
            "SELECT version, state, held, arrived,"
            " (SELECT max(number) FROM versions WHERE document = id) FROM documents WHERE id = ?",
            (id,),
        )
    )
    if not found:
        raise no_article(id)
    version, state, held, arrived, newest = found[0]
    return Standing(version, State(state), bool(held), arrived, newest)


async def _current(database: aiosqlite.Connection, edit: Edit, id: int) -> tuple[str, str]:
    """Return the title that the audit names, and the text that is current after an edit."""
    numbers = new_numbers(edit)
    if edit.after.newest != (numbers[-1] if numbers else edit.before and edit.before.newest):
        raise ValueError("the newest number is not that of the newest version")
    if edit.after.version in numbers:
        content = edit.contents[numbers.index(edit.after.version)]
        return content.title, content.text
    found = list(
        await database.execute_fetchall(
            "SELECT about ->> 'title', text FROM versions WHERE document = ? AND number = ?",
            (id, edit.after.version),
        )
    )
    if not found:
        raise no_version(id, edit.after.version)
    title, text = found[0]
    return edit.contents[-1].title if edit.contents else title, text


async def _write_documents(database: aiosqlite.Connection, planned: Sequence[PlannedEdit]) -> None:
    await database.executemany(
        "INSERT INTO documents (id, source, version, state, held, arrived)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (p.id, p.edit.contents[0].source, *p.edit.after[:-1])
            for p in planned
            if p.edit.id is None
        ],
    )
    await database.executemany(
        "UPDATE documents SET version = ?, state = ?, held = ?, arrived = ? WHERE id = ?",
        [(*p.edit.after[:-1], p.id) for p in planned if p.edit.id is not None],
    )
    await database.executemany(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)",
        [
            (p.id, number, *rows.version_row(content))
            for p in planned
            for number, content in zip(new_numbers(p.edit), p.edit.contents, strict=True)
        ],
    )


async def _remove_passages(database: aiosqlite.Connection, planned: PlannedEdit) -> range:
    if planned.edit.id is None or not planned.edit.moves:
        return range(0)
    # The passages of one version have consecutive ids, so two numbers identify them all.
    ((first, stop),) = await database.execute_fetchall(
        "SELECT coalesce(min(id), 0), coalesce(max(id) + 1, 0) FROM passages"
        " WHERE document = ? AND cut = (SELECT cut FROM analysis)",
        (planned.id,),
    )
    await database.execute("DELETE FROM passages WHERE document = ?", (planned.id,))
    return range(first, stop)


async def _insert(
    database: aiosqlite.Connection, cuts: Sequence[_Cut], cut_number: int | None = None
) -> list[tuple[Passage, ...]]:
    """Store the passages of versions, in as few statements as those of one take."""
    if all(cut is None for *_, cut in cuts):
        return [()] * len(cuts)
    if cut_number is None:
        ((cut_number,),) = await database.execute_fetchall("SELECT cut FROM analysis")
    first = await _last(database, "passages") + 1
    added: list[tuple[Passage, ...]] = []
    new: list[tuple[Any, ...]] = []
    for id, number, text, cut in cuts:
        written = rows.passage_rows(cut, text) if cut else []
        added.append(passages_of(id, number, cut, first, written) if cut else ())
        new += [(first + i, id, number, *row, cut_number) for i, row in enumerate(written)]
        first += len(written)
    await database.executemany(
        f"INSERT INTO passages ({rows.PASSAGE_COLUMNS}, cut)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        new,
    )
    return added


async def _last(database: aiosqlite.Connection, table: str) -> int:
    """Return the highest id that a table ever gave, also to rows that are gone."""
    found = list(
        await database.execute_fetchall("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    )
    return int(found[0][0]) if found else 0


async def _write_changes(database: aiosqlite.Connection, outcomes: Sequence[CommitOutcome]) -> None:
    marks = ", ".join("?" * len(rows.CHANGE_COLUMNS.split(",")))
    await database.executemany(
        f"INSERT INTO changes ({rows.CHANGE_COLUMNS}) VALUES ({marks})",
        [rows.change_row(rows.ChangeRow(o.change, o.removed, ids_of(o.added))) for o in outcomes],
    )

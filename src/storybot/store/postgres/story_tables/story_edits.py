"""Edits applied inside an open transaction, many at a time.

A whole folder costs a few dozen statements, however many articles it has: rows go over in bulk.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

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
from storybot.store.postgres.connection.pool import Connection
from storybot.store.postgres.story_tables import audit_trail
from storybot.store.postgres.story_tables.numbering import Numbering

_STANDING = """
    SELECT id, version, state, held, arrived,
           (SELECT max(number) FROM versions WHERE document = id)
    FROM documents WHERE id = ANY($1::bigint[])
"""
_CURRENT = "SELECT about::json ->> 'title', text FROM versions WHERE document = $1 AND number = $2"
_REMOVE = "DELETE FROM passages WHERE document = $1 RETURNING id, cut"
_PASSAGE_COLUMNS = [*map(str.strip, rows.PASSAGE_COLUMNS.split(",")), "cut"]
_CHANGE_COLUMNS = [*map(str.strip, rows.CHANGE_COLUMNS.split(","))]


async def apply(connection: Connection, edits: Sequence[Edit], at: datetime) -> list[CommitOutcome]:
    """Apply the edits; the caller commits or rolls back.

    Raises:
        NotFound: there is no document or version of that id.
        Conflict: a document does not stand as its edit says.
    """
    numbering = await Numbering.begin(connection)
    planned = await _plan(connection, numbering, edits)
    cut = await connection.fetchval("SELECT cut FROM analysis")
    await _write_documents(connection, planned)
    removed = [await _remove_passages(connection, p, cut) for p in planned]
    added = []
    for p in planned:
        of = (p.id, p.edit.after.version, p.text)
        added.append(await _insert(connection, numbering, *of, p.edit.cut, cut))
    first = numbering.take("changes", len(planned))
    changes = [change_of(first + i, p, at) for i, p in enumerate(planned)]
    outcomes = [CommitOutcome(*row) for row in zip(changes, removed, added, strict=True)]
    await _write_changes(connection, outcomes)
    lines = [
        (edit.actor, ("change", outcome.change.number))
        for outcome, edit in zip(outcomes, edits, strict=True)
    ]
    await audit_trail.append(connection, numbering, lines)
    await numbering.save(connection)
    return outcomes


async def record_grant(
    connection: Connection, user: int, name: str, *, actor: str, granted: bool
) -> None:
    """Write that a user got or lost the right to change the corpus; under the numbering's lock."""
    numbering = await Numbering.begin(connection)
    number = numbering.take("grants")
    await connection.execute(
        "INSERT INTO grants VALUES ($1, $2, $3, $4, $5, $6)",
        *(number, datetime.now(UTC), actor, user, name, granted),
    )
    await audit_trail.append(connection, numbering, [(actor, ("grant", number))])
    await numbering.save(connection)


async def standings(connection: Connection, ids: Sequence[int]) -> dict[int, Standing]:
    """Return how those of the documents stand that there are."""
    return {
        id: Standing(version, State(state), held, arrived, newest)
        for id, version, state, held, arrived, newest in await connection.fetch(_STANDING, ids)
    }


async def insert_passages(
    connection: Connection, version: Version, cut: AnalysedDocument, number: int
) -> tuple[Passage, ...]:
    """Store the passages of a version under the next ids, as part of the cut of that number."""
    numbering = await Numbering.begin(connection)
    of = (int(version.id), version.number, version.document.text)
    passages = await _insert(connection, numbering, *of, cut, number)
    await numbering.save(connection)
    return passages


async def _plan(
    connection: Connection, numbering: Numbering, edits: Sequence[Edit]
) -> list[PlannedEdit]:
    stand = await standings(connection, [int(edit.id) for edit in edits if edit.id is not None])
    planned: list[PlannedEdit] = []
    seen: set[int] = set()
    for edit in edits:
        if edit.id is None:
            id, now = numbering.take("documents"), None
        else:
            id = int(edit.id)
            now = stand.get(id)
            if now is None:
                raise no_article(id)
        if now != edit.before or id in seen:
            raise article_changed(id)
        seen.add(id)
        planned.append(PlannedEdit(edit, id, *await _current(connection, edit, id)))
    return planned


async def _current(connection: Connection, edit: Edit, id: int) -> tuple[str, str]:
    """Return the title that the audit names, and the text that is current after an edit."""
    numbers = new_numbers(edit)
    if edit.after.newest != (numbers[-1] if numbers else edit.before and edit.before.newest):
        raise ValueError("the newest number is not that of the newest version")
    if edit.after.version in numbers:
        content = edit.contents[numbers.index(edit.after.version)]
        return content.title, content.text
    found = await connection.fetchrow(_CURRENT, id, edit.after.version)
    if found is None:
        raise no_version(id, edit.after.version)
    title, text = found
    return edit.contents[-1].title if edit.contents else title, text


def _id(planned: PlannedEdit) -> int:
    return planned.id


async def _write_documents(connection: Connection, planned: Sequence[PlannedEdit]) -> None:
    await connection.executemany(
        "INSERT INTO documents (id, source, version, state, held, arrived)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (p.id, p.edit.contents[0].source, *p.edit.after[:-1])
            for p in planned
            if p.edit.id is None
        ],
    )
    await connection.executemany(
        "UPDATE documents SET version = $1, state = $2, held = $3, arrived = $4 WHERE id = $5",
        [
            (*p.edit.after[:-1], p.id)
            for p in sorted(planned, key=_id)  # in one order, whoever else locks several of them
            if p.edit.id is not None
        ],
    )
    await connection.executemany(
        "INSERT INTO versions VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (p.id, number, *rows.version_row(content))
            for p in planned
            for number, content in zip(new_numbers(p.edit), p.edit.contents, strict=True)
        ],
    )


async def _remove_passages(connection: Connection, planned: PlannedEdit, cut: int) -> range:
    if planned.edit.id is None or not planned.edit.moves:
        return range(0)
    # The passages of one version have consecutive ids, so two numbers identify them all.
    found = await connection.fetch(_REMOVE, planned.id)
    ids = [id for id, of in found if of == cut]
    return range(min(ids), max(ids) + 1) if ids else range(0)


async def _insert(
    connection: Connection,
    numbering: Numbering,
    id: int,
    number: int,
    text: str,
    cut: AnalysedDocument | None,
    cut_number: int,
) -> tuple[Passage, ...]:
    if cut is None:
        return ()
    written = rows.passage_rows(cut, text)
    first = numbering.take("passages", len(written))
    await connection.copy_records_to_table(
        "passages",
        columns=_PASSAGE_COLUMNS,
        records=[(first + i, id, number, *row, cut_number) for i, row in enumerate(written)],
    )
    return passages_of(id, number, cut, first, written)


async def _write_changes(connection: Connection, outcomes: Sequence[CommitOutcome]) -> None:
    columns = ", ".join(_CHANGE_COLUMNS)
    marks = ", ".join(f"${n}" for n, _ in enumerate(_CHANGE_COLUMNS, start=1))
    written = [
        rows.change_row(rows.ChangeRow(o.change, o.removed, ids_of(o.added))) for o in outcomes
    ]
    await connection.executemany(
        f"INSERT INTO changes ({columns}) VALUES ({marks})",
        [
            (number, o.change.at, *rest)
            for o, (number, _, *rest) in zip(outcomes, written, strict=True)
        ],
    )

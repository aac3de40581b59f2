"""Edits as they are carried out, whichever database stores them: numbers, changes, passages."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from storybot.model.changes import Change
from storybot.model.documents import DocumentId
from storybot.model.errors import Conflict, NotFound
from storybot.model.passages import Passage, PassageId
from storybot.store.document_store import AnalysedDocument, Edit
from storybot.store.layout.rows import PassageRow


class PlannedEdit(NamedTuple):
    """An edit with the numbers that it got."""

    edit: Edit
    id: int
    title: str
    text: str
    """Text of the version that is current after it."""


def document_number(id: DocumentId) -> int:
    """Parse an id, which a person may have typed.

    Raises:
        NotFound: it is none.
    """
    if not (id.isascii() and id.isdigit() and len(id) < len(str(2**63))):
        raise no_article(id)
    return int(id)


def no_article(id: int | str) -> NotFound:
    """Return the error for an unknown document."""
    return NotFound(f"There is no article {id}; `list` shows the ids.", "no_article", id=str(id))


def no_version(id: int | str, number: int) -> NotFound:
    """Return the error that a document has no such version."""
    return NotFound(
        f"There is no version {number} of article {id}; `list` shows the ids, `history` the"
        " versions.",
        "no_version",
        id=str(id),
        number=number,
    )


def article_changed(id: int | str) -> Conflict:
    """Return the error that a document does not stand as an edit says."""
    return Conflict(
        f"Article {id} changed in the meantime; look at it again and repeat.",
        "article_changed",
        id=str(id),
    )


def new_numbers(edit: Edit) -> range:
    """Return the numbers of the new versions."""
    first = edit.before.newest + 1 if edit.before else 1
    return range(first, first + len(edit.contents))


def change_of(number: int, planned: PlannedEdit, at: datetime) -> Change:
    """Return the line of the history that an edit makes."""
    edit = planned.edit
    return Change(
        number=number,
        at=at,
        actor=edit.actor,
        action=edit.action,
        document=DocumentId(str(planned.id)),
        title=planned.title,
        before=edit.before and (edit.before.version, edit.before.state),
        after=(edit.after.version, edit.after.state),
        reason=edit.reason,
        undoes=edit.undoes,
        brought=max(new_numbers(edit), default=None),
        decided=edit.decided,
    )


def passages_of(
    id: int, number: int, cut: AnalysedDocument, first: int, written: Sequence[PassageRow]
) -> tuple[Passage, ...]:
    """Return the passages of a version as they are stored, with ids from ``first`` on."""
    return tuple(
        Passage(
            PassageId(first + i),
            DocumentId(str(id)),
            number,
            cut.language,
            tuple(cut.title),
            row.text,
            tuple(sentences),
            row.position,
            bool(row.goes_on),
        )
        for i, (row, sentences) in enumerate(zip(written, cut.passages, strict=True))
    )


def ids_of(passages: Sequence[Passage]) -> range:
    """Return the range of the ids of passages, which are consecutive."""
    return range(passages[0].id, passages[-1].id + 1) if passages else range(0)

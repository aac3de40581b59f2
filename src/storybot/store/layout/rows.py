"""Map documents, passages and changes to hashed database rows and back.

A hash covers everything that a quote is made from, so that a row altered on disk is detected when
read: SQLite itself passes on most single-byte damage silently.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import starmap, zip_longest
from sys import intern
from typing import Any, NamedTuple

from storybot.model.changes import Action, Change
from storybot.model.document_json import about_json, read_document
from storybot.model.documents import Document, DocumentId, State, Version, read_published
from storybot.model.errors import DamagedText
from storybot.model.headings import Heading, Standing
from storybot.model.passages import Facts, Filler, Passage, PassageId, Sentence
from storybot.store.document_store import AnalysedDocument


class VersionRow(NamedTuple):
    """The document columns of ``versions``."""

    text: str
    about: str
    text_hash: bytes
    hash: bytes


def digest(*parts: str) -> bytes:
    """Return the SHA-256 of texts; the separator cannot occur in a stored text."""
    return hashlib.sha256("\x00".join(parts).encode()).digest()


def version_row(document: Document) -> VersionRow:
    """Lay a document out for storage."""
    about = about_json(document)
    return VersionRow(document.text, about, digest(document.text), digest(document.text, about))


def read_version(id: int, number: int, state: str, text: str, about: str, hash: bytes) -> Version:
    """Read a document back.

    Raises:
        DamagedText: it does not match its hash.
    """
    if digest(text, about) != hash:
        raise DamagedText(
            f"Version {number} of article {id} was altered in the database file and is not "
            f"quoted; add the article again, or restore a backup.",
            "damaged",
            id=str(id),
            number=number,
        )
    try:
        document = read_document(text, about)
    except (TypeError, ValueError, RecursionError) as error:
        raise DamagedText(
            f"Version {number} of article {id} cannot be read: {error}",
            "damaged",
            id=str(id),
            number=number,
        ) from error
    return Version(DocumentId(str(id)), number, State(state), document)


HEADING_COLUMNS = (
    "d.id, d.version, d.state, d.held, d.arrived,"
    " (SELECT max(number) FROM versions WHERE document = d.id), d.source, about ->> 'title',"
    " about ->> 'publisher', about ->> 'published', about ->> 'url', about ->> 'language',"
    " json_array_length(about, '$.spans')"
)
"""For a table ``d`` of documents and the current version's ``about``, or ``{}`` if damaged."""
_LANGUAGE = "en"
"""That of documents which name none."""


def read_heading(row: Sequence[Any]) -> Heading:
    """Read a heading, columns in the order of `HEADING_COLUMNS`."""
    id, version, state, held, arrived, newest, source, title, *rest = row
    publisher, published, url, language, paragraphs = rest
    try:
        day = read_published(published) if published else None
    except (TypeError, ValueError):  # damaged; it is refused where it is quoted
        day = None
    return Heading(
        DocumentId(str(id)),
        Standing(version, State(state), bool(held), arrived, newest),
        source,
        title or "",
        publisher or "",
        day,
        url,
        language or _LANGUAGE,
        paragraphs or 0,
    )


class PassageRow(NamedTuple):
    """The columns of ``passages`` after its numbers."""

    language: str
    title: str
    text: str
    sentences: str
    position: int
    goes_on: bool
    hash: bytes


PASSAGE_COLUMNS = "id, document, version, language, title, text, sentences, position, goes_on, hash"


def passage_rows(cut: AnalysedDocument, text: str) -> list[PassageRow]:
    """Lay the passages of the document with this text out for storage."""
    title, found = " ".join(cut.title), list[PassageRow]()
    paragraph, seen = -1, 0
    for sentences, following in zip_longest(cut.passages, cut.passages[1:]):
        first, last = sentences[0], sentences[-1]
        position = seen if first.paragraph == paragraph else 0
        for sentence in sentences:
            seen = seen + 1 if sentence.paragraph == paragraph else 1
            paragraph = sentence.paragraph
        goes_on = following is not None and following[0].paragraph == paragraph
        quoted = text[first.start : last.end]
        data = json.dumps([_sentence_row(s) for s in sentences])
        whole = digest(cut.language, title, quoted, data)
        found.append(PassageRow(cut.language, title, quoted, data, position, goes_on, whole))
    return found


def read_passage(row: Sequence[Any]) -> Passage:
    """Read a passage back, from the columns in the order of `PASSAGE_COLUMNS`.

    Raises:
        DamagedText: it does not match its hash.
    """
    id, document, version, language, title, text, sentences, position, goes_on, hash = row
    if digest(language, title, text, sentences) != hash:
        raise DamagedText(
            f"Passage {id} of article {document} was altered in the database file and is not"
            " quoted; `storybot reindex` makes it anew from the article."
        )
    return Passage(
        PassageId(id),
        DocumentId(str(document)),
        version,
        language,
        tuple(title.split()),
        text,
        tuple(_read_sentence(*sentence) for sentence in json.loads(sentences)),
        position,
        bool(goes_on),
    )


_YES = "1".__eq__
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def _sentence_row(sentence: Sentence) -> list[Any]:
    """Serialise a sentence so that parsing it runs in C: split and map."""
    facts = sentence.facts
    return [
        sentence.start,
        sentence.end,
        sentence.paragraph,
        " ".join(sentence.terms),
        " ".join(facts.words),
        _digits(facts.stops),
        facts.marked,
        _digits(facts.patterns),
        facts.fillers,
        facts.clauses,
    ]


def _digits(flags: Sequence[bool]) -> str:
    return bytes(flags).translate(_DIGITS).decode("ascii")


def _read_sentence(
    start: int,
    end: int,
    paragraph: int,
    terms: str,
    words: str,
    stops: str,
    marked: list[Any],
    patterns: str,
    fillers: list[Any],
    clauses: list[int],
) -> Sentence:
    facts = Facts(
        tuple(map(intern, words.split())),
        _flags(stops),
        tuple([(at, _marks(*marks)) for at, marks in marked]),
        _flags(patterns),
        tuple(starmap(Filler, fillers)),
        tuple(clauses),
    )
    return Sentence(start, end, paragraph, tuple(map(intern, terms.split())), facts)


# The same few hundred values recur: sharing the objects saves a third of the memory.
@lru_cache(maxsize=4096)
def _flags(digits: str) -> tuple[bool, ...]:
    return tuple(map(_YES, digits))


@lru_cache(maxsize=4096)
def _marks(*marks: int) -> tuple[int, ...]:
    return marks


CHANGE_COLUMNS = (
    "number, at, actor, action, document, title, before_version, before_state,"
    " after_version, after_state, reason, undoes, removed_first, removed_stop,"
    " added_first, added_stop, brought, decided"
)


class ChangeRow(NamedTuple):
    """An audit entry, with the ids of removed and added passages."""

    change: Change
    removed: range
    added: range


def change_row(row: ChangeRow) -> tuple[Any, ...]:
    """Lay a line of the audit out for storage, in the order of `CHANGE_COLUMNS`."""
    change = row.change
    return (
        change.number,
        change.at.isoformat(),
        change.actor,
        change.action,
        int(change.document),
        change.title,
        *(change.before or (None, None)),
        *change.after,
        change.reason,
        change.undoes,
        row.removed.start,
        row.removed.stop,
        row.added.start,
        row.added.stop,
        change.brought,
        change.decided,
    )


def read_change(row: Sequence[Any]) -> ChangeRow:
    """Read a line of the audit, columns in the order of `CHANGE_COLUMNS`.

    The time may be text, or a moment from a database that has a type for it.
    """
    number, at, actor, action, document, title, old, old_state, new, new_state, *rest = row
    reason, undoes, removed_first, removed_stop, added_first, added_stop, brought, decided = rest
    change = Change(
        number=number,
        at=at if isinstance(at, datetime) else datetime.fromisoformat(at),
        actor=actor,
        action=Action(action),
        document=DocumentId(str(document)),
        title=title,
        before=None if old is None else (old, State(old_state)),
        after=(new, State(new_state)),
        reason=reason,
        undoes=undoes,
        brought=brought,
        decided=bool(decided),
    )
    return ChangeRow(change, range(removed_first, removed_stop), range(added_first, added_stop))

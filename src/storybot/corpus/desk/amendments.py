"""Correct what was read of an article: one field at a time, as a person writes it."""

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from storybot.ingest.composing import restore_line
from storybot.ingest.metadata.dates import find_date
from storybot.ingest.metadata.urls import check_address
from storybot.model.documents import Document
from storybot.model.errors import Refused

NOTHING = frozenset({"-", "–", "—"})
"""What a person writes to empty a field."""
_MOST = 300
_ALL = frozenset({"*", "all"})
_RANGE = re.compile(r"([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?", re.ASCII)


class Field(StrEnum):
    """A part of an article that can be corrected."""

    TITLE = "title"
    DATE = "date"
    LINK = "link"
    PUBLISHER = "publisher"
    AUTHORS = "authors"
    LINES = "lines"
    """Lines that were left out and belong to the story."""


_PARTS = {
    Field.TITLE: "title",
    Field.DATE: "published",
    Field.LINK: "url",
    Field.PUBLISHER: "publisher",
    Field.AUTHORS: "authors",
}
"""Where a document holds the value of a field."""


def amended(document: Document, field: Field, text: str, now: datetime) -> Document:
    """Return a document with another value in a field; ``-`` empties it, all but the title.

    Raises:
        Refused: the value is none for that field.
    """
    line = " ".join(text.split())
    if not line:
        raise Refused("There is no value in it.", "no_value")
    empty = line in NOTHING
    match field:
        case Field.LINES:
            return _with_lines(document, line)
        case Field.TITLE if empty:
            raise Refused("An article needs a title.", "title_needed")
        case Field.TITLE:
            return document.model_copy(update={"title": _short(line)})
        case Field.PUBLISHER:
            return document.model_copy(update={"publisher": "" if empty else _short(line)})
        case Field.AUTHORS:
            names = () if empty else tuple(n.strip() for n in _short(line).split(",") if n.strip())
            return document.model_copy(update={"authors": names})
        case Field.LINK:
            return document.model_copy(update={"url": None if empty else _address(line)})
        case Field.DATE:
            return document.model_copy(update={"published": None if empty else _date(line, now)})


def carried(read: Document, old: Document, fields: Collection[str]) -> Document:
    """Return an article that was read again with what a person had put into fields of it.

    Lines that had been put back are put back where the text still has them.
    """
    values = {part: getattr(old, part) for field, part in _PARTS.items() if field in fields}
    document = read.model_copy(update=values)
    if Field.LINES in fields:
        story = {old.paragraph(i) for i in range(len(old.spans))}
        for index in reversed(range(len(document.dropped))):
            if document.dropped[index].text in story:
                document = restore_line(document, index)
    return document


def _short(line: str) -> str:
    if len(line) > _MOST:
        raise Refused(f"That is too long: at most {_MOST} characters.", "value_long", most=_MOST)
    return line


def _address(line: str) -> str:
    check_address(line)
    return line


def _date(line: str, now: datetime) -> datetime | date:
    try:
        return date.fromisoformat(line) if len(line) == len("2023-08-30") else _written(line, now)
    except ValueError:
        return _written(line, now)


def _written(line: str, now: datetime) -> datetime | date:
    found = find_date(line, now=now)
    if found is None:
        raise Refused("That is no date; write it like 2024-05-12 or 12 May 2024.", "no_such_date")
    return found.when


def _with_lines(document: Document, text: str) -> Document:
    """Put lines back by their numbers, counted from 1 as they are listed."""
    count = len(document.dropped)
    if not count:
        raise Refused("No line was left out of this article.", "no_line_left_out")
    numbers = set(range(1, count + 1)) if text.casefold() in _ALL else _numbers(text, count)
    for number in sorted(numbers, reverse=True):  # from the end, so that the rest keep theirs
        document = restore_line(document, number - 1)
    return document


def _numbers(text: str, count: int) -> set[int]:
    found: set[int] = set()
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text)):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= count:
            raise Refused(
                f"Name lines by their numbers, 1 to {count}: 2, 4-6.", "no_such_lines", most=count
            )
        found |= set(range(first, last + 1))
    return found

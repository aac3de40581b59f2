"""Documents, their versions and their paragraphs.

All types are frozen, and check themselves what they are made of: an answer is made of documents,
and starts without pydantic, which would take a fifth of the time until it is there. Where documents
come from outside, pydantic reads and writes them as the dataclasses that they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from itertools import starmap
from typing import Annotated, Any, ClassVar, NamedTuple, NewType, Self

DocumentId = NewType("DocumentId", str)


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``."""

    start: int
    end: int


class State(StrEnum):
    """Whether a document may be quoted."""

    LIVE = "live"
    RETRACTED = "retracted"


def read_published(text: str) -> datetime | date:
    """Read when an article appeared, as documents keep it.

    A date without a time stays a date: midnight would be a time that the page never gave.

    Raises:
        ValueError: it is no date.
    """
    return date.fromisoformat(text) if _is_bare_date(text) else datetime.fromisoformat(text)


def _is_bare_date(text: str) -> bool:
    return len(text) == len("2023-08-30")


def _published(value: object) -> object:
    found = read_published(value) if isinstance(value, str) else value
    if not isinstance(found, date | None):
        raise TypeError("published is no date")
    return found


def _bare_date(value: object) -> object:
    return read_published(value) if isinstance(value, str) and _is_bare_date(value) else value


class _BareDates:
    """Has pydantic keep a date a date."""

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], Any]) -> Any:
        from pydantic_core import core_schema  # noqa: PLC0415 - who comes here has it

        return core_schema.no_info_before_validator_function(_bare_date, handler(source))


Published = Annotated[datetime | date, _BareDates()]


class _Kept:
    """What is kept of an article."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    def model_copy(self, update: Mapping[str, Any]) -> Self:
        """Return a copy with other values, which are not checked, as pydantic's models do."""
        copied = object.__new__(type(self))
        for field in fields(self):  # type: ignore[arg-type] # each of these is a dataclass
            name = field.name
            value = update[name] if name in update else getattr(self, name)
            object.__setattr__(copied, name, value)
        return copied

    def _check_texts(self, names: tuple[str, ...]) -> None:
        for name in names:
            _check_storable(name, getattr(self, name))


def _check_storable(name: str, text: object) -> None:
    """Reject what is no text, and characters that no column and no Telegram message can contain."""
    if not isinstance(text, str):
        raise TypeError(f"{name} is no text")
    if "\x00" in text:
        raise ValueError(f"{name} holds a NUL character")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError(f"{name} holds half of a surrogate pair") from None


def _check_are(name: str, kind: type, values: object) -> None:
    """Reject what is no list, or has something of another kind in it."""
    if not isinstance(values, list | tuple) or not all(isinstance(one, kind) for one in values):
        raise TypeError(f"{name}: not every value is of the kind {kind.__name__}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(_Kept):
    """A line left out as page furniture: stored, so that a moderator can put it back."""

    text: str
    reason: str
    before: int
    """Index of the paragraph after it; ``len(spans)`` at the end."""

    def __post_init__(self) -> None:
        self._check_texts(("text", "reason"))
        _check_are("before", int, (self.before,))


_TEXTS = ("source", "title", "text", "language", "standfirst", "publisher")
_LISTS = {"subheads": int, "authors": str, "captions": str, "dropped": Dropped}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Kept):
    """An article as it is quoted: its text, and the spans of its paragraphs.

    ``text`` contains only the paragraphs of the story; headline, standfirst and captions are
    separate fields and never quoted. Offsets count Unicode code points.

    Raises:
        ValueError: the paragraphs do not fit the text, or a text cannot be stored.
        TypeError: a value is of another kind.
    """

    source: str
    """The file name, URL or chat of origin; the same source again is a new version."""
    title: str
    text: str
    spans: tuple[Span, ...]
    """The paragraphs, in order, without overlap."""
    language: str = "en"
    """ISO 639-1 code."""
    subheads: tuple[int, ...] = ()
    """Indexes of the paragraphs that are sub-headings: read for context, not quoted."""
    standfirst: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: Published | None = None
    """With its time zone if the page gave one; a bare date if it gave no time."""
    url: str | None = None
    captions: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def __post_init__(self) -> None:
        """Make tuples of lists and a date of its text, then check."""
        object.__setattr__(self, "spans", tuple(starmap(Span, self.spans)))
        for name, kind in _LISTS.items():
            values = getattr(self, name)
            _check_are(name, kind, values)
            object.__setattr__(self, name, tuple(values))
        object.__setattr__(self, "published", _published(self.published))
        self._check_texts(_TEXTS)
        for name in ("authors", "captions"):
            for text in getattr(self, name):
                _check_storable(name, text)
        if self.url is not None:
            _check_storable("url", self.url)
        self._check_spans()

    def _check_spans(self) -> None:
        before, most = 0, len(self.text)
        for start, end in self.spans:
            if not (isinstance(start, int) and isinstance(end, int)):
                raise TypeError("spans: not every value is of the kind int")
            if not before <= start < end <= most:
                raise ValueError(f"paragraph {(start, end)} overlaps, is empty or leaves the text")
            before = end
        if not self.spans:
            raise ValueError("no paragraph")
        if any(not 0 <= i < len(self.spans) for i in self.subheads):
            raise ValueError("a sub-head is not a paragraph")

    def paragraph(self, index: int) -> str:
        """Return the text of a paragraph, counted from 0."""
        start, end = self.spans[index]
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document, under the number that citations name."""

    id: DocumentId
    number: int
    state: State
    document: Document

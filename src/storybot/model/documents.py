"""Documents, their versions and their paragraphs.

All types are frozen. Types at the boundary of the program are pydantic models; types that exist by
the thousand while answering are slotted dataclasses or named tuples.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple, NewType, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

DocumentId = NewType("DocumentId", str)


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``."""

    start: int
    end: int


class State(StrEnum):
    """Whether a document may be quoted."""

    LIVE = "live"
    RETRACTED = "retracted"


def _storable(text: str) -> str:
    """Reject characters that no database column and no Telegram message can contain."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("holds half of a surrogate pair") from None
    return text


Text = Annotated[str, AfterValidator(_storable)]


def _bare_date(value: object) -> object:
    """Keep a date without a time a date: midnight would be a time that the page never gave."""
    if isinstance(value, str) and len(value) == len("2023-08-30"):
        return date.fromisoformat(value)
    return value


Published = Annotated[datetime | date, BeforeValidator(_bare_date)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dropped(_Frozen):
    """A line left out as page furniture: stored, so that a moderator can put it back."""

    text: Text
    reason: Text
    before: int
    """Index of the paragraph after it; ``len(spans)`` at the end."""


class Document(_Frozen):
    """An article as it is quoted: its text, and the spans of its paragraphs.

    ``text`` contains only the paragraphs of the story; headline, standfirst and captions are
    separate fields and never quoted. Offsets count Unicode code points.
    """

    source: Text
    """The file name, URL or chat of origin; the same source again is a new version."""
    title: Text
    text: Text
    spans: tuple[Span, ...]
    """The paragraphs, in order, without overlap."""
    language: str = "en"
    """ISO 639-1 code."""
    subheads: tuple[int, ...] = ()
    """Indexes of the paragraphs that are sub-headings: read for context, not quoted."""
    standfirst: Text = ""
    publisher: Text = ""
    authors: tuple[Text, ...] = ()
    published: Published | None = None
    """With its time zone if the page gave one; a bare date if it gave no time."""
    url: Text | None = None
    captions: tuple[Text, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @model_validator(mode="after")
    def _spans_fit(self) -> Self:
        end = 0
        for span in self.spans:
            if not end <= span.start < span.end <= len(self.text):
                raise ValueError(f"paragraph {tuple(span)} overlaps, is empty or leaves the text")
            end = span.end
        if not self.spans:
            raise ValueError("no paragraph")
        if any(not 0 <= i < len(self.spans) for i in self.subheads):
            raise ValueError("a sub-head is not a paragraph")
        return self

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

"""The words of the domain: documents, passages, citations, answers, changes.

Ground floor: every other module imports this one, and it imports none of them. All types are
frozen. What comes from outside or goes outside is a pydantic model; what exists by the thousand
on the way to an answer is a slotted dataclass or a named tuple.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NamedTuple, NewType, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

DocumentId = NewType("DocumentId", str)
PassageId = NewType("PassageId", int)


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``."""

    start: int
    end: int


class State(StrEnum):
    """Whether a document may be quoted."""

    LIVE = "live"
    RETRACTED = "retracted"


def _storable(text: str) -> str:
    """Refuse what no database column and no Telegram message can carry."""
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
    """Lines left out as page furniture: kept, so that a moderator can put them back."""

    text: Text
    reason: Text
    before: int
    """Index of the paragraph that it stood before; ``len(spans)`` when it came last."""


class Document(_Frozen):
    """An article as it will be quoted: its text, and where the paragraphs are in it.

    ``text`` holds the paragraphs of the story and nothing else; headline, standfirst and captions
    stand beside it and are never quoted. Offsets count Unicode code points.
    """

    source: Text
    """The file name, URL or chat that it came from; the same source again is a new version."""
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
    """With its time zone where the page gave one; a bare date where it gave no time."""
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
        """Text of one paragraph, counted from 0."""
        start, end = self.spans[index]
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it stood at one time, under the number that citations name."""

    id: DocumentId
    number: int
    state: State
    document: Document


class Facts(NamedTuple):
    """What a sentence holds, whatever is asked; read once, when its article is added."""

    words: tuple[str, ...]
    """Every word in order: its term, or the stop word in lower case."""
    stops: tuple[bool, ...]
    """Whether the word is a stop word."""
    marked: tuple[tuple[int, tuple[int, ...]], ...]
    """Index and marks (`text.facts.Mark`) of the words that have any."""
    patterns: tuple[bool, ...]
    """Which patterns (`text.facts.Pattern`) the sentence shows."""


class Sentence(NamedTuple):
    """A sentence of a document: where it is, and how it was analysed."""

    start: int
    end: int
    paragraph: int
    """Index of its paragraph, from 0."""
    terms: tuple[str, ...]
    """Its terms in order, without stop words."""
    facts: Facts = Facts((), (), (), ())


@dataclass(frozen=True, slots=True)
class Passage:
    """What the index ranks: adjacent sentences of one document, about 80 words of them."""

    id: PassageId
    document: DocumentId
    version: int
    language: str
    title: tuple[str, ...]
    """Terms of the document's title."""
    text: str
    """The document's text from the first sentence to the last."""
    sentences: tuple[Sentence, ...]
    position: int = 0
    """How many sentences of its first paragraph stand before it, in the passage before."""
    goes_on: bool = False
    """Whether its last paragraph goes on in the next passage."""

    def quote(self, sentence: Sentence) -> str:
        """Return one of its sentences, word for word."""
        start = self.sentences[0].start
        return self.text[sentence.start - start : sentence.end - start]


class Hit(NamedTuple):
    """One result of the index: a passage and its BM25 score."""

    passage: PassageId
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: ``text == document.text[start:end]`` of that version."""

    version: Version
    text: str
    start: int
    end: int
    paragraph: int
    """Index of the paragraph, from 0; people are shown it from 1."""
    score: float
    """Evidence of the scorer, comparable within one answer only."""
    matches: tuple[Span, ...] = ()
    """Words of the quote that match the question, as offsets into ``text``."""
    link: str | None = None
    """URL that opens the page at this sentence, where the document has one."""
    also_in: tuple[Version, ...] = ()
    """Other articles that say the same in nearly the same words."""


class Earlier(NamedTuple):
    """The question before in the same chat, which a follow-up leans on."""

    asked: str
    """That question, itself completed."""
    quote: str
    """The sentence that came first for it; empty where none did."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The ranking for one question, and whether its first citation answers it."""

    question: str
    """What was asked, word for word."""
    asked: str
    """The same, completed where it leans on the question before it."""
    answered: bool
    confidence: float
    """Calibrated estimate, 0 to 1, that the first citation answers."""
    citations: tuple[Citation, ...]
    took_ms: float
    contradicted: Citation | None = None
    """What an older article says instead of the first citation, where two articles differ."""

    @property
    def as_earlier(self) -> Earlier:
        """What the next question in the same chat may lean on."""
        return Earlier(self.asked, self.citations[0].text if self.citations else "")


class Action(StrEnum):
    """The ways in which the corpus changes."""

    ADD = "add"
    UPDATE = "update"
    RETRACT = "retract"
    RESTORE = "restore"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the append-only audit."""

    number: int
    at: datetime
    actor: str
    """Who: ``cli``, ``corpus/`` or ``telegram:<user id>``."""
    action: Action
    document: DocumentId
    title: str
    before: tuple[int, State] | None
    """Version number and state that it replaced; None for a new document."""
    after: tuple[int, State]
    """Version number and state that it left; undoing a first version leaves it retracted."""
    reason: str = ""
    undoes: int | None = None
    """Number of the change that an undo took back."""

"""Passages: what the index ranks, and the analysed sentences in them."""

from dataclasses import dataclass
from typing import NamedTuple, NewType

from storybot.model.documents import (
    DocumentId,
)

PassageId = NewType("PassageId", int)


class Filler(NamedTuple):
    """What could fill the slot of a question: a name, a time, a number with what it is of."""

    kind: int
    """Its `text.facts.Fill`; what may be two things stands twice."""
    start: int
    """Index of its first word."""
    end: int
    """Index of the word after its last."""
    of: str
    """Term of the thing that a number counts, or of its unit; may be empty."""


class Facts(NamedTuple):
    """The facts of a sentence, independent of questions; read once, when its article is added."""

    words: tuple[str, ...]
    """Every word in order: its term, or the stop word in lower case."""
    stops: tuple[bool, ...]
    """Whether the word is a stop word."""
    marked: tuple[tuple[int, tuple[int, ...]], ...]
    """Index and marks (`text.facts.Mark`) of the words that have any."""
    patterns: tuple[bool, ...]
    """Which patterns (`text.facts.Pattern`) the sentence shows."""
    fillers: tuple[Filler, ...] = ()
    clauses: tuple[int, ...] = ()
    """Index of the first word of each clause but the first."""


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
    """The unit that the index ranks: adjacent sentences of one document, about 80 words."""

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
    """Sentences of its first paragraph in the passage before."""
    goes_on: bool = False
    """Whether its last paragraph continues in the next passage."""

    def quote(self, sentence: Sentence) -> str:
        """Return one of its sentences, word for word."""
        start = self.sentences[0].start
        return self.text[sentence.start - start : sentence.end - start]


class Hit(NamedTuple):
    """A search result: a passage and its BM25 score."""

    passage: PassageId
    score: float

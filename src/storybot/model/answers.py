"""Answers and their citations."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from storybot.model.documents import (
    Span,
    Version,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and its position: ``text == document.text[start:end]`` of that version."""

    version: Version
    text: str
    start: int
    end: int
    paragraph: int
    """Index of the paragraph, from 0; people are shown it from 1."""
    score: float
    """The reranker's score, comparable within one answer only."""
    matches: tuple[Span, ...] = ()
    """Words of the quote that match the question, as offsets into ``text``."""
    link: str | None = None
    """URL that opens the page at this sentence, if the document has one."""
    also_in: tuple[Version, ...] = ()
    """Other articles with a near-duplicate of the quote."""


class Talk(StrEnum):
    """Kinds of message that contain no question about the story."""

    GREETING = "greeting"
    THANKS = "thanks"
    PRAISE = "praise"
    COMPLAINT = "complaint"
    IDENTITY = "identity"
    """Who are you?"""
    HELP = "help"
    STORY = "story"
    """What is the story about?"""
    LANGUAGES = "languages"
    SMALL = "small"
    """Laughter, OK, and the like: no reply is expected."""
    MORE = "more"
    FAREWELL = "farewell"
    CHAT = "chat"
    """Personal remarks, and questions that no story answers: jokes, the time."""


class Earlier(NamedTuple):
    """The previous question in the same chat, the context of a follow-up."""

    asked: str
    """That question, itself completed."""
    quote: str
    """Its top sentence; empty if there was none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The ranking for one question, and whether its first citation answers it."""

    question: str
    """The original question, word for word."""
    asked: str
    """The same, completed where it leans on the question before it."""
    answered: bool
    confidence: float
    """Calibrated estimate, 0 to 1, that the first citation answers."""
    citations: tuple[Citation, ...] = ()
    took_ms: float = 0.0
    contradicted: Citation | None = None
    """A contradicting quote of an older article, if two articles differ."""
    written_in: tuple[str, ...] = ()
    """The languages of the articles, where the question is in none of them and has no answer."""
    talk: Talk | None = None
    """The kind of talk, if the message contains no question; it then has no citations."""

    @property
    def as_earlier(self) -> Earlier:
        """The context of the next question in the same chat."""
        return Earlier(self.asked, self.citations[0].text if self.citations else "")

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


class Talk(StrEnum):
    """Kinds of message that ask nothing of the story."""

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
    """Laughter, OK, and the like: nobody waits for a reply."""
    MORE = "more"
    FAREWELL = "farewell"
    CHAT = "chat"
    """What people tell of themselves, and what no story says: jokes, the time."""


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
    citations: tuple[Citation, ...] = ()
    took_ms: float = 0.0
    contradicted: Citation | None = None
    """What an older article says instead of the first citation, where two articles differ."""
    talk: Talk | None = None
    """What kind of talk it was, where nothing was asked of the story; it has no citations then."""

    @property
    def as_earlier(self) -> Earlier:
        """What the next question in the same chat may lean on."""
        return Earlier(self.asked, self.citations[0].text if self.citations else "")

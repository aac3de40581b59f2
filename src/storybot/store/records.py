"""What is kept of readers: answers sent to them, and what they have set; frozen records."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from storybot.model.answers import Answer, Citation
from storybot.model.documents import DocumentId, Span


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """A quote by its place; its words are read from the store each time it is shown."""

    document: DocumentId
    version: int
    start: int
    end: int
    matches: tuple[Span, ...] = ()
    """Words that match the question, as offsets into the quote."""
    contradicts_next: bool = False
    """Whether the quote after it is an older article's, which says otherwise."""

    @classmethod
    def of(cls, citation: Citation) -> "QuoteRef":
        """Name the place of a citation."""
        version = citation.version
        return cls(version.id, version.number, citation.start, citation.end, citation.matches)

    @classmethod
    def ranking(cls, answer: Answer) -> "tuple[QuoteRef, ...]":
        """Name the places of an answer's citations, best first."""
        places = tuple(map(cls.of, answer.citations))
        older = answer.contradicted
        if older is None or cls.of(older) not in places[1:2]:
            return places
        return (replace(places[0], contradicts_next=True), *places[1:])


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer as it was sent, and where: in a chat, or through an inline message."""

    entry_point: str
    """Which way the question came in."""
    language: str
    """In which the bot spoke."""
    question: str
    answered: bool
    quotes: tuple[QuoteRef, ...]
    """The ranking, best first."""
    chat: int | None = None
    asked: int | None = None
    """Id of the message that asked."""
    message: int | None = None
    """Id of the message that answered."""
    inline_message: str | None = None
    asker: int | None = None
    """The person who asked, where only that one may delete the answer; once kept, a code."""
    id: int = 0
    """0 until it is kept."""


class Feedback(NamedTuple):
    """How many said that an answer helped, and that it did not."""

    up: int = 0
    down: int = 0


class Subscription(NamedTuple):
    """A question whose answer somebody wants to be told of, and the message that abstained."""

    chat: int
    message: int
    question: str
    topic: int | None
    """Of a forum."""
    tellings: int = 0
    """Answers that went out for it and of which nobody knows whether they arrived."""


class StoredDraft(NamedTuple):
    """A moderator's draft, and what became of it."""

    body: str
    """As JSON."""
    since: int | None
    """The last change before it was first carried out."""
    change: int | None
    """The change that it became."""


class ChatSettings(NamedTuple):
    """What a reader, or the administrators of a group, have set."""

    language: str | None = None
    listens: bool = False
    """Whether every question in the group is answered, not only those to the bot."""


class Forgotten(NamedTuple):
    """What was removed about a reader."""

    answers: int
    votes: int
    subscriptions: int
    language: bool = False
    inline: bool = False
    """What was typed after the bot's name in other chats."""

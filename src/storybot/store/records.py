"""Records about readers: answers sent to them and their settings; frozen."""

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
    """Whether the next quote is a contradicting one of an older article."""

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
    """An answer as sent, and where: in a chat, or through an inline message."""

    entry_point: str
    """How the question reached the bot."""
    language: str
    """The language of the bot's text."""
    question: str
    answered: bool
    quotes: tuple[QuoteRef, ...]
    """The ranking, best first."""
    chat: int | None = None
    asked: int | None = None
    """Id of the message that asked."""
    message: int | None = None
    """Id of the message that answered; negative where only its receiver sees it."""
    inline_message: str | None = None
    asker: int | None = None
    """The asker, if only they may delete the answer; stored as a code."""
    id: int = 0
    """0 until stored."""
    receiver: int | None = None
    """Who alone sees the answer: such messages may have the same ids as those to others. Goes into
    ``message`` as a code of both."""

    @property
    def is_ephemeral(self) -> bool:
        """Whether only its receiver sees it, of an answer that was stored."""
        return self.message is not None and self.message < 0


class Feedback(NamedTuple):
    """Votes that an answer helped, and that it did not."""

    up: int = 0
    down: int = 0


class Subscription(NamedTuple):
    """An unanswered question with a subscriber, and the message with the abstention."""

    chat: int
    message: int
    question: str
    topic: int | None
    """Of a forum."""
    tellings: int = 0
    """Answers sent for it whose delivery is unknown."""


class StoredDraft(NamedTuple):
    """A moderator's draft, and its outcome."""

    body: str
    """As JSON."""
    since: int | None
    """The last change before it was first carried out."""
    change: int | None
    """The change that it became."""


class ChatSettings(NamedTuple):
    """The settings of a reader, or of a group by its administrators."""

    language: str | None = None
    listens: bool = False
    """Whether every question in the group is answered, not only those to the bot."""
    whispers: bool = False
    """Whether only who asks by command sees the answer."""


class Forgotten(NamedTuple):
    """Counts of removed records about a reader."""

    answers: int
    votes: int
    subscriptions: int
    language: bool = False
    inline: bool = False
    """Questions typed after the bot's name in other chats."""

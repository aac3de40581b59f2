"""Records about readers: answers sent to them and their settings; frozen."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
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

    def is_at(self, other: "QuoteRef") -> bool:
        """Tell whether both name the same place of the same version."""
        place, of = ((q.document, q.version, q.start, q.end) for q in (self, other))
        return place == of

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
    shown: tuple[int, ...] = ()
    """Ranks of the quotes that the message shows."""
    reply_to: int | None = None
    """Id of the message that it replies to, to which its buttons are bound."""
    said: tuple[QuoteRef, ...] = ()
    """The ranking as it was first said, if quotes were corrected since."""
    stands: str = ""
    """What the message says instead of what was first said; empty if nothing."""
    took_ms: float = 0.0
    """How long it took to find."""

    @property
    def is_ephemeral(self) -> bool:
        """Whether only its receiver sees it, of an answer that was stored."""
        return self.message is not None and self.message < 0

    @property
    def first_said(self) -> tuple[QuoteRef, ...]:
        """The ranking as it was first said."""
        return self.said or self.quotes


class Outcome(StrEnum):
    """What became of a correction."""

    CORRECTED = "corrected"
    SAME = "same"
    """The message says what it should."""
    UNREACHABLE = "unreachable"
    OLD = "old"
    """The answer is older than answers are corrected."""


class PendingCorrection(NamedTuple):
    """A sent answer that shows an article which has changed."""

    answer: SentAnswer
    change: int
    """The last change of such an article."""
    at: datetime
    """When the answer was sent."""
    tries: int


class CorrectionReport(NamedTuple):
    """What became of the answers that a change concerned, for one person to know."""

    change: int
    user: int
    title: str
    corrected: int
    chats: int
    missed: int
    """Answers that could not be reached."""
    sendings: int
    """Messages with it whose delivery is unknown."""


class Reason(StrEnum):
    """Why an answer did not help."""

    SENTENCE = "sentence"
    """Another sentence would have answered."""
    OUTDATED = "outdated"
    QUESTION = "question"
    """It answers something else than was asked."""
    OTHER = "other"


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


class OwnSubscription(NamedTuple):
    """A question that a person waits for the answer to, and where it was asked."""

    id: int
    chat: int
    question: str


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

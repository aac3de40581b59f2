"""The ReaderMemory protocol: answers sent, votes, subscriptions, settings of chats."""

from typing import Protocol

from storybot.store.readers.correction_queue import CorrectionQueue
from storybot.store.readers.draft_store import DraftStore
from storybot.store.readers.question_log import QuestionLog
from storybot.store.readers.subscriber_store import SubscriberStore
from storybot.store.readers.turn_store import TurnStore
from storybot.store.records import (
    ChatSettings,
    Feedback,
    Forgotten,
    QuoteRef,
    SentAnswer,
)


class FeedbackStore(Protocol):
    """Votes on answers; each method raises `StoreError`."""

    async def vote(self, answer: int, user: int, rank: int, *, up: bool, press: str) -> bool:
        """Record a person's only vote on an answer; the same vote again removes it, False then.

        ``press`` identifies the press: handled again after a crash, it has no further effect.
        """
        ...

    async def give_reason(
        self, answer: int, user: int, rank: int, reason: str, *, press: str
    ) -> None:
        """Record why an answer did not help a person: their only vote on it."""
        ...

    async def votes(self, answer: int) -> Feedback:
        """Count the votes on an answer."""
        ...


class ReaderMemory(Protocol):
    """Answers sent, votes, subscriptions, settings; made by `open`.

    Each method that awaits the database raises `StoreError`. Chat settings are cached: for good
    where a single process serves the chats, else for seconds.
    """

    @property
    def button_key(self) -> bytes:
        """The secret that authenticates the bot's buttons; it stays in the database."""
        ...

    @property
    def drafts(self) -> DraftStore:
        """Drafts awaiting a moderator's confirmation."""
        ...

    @property
    def corrections(self) -> CorrectionQueue:
        """The queue of answers to correct."""
        ...

    @property
    def subscribers(self) -> SubscriberStore:
        """Who is to be told once a question is answered."""
        ...

    @property
    def feedback(self) -> FeedbackStore:
        """Votes on answers."""
        ...

    @property
    def questions(self) -> QuestionLog:
        """What readers asked."""
        ...

    @property
    def turns(self) -> TurnStore | None:
        """What was asked last, where several processes serve a chat; else None."""
        ...

    async def close(self) -> None:
        """Flush carried questions, and close; calling it twice is allowed."""
        ...

    async def keep_answer(
        self, answer: SentAnswer, *, asked_like: SentAnswer | None = None
    ) -> None:
        """Record a sent answer, replacing one for the same message.

        ``asked_like`` is a recorded answer to the same question: both are of one person.
        """
        ...

    async def revise_answer(
        self,
        id: int,
        question: str,
        *,
        answered: bool,
        quotes: tuple[QuoteRef, ...],
        shown: tuple[int, ...] = (),
    ) -> None:
        """Replace the question and answer of a message; votes on the old one are deleted."""
        ...

    async def note_shown(self, id: int, shown: tuple[int, ...], stands: str = "") -> None:
        """Record which quotes of an answer its message shows now, and what it says instead."""
        ...

    async def answer_to(self, chat: int, asked: int) -> SentAnswer | None:
        """Return the answer to a message."""
        ...

    async def answer_at(
        self, chat: int, message: int, receiver: int | None = None
    ) -> SentAnswer | None:
        """Return the answer recorded for a message of the bot; ``receiver`` alone may see it."""
        ...

    async def answer_in(self, inline_message: str) -> SentAnswer | None:
        """Return the answer that was sent through an inline message."""
        ...

    def asked_by(self, answer: SentAnswer, user: int) -> bool:
        """Return whether this person asked, if that is recorded."""
        ...

    async def drop_answer(self, id: int) -> None:
        """Forget an answer and the votes on it."""
        ...

    async def chat(self, id: int) -> ChatSettings:
        """Return the settings of a chat; a private chat has the id of its reader."""
        ...

    async def set_language(self, chat: int, language: str) -> None:
        """Set the language that the bot speaks in a chat."""
        ...

    async def set_listens(self, chat: int, *, listens: bool) -> None:
        """Set whether every question in a group is answered."""
        ...

    async def set_whispers(self, chat: int, *, whispers: bool) -> None:
        """Set whether only who asks by command in a group sees the answer."""
        ...

    async def move_chat(self, old: int, new: int) -> None:
        """Carry the settings of a group over to the supergroup that it became."""
        ...

    async def chosen_in(self, inline_message: str) -> str | None:
        """Return the inline result that a message was sent as; None if Telegram did not tell."""
        ...

    async def note_chosen(
        self, result: str, question: str, inline_message: str | None, user: int
    ) -> None:
        """Record a sent inline result once, with pseudonyms of its message and sender."""
        ...

    def carry(self, question: str, user: int) -> str:
        """Store a question for a day under a token short enough for a start link; return the token.

        The token is derived from the question: without the one, the other cannot be guessed. The
        question is written a moment later; if that fails, it is lost as after the day.
        """
        ...

    async def carried_written(self) -> None:
        """Wait until the questions carried so far are written, or given up."""
        ...

    async def carried(self, token: str) -> str | None:
        """Return the question behind a token."""
        ...

    async def forget_user(self, user: int) -> Forgotten:
        """Delete all records about a person, by id or pseudonym; return their number.

        When this returns, the files contain nothing of them either.
        """
        ...

    async def forget_old(self, days: int) -> None:
        """Delete records older than that, and questions carried for a day."""
        ...

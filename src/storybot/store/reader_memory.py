"""The ReaderMemory protocol: answers sent, votes, subscriptions, settings of chats."""

from typing import Protocol

from storybot.store.draft_store import DraftStore
from storybot.store.records import (
    ChatSettings,
    Feedback,
    Forgotten,
    QuoteRef,
    SentAnswer,
    Subscription,
)


class ReaderMemory(Protocol):
    """Answers sent, votes, subscriptions, choices; made by `open`.

    Each method that awaits the database raises `StoreError`. The settings of chats are read once
    and remembered, for they are set by the one process that serves the chats.
    """

    @property
    def button_key(self) -> bytes:
        """The secret by which the bot knows its own buttons; it stays in the database."""
        ...

    @property
    def drafts(self) -> DraftStore:
        """What waits for moderators to confirm it."""
        ...

    async def close(self) -> None:
        """Write what was handed out to be carried, and close; calling it twice is allowed."""
        ...

    async def keep_answer(
        self, answer: SentAnswer, *, asked_like: SentAnswer | None = None
    ) -> None:
        """Keep an answer that was sent; it takes the place of one to the same message.

        ``asked_like`` is a kept answer to the same question: both are of one person.
        """
        ...

    async def revise_answer(
        self, id: int, question: str, *, answered: bool, quotes: tuple[QuoteRef, ...]
    ) -> None:
        """Put another question and its answer into the same message; votes on the old one go."""
        ...

    async def answer_to(self, chat: int, asked: int) -> SentAnswer | None:
        """Return the answer to a message."""
        ...

    async def answer_at(self, chat: int, message: int) -> SentAnswer | None:
        """Return the answer that a message of the bot holds."""
        ...

    async def answer_in(self, inline_message: str) -> SentAnswer | None:
        """Return the answer that was sent through an inline message."""
        ...

    def asked_by(self, answer: SentAnswer, user: int) -> bool:
        """Return whether it was this person who asked, where that is kept."""
        ...

    async def drop_answer(self, id: int) -> None:
        """Forget an answer and the votes on it."""
        ...

    async def vote(self, answer: int, user: int, rank: int, *, up: bool, press: str) -> bool:
        """Record a person's one vote on an answer; the same vote again takes it back, False then.

        ``press`` names the press: handled again after a crash, it changes nothing more.
        """
        ...

    async def votes(self, answer: int) -> Feedback:
        """Count the votes on an answer."""
        ...

    async def toggle_subscription(
        self, subscription: Subscription, user: int, *, press: str
    ) -> bool:
        """Record whom to tell when a question is answered; once more undoes it, False then.

        ``press`` names the press: handled again after a crash, it changes nothing more.
        """
        ...

    async def subscriptions(self) -> list[Subscription]:
        """Return what people want to be told of, oldest first; what several want, once."""
        ...

    async def mark_telling(self, chat: int, message: int, *, by: int) -> None:
        """Count an answer that goes out to subscribers now, by 1; by -1 if it did not arrive."""
        ...

    async def drop_subscriptions(self, chat: int, message: int) -> None:
        """Forget who wanted to be told of the answer to a question."""
        ...

    async def chat(self, id: int) -> ChatSettings:
        """Return what was set for a chat; a private chat has the id of its reader."""
        ...

    async def set_language(self, chat: int, language: str) -> None:
        """Set the language that the bot speaks in a chat."""
        ...

    async def set_listens(self, chat: int, *, listens: bool) -> None:
        """Set whether every question in a group is answered."""
        ...

    async def move_chat(self, old: int, new: int) -> None:
        """Carry the settings of a group over to the supergroup that it became."""
        ...

    async def chosen_in(self, inline_message: str) -> str | None:
        """Return which inline result a message was sent as; None where Telegram did not tell."""
        ...

    async def note_chosen(
        self, result: str, question: str, inline_message: str | None, user: int
    ) -> None:
        """Note which inline result was sent, with codes of the message it is in and of whom."""
        ...

    def carry(self, question: str, user: int) -> str:
        """Keep a question for a day under a token that fits into a start link; return the token.

        The token follows from the question: whoever does not know the one cannot guess the other.
        The question is written a moment later; if that fails, it is as gone as after the day.
        """
        ...

    async def carried(self, token: str) -> str | None:
        """Return the question behind a token."""
        ...

    async def forget_user(self, user: int) -> Forgotten:
        """Remove whatever is kept about a person, by id or by code; say how much it was.

        When this returns, the files hold nothing of it either.
        """
        ...

    async def forget_old(self, days: int) -> None:
        """Remove what is older than that, and questions carried for a day."""
        ...

"""The QuestionLog protocol: what readers asked, without who they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from storybot.store.records import QuoteRef


class GivenVote(NamedTuple):
    """A vote on an answer."""

    rank: int
    """The quote that it is about."""
    up: bool
    reason: str
    """Why it did not help, a `Reason`; empty if that was not said."""


class AskedQuestion(NamedTuple):
    """A question of a reader, and what became of it."""

    at: datetime
    door: str
    """How it reached the bot."""
    question: str
    answered: bool
    reader: int
    """A pseudonym: of who asked, or of the chat."""
    quotes: tuple[QuoteRef, ...]
    """The ranking, best first."""
    took_ms: float
    votes: tuple[GivenVote, ...] = ()

    @property
    def up(self) -> int:
        """How many said that the answer helped."""
        return sum(vote.up for vote in self.votes)

    @property
    def down(self) -> int:
        """How many said that it did not."""
        return len(self.votes) - self.up


class QuestionLog(Protocol):
    """Reads what was asked; made by the reader memory."""

    async def since(self, begin: datetime) -> Sequence[AskedQuestion]:
        """Return the questions since then, oldest first.

        Raises:
            StoreError: the database failed.
        """
        ...

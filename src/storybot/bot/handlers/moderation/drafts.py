"""Changes that wait for a moderator to confirm them.

They are kept in memory, few and not for long: a button that outlives its draft says so, and the
moderator sends the command again.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from storybot.model.documents import Document, DocumentId, Version

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Addition:
    """An article as it was understood, not yet in the corpus."""

    document: Document
    target: Version | None
    """The article that it is to be a new version of, where the moderator named one."""
    same_source: Version | None
    """The article that came from the same source before."""
    same_title: Version | None
    """A live article with the same headline."""
    maybe_cut: bool
    """Whether the message was so long that Telegram may have cut it in two."""


@dataclass(frozen=True, slots=True)
class Retraction:
    """An article to be retracted, as the moderator saw it."""

    id: DocumentId
    number: int
    reason: str


class Drafts(Generic[T]):
    """Drafts by ids that nobody can guess; the oldest make room for new ones."""

    def __init__(
        self,
        most: int = 20,
        seconds: float = 6 * 3600,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._kept: dict[str, tuple[float, T]] = {}

    def keep(self, draft: T) -> str:
        """Keep a draft and return its id."""
        id = secrets.token_urlsafe(9)
        self.put_back(id, draft)
        return id

    def put_back(self, id: str, draft: T) -> None:
        """Keep a draft under the id that it had when it was taken."""
        self._kept[id] = (self._now(), draft)
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]

    def look(self, id: str) -> T | None:
        """Return a draft that is still there."""
        self._forget_old()
        return self._kept[id][1] if id in self._kept else None

    def take(self, id: str) -> T | None:
        """Return a draft that is still there and forget it: of two presses one gets it."""
        self._forget_old()
        return self._kept.pop(id)[1] if id in self._kept else None

    def _forget_old(self) -> None:
        oldest = self._now() - self._seconds
        self._kept = {id: kept for id, kept in self._kept.items() if kept[0] >= oldest}

"""How an article stands, and the line that a list shows of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from storybot.model.documents import DocumentId, State


class Standing(NamedTuple):
    """Which version is current, whether it may be quoted, and who has the last word on that."""

    version: int
    """Number of the current version."""
    state: State
    held: bool = False
    """Whether a person decided on this standing, so that what the source brings has to wait."""
    arrived: int = 0
    """Number of the version that the source brought last; 0 where it brings none."""
    newest: int = 1
    """The highest number among the versions: the next one is one more."""

    @property
    def waiting(self) -> int | None:
        """Number of the version that the source brought and nobody has taken yet."""
        return self.arrived if self.arrived > self.version else None


@dataclass(frozen=True, slots=True)
class Heading:
    """An article without its text."""

    id: DocumentId
    standing: Standing
    source: str
    title: str
    publisher: str
    published: datetime | date | None
    url: str | None
    language: str
    paragraphs: int

    @property
    def live(self) -> bool:
        """Whether it may be quoted."""
        return self.standing.state is State.LIVE

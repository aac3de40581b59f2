"""What changes of the corpus return: the change made, and the article after it."""

from enum import StrEnum
from typing import NamedTuple

from storybot.model.changes import Change
from storybot.model.documents import Version


class AddResult(StrEnum):
    """The outcome of adding a document."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    WAITING = "waiting"
    """A person decided on the article's standing; the source's version waits to be taken."""


class Added(NamedTuple):
    """A document that was added: the version that it is now, or that waits."""

    result: AddResult
    version: Version
    note: str = ""
    """Where the reason may surprise: why."""
    change: Change | None = None
    """The change that `undo` would revert; None if nothing changed."""


class Changed(NamedTuple):
    """A change, and the resulting state of the article."""

    change: Change
    version: Version
    waiting: int | None = None
    """Number of a version from the source that nobody has taken."""


class Undone(NamedTuple):
    """A reverted change, and the resulting state of the article."""

    undone: Change
    version: Version
    change: Change
    """The change that undoing is itself."""

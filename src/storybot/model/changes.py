"""Changes of the corpus, as recorded in the audit."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storybot.model.documents import (
    DocumentId,
    State,
)


class Action(StrEnum):
    """The kinds of change."""

    ADD = "add"
    UPDATE = "update"
    RETRACT = "retract"
    RESTORE = "restore"
    UNDO = "undo"
    WAIT = "wait"
    """A source brought a version that waits, since a person has decided how the article stands."""


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the append-only audit."""

    number: int
    at: datetime
    actor: str
    """The actor: ``cli``, ``corpus/`` or ``telegram:<user id>``."""
    action: Action
    document: DocumentId
    title: str
    before: tuple[int, State] | None
    """Version number and state that it replaced; None for a new document."""
    after: tuple[int, State]
    """Version number and state that it left; undoing a first version leaves it retracted."""
    reason: str = ""
    undoes: int | None = None
    """Number of the change that an undo took back."""
    brought: int | None = None
    """Number of the version that came with it; of several, of the last."""
    decided: bool = False
    """Whether a person decided it, rather than a source of articles."""

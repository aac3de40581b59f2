"""What an inspection of a database finds, without changing anything in it."""

from dataclasses import dataclass
from datetime import datetime

from storybot.model.audit import AuditReport


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseReport:
    """The state of a database file; what a newer schema hides is left at its default."""

    schema: int
    newest_schema: int
    """The schema that this program makes and reads."""
    problems: tuple[str, ...] = ()
    """What the database's own check of its structure finds."""
    damaged: tuple[str, ...] = ()
    """Texts that do not match the hash they were stored with."""
    audit: AuditReport | None = None
    articles: int = 0
    passages: int = 0
    moderators: int = 0
    waiting: int = 0
    """Updates that are not handled yet."""
    dead: int = 0
    """Updates given up in the last day."""
    newest_change: datetime | None = None
    generation: tuple[int, ...] | None = None
    """As `Store.generation`, which a saved index names."""

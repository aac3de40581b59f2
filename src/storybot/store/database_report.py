"""What an inspection of a database finds, without changing anything in it."""

from dataclasses import dataclass
from datetime import datetime

from storybot.model.audit import AuditReport


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseCounts:
    """What a database holds, counted cheaply: for metrics."""

    articles: int = 0
    """Live ones; the retracted are counted apart."""
    retracted: int = 0
    passages: int = 0
    up: int = 0
    """Votes for an answer."""
    down: int = 0
    """Votes against one."""
    subscriptions: int = 0
    dead: int = 0
    """Updates given up in the last day."""
    notices: int = 0
    """Messages that nobody asked for and that wait to be sent."""
    bytes: int = 0
    log_bytes: int = 0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerReport:
    """What a database server says of itself."""

    name: str
    """The database and its server, without secrets."""
    version: str
    unsafe: tuple[str, ...] = ()
    """Settings with which a power cut or a crash loses what was confirmed."""
    has_checksums: bool = True
    """Whether the server notices that its files were damaged."""
    is_standby: bool = False
    is_read_only: bool = False
    """Whether it was set to take no changes, as is done where its disk is full."""
    connections: int = 0
    most_connections: int = 0
    makes_tables: bool = True
    """Whether this user may bring the tables up to date."""
    report: DatabaseReport

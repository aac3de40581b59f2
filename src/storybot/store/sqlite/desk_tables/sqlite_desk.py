"""The moderators' desk in the database file, on a connection of its own.

What a moderator has confirmed for later, and what somebody has to be told, survives a power cut.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

import aiosqlite

from storybot.store.sqlite.desk_tables.queries import Queries
from storybot.store.sqlite.desk_tables.sqlite_feeds import SQLiteFeeds
from storybot.store.sqlite.desk_tables.sqlite_outbox import SQLiteOutbox
from storybot.store.sqlite.desk_tables.sqlite_plans import SQLitePlans
from storybot.store.sqlite.opening import FORGETFUL, open_database


def _now() -> datetime:
    return datetime.now(UTC)


class SQLiteDesk:
    """Messages to send, feeds, plans; made by `open`."""

    def __init__(self, database: aiosqlite.Connection, now: Callable[[], datetime]) -> None:
        self._database = database
        queries = Queries(database)
        self._outbox = SQLiteOutbox(queries)
        self._feeds = SQLiteFeeds(queries, now)
        self._plans = SQLitePlans(queries)

    @classmethod
    async def open(cls, path: str, now: Callable[[], datetime] = _now) -> Self:
        """Open the database file; ``:memory:`` for an in-memory one.

        Raises:
            StoreError: the file cannot be opened, is no database, or is of a newer storybot.
        """
        return cls(await open_database(path, FORGETFUL), now)

    @property
    def outbox(self) -> SQLiteOutbox:
        """Messages that nobody asked for."""
        return self._outbox

    @property
    def feeds(self) -> SQLiteFeeds:
        """Feeds that are followed."""
        return self._feeds

    @property
    def plans(self) -> SQLitePlans:
        """Changes that are due later."""
        return self._plans

    async def close(self) -> None:
        """Close the database; calling it twice is allowed."""
        await self._database.close()

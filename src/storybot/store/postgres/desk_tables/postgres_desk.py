"""The moderators' desk in PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from storybot.store.postgres.connection.pool import PostgresPool
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.desk_tables.postgres_feeds import PostgresFeeds
from storybot.store.postgres.desk_tables.postgres_outbox import PostgresOutbox
from storybot.store.postgres.desk_tables.postgres_plans import PostgresPlans
from storybot.store.postgres.migrating import open_pool


def _now() -> datetime:
    return datetime.now(UTC)


class PostgresDesk:
    """Messages to send, feeds, plans; made by `open`."""

    def __init__(self, pool: PostgresPool, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._outbox = PostgresOutbox(pool)
        self._feeds = PostgresFeeds(pool, now)
        self._plans = PostgresPlans(pool)

    @classmethod
    async def open(cls, url: str, now: Callable[[], datetime] = _now) -> Self:
        """Open the desk in the database of a URL.

        Raises:
            StoreError: it cannot be reached or used, or is of a newer storybot.
        """
        return cls(await open_pool(Target.of(url)), now)

    @property
    def outbox(self) -> PostgresOutbox:
        """Messages that nobody asked for."""
        return self._outbox

    @property
    def feeds(self) -> PostgresFeeds:
        """Feeds that are followed."""
        return self._feeds

    @property
    def plans(self) -> PostgresPlans:
        """Changes that are due later."""
        return self._plans

    async def close(self) -> None:
        """Close the database; calling it twice is allowed."""
        await self._pool.close()

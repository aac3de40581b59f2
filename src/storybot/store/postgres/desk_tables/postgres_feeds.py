"""Feeds and their items as tables."""

from collections.abc import Callable, Mapping
from datetime import datetime

import asyncpg

from storybot.store.desk.feed_store import FollowedFeed, read_trouble, written_trouble
from storybot.store.postgres.connection.pool import Connection, PostgresPool

_COLUMNS = "url, name, actor, since, due, fetched, etag, last_modified, failures, trouble"
_FOLLOW = """
    INSERT INTO feeds (url, name, actor, since, due) VALUES ($1, $2, $3, $4, $4)
    ON CONFLICT DO NOTHING RETURNING true
"""
_UPDATE = """
    UPDATE feeds SET name = $2, due = $3, fetched = $4, etag = $5, last_modified = $6,
        failures = $7, trouble = $8
    WHERE url = $1
"""
_NOTE_ITEMS = """
    INSERT INTO feed_items (feed, source, hash)
    SELECT url, source, hash FROM feeds, unnest($2::text[], $3::text[]) AS new (source, hash)
    WHERE url = $1
    ON CONFLICT (feed, hashtextextended(source, 0), hashtextextended(source, 1))
    DO UPDATE SET hash = excluded.hash
"""


class PostgresFeeds:
    """Feeds by address. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._now = now

    async def follow(self, url: str, name: str, actor: str) -> bool:
        """Follow a feed from now on; False if it is followed already."""
        values = (url, name, actor, self._now())

        async def body(connection: Connection) -> bool:
            return bool(await connection.fetch(_FOLLOW, *values))

        return await self._pool.transact(body)

    async def stop(self, url: str) -> bool:
        """Stop following a feed and forget its items; False if it was not followed."""

        async def body(connection: Connection) -> bool:
            sql = "DELETE FROM feeds WHERE url = $1 RETURNING true"
            return bool(await connection.fetch(sql, url))

        return await self._pool.transact(body)

    async def feeds(self) -> list[FollowedFeed]:
        """Return the feeds in the order in which they were followed."""
        sql = f"SELECT {_COLUMNS} FROM feeds ORDER BY since, number"
        return [_feed(row) for row in await self._pool.rows(sql)]

    async def update(self, feed: FollowedFeed) -> None:
        """Record how a feed was this time, unless it is no longer followed."""
        validators = (feed.etag, feed.last_modified)
        values = (feed.url, feed.name, feed.due, feed.fetched, *validators)
        await self._pool.change(_UPDATE, *values, feed.failures, written_trouble(feed.trouble))

    async def items(self, url: str) -> dict[str, str]:
        """Return the hash of each item that was dealt with, by the item's source."""
        rows = await self._pool.rows("SELECT source, hash FROM feed_items WHERE feed = $1", url)
        return {row["source"]: row["hash"] for row in rows}

    async def note_items(self, url: str, hashes: Mapping[str, str]) -> None:
        """Record that items were dealt with, unless the feed is no longer followed."""
        if hashes:
            await self._pool.change(_NOTE_ITEMS, url, list(hashes), list(hashes.values()))


def _feed(row: asyncpg.Record) -> FollowedFeed:
    return FollowedFeed(**dict(row) | {"trouble": read_trouble(row["trouble"])})

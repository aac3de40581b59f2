"""Feeds and their items as tables."""

from collections.abc import Callable, Mapping
from datetime import datetime

from storybot.store.desk.feed_store import FollowedFeed, read_trouble, written_trouble
from storybot.store.sqlite.desk_tables.queries import Queries, Row

_COLUMNS = "url, name, actor, since, due, fetched, etag, last_modified, failures, trouble"


class SQLiteFeeds:
    """Feeds by address."""

    def __init__(self, queries: Queries, now: Callable[[], datetime]) -> None:
        self._queries = queries
        self._now = now

    async def follow(self, url: str, name: str, actor: str) -> bool:
        """Follow a feed from now on; False if it is followed already."""
        now = self._now().isoformat()
        sql = "INSERT OR IGNORE INTO feeds (url, name, actor, since, due) VALUES (?, ?, ?, ?, ?)"
        return bool(await self._queries.change(sql, (url, name, actor, now, now)))

    async def stop(self, url: str) -> bool:
        """Stop following a feed and forget its items; False if it was not followed."""
        return bool(await self._queries.change("DELETE FROM feeds WHERE url = ?", (url,)))

    async def feeds(self) -> list[FollowedFeed]:
        """Return the feeds in the order in which they were followed."""
        sql = f"SELECT {_COLUMNS} FROM feeds ORDER BY since, rowid"
        return [_feed(row) for row in await self._queries.rows(sql)]

    async def update(self, feed: FollowedFeed) -> None:
        """Record how a feed was this time, unless it is no longer followed."""
        fetched = feed.fetched.isoformat() if feed.fetched else None
        sql = (
            "UPDATE feeds SET name = ?, due = ?, fetched = ?, etag = ?, last_modified = ?,"
            " failures = ?, trouble = ? WHERE url = ?"
        )
        values = (feed.name, feed.due.isoformat(), fetched, feed.etag, feed.last_modified)
        await self._queries.change(
            sql, (*values, feed.failures, written_trouble(feed.trouble), feed.url)
        )

    async def items(self, url: str) -> dict[str, str]:
        """Return the hash of each item that was dealt with, by the item's source."""
        sql = "SELECT source, hash FROM feed_items WHERE feed = ?"
        return dict(await self._queries.rows(sql, (url,)))

    async def note_items(self, url: str, hashes: Mapping[str, str]) -> None:
        """Record that items were dealt with, unless the feed is no longer followed."""
        sql = (
            "INSERT OR REPLACE INTO feed_items (feed, source, hash)"
            " SELECT url, ?, ? FROM feeds WHERE url = ?"
        )
        await self._queries.change(sql, *((s, hash, url) for s, hash in hashes.items()))


def _feed(row: Row) -> FollowedFeed:
    url, name, actor, since, due, fetched, etag, last_modified, failures, trouble = row
    return FollowedFeed(
        url=url,
        name=name,
        actor=actor,
        since=datetime.fromisoformat(since),
        due=datetime.fromisoformat(due),
        fetched=datetime.fromisoformat(fetched) if fetched else None,
        etag=etag,
        last_modified=last_modified,
        failures=failures,
        trouble=read_trouble(trouble),
    )

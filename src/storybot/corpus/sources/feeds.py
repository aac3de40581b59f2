"""Follow RSS and Atom feeds: fetch each when it is due, and bring what is new or changed.

A feed is asked for with what its server said by which it tells a change. One that fails is asked
less and less often. An item is noted only after it was brought, so that a crash loses none.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, NoReturn, Protocol
from urllib.parse import urlsplit

from storybot.ingest.fetching.address_guard import Network
from storybot.ingest.fetching.client import Validators, fetch
from storybot.ingest.formats.kinds import FileKind, kind_of
from storybot.ingest.reading import read_address, read_all
from storybot.ingest.results import Article
from storybot.model.document_json import document_json
from storybot.model.documents import Document
from storybot.model.error_data import as_data
from storybot.model.errors import Refused, StoreError
from storybot.store.desk.feed_store import FeedStore, FollowedFeed

AT_FIRST = 5
"""Items of a newly followed feed that are brought, the newest; the others are taken for known."""
_MOST = 20
"""Items that are brought at once; a feed that has more new ones was renamed, or is a flood."""
_TROUBLE_AFTER = 3
"""Failures in a row after which somebody is told."""
_LONGEST_PAUSE = timedelta(days=1)
_AT_ONCE = 4
_SECONDS_BETWEEN_LOOKS = 1.0
_log = logging.getLogger(__name__)


class FeedItem(NamedTuple):
    """An item of a feed, as an article."""

    article: Article
    hash: str
    """Differs when anything about the item does."""

    @property
    def document(self) -> Document:
        """The article itself."""
        return self.article.document

    @classmethod
    def of(cls, article: Article) -> "FeedItem":
        """Return an item with its hash."""
        return cls(article, hashlib.sha256(document_json(article.document).encode()).hexdigest())


class FetchedFeed(NamedTuple):
    """A feed as it was fetched."""

    name: str
    items: Sequence[FeedItem]
    """Oldest first."""
    validators: Validators


class Editors(Protocol):
    """Those to whom items are brought."""

    async def bring(self, feed: FollowedFeed, item: FeedItem, *, changed: bool) -> None:
        """Show an item that is new, or ``changed``; the same again has no effect."""
        ...

    async def tell_trouble(self, feed: FollowedFeed, error: Refused) -> None:
        """Tell that a feed has failed several times."""
        ...

    async def forget_trouble(self, feed: FollowedFeed) -> None:
        """Note that a feed that failed can be read again."""
        ...


async def fetch_feed(
    url: str, known: Validators | None = None, network: Network | None = None
) -> FetchedFeed | None:
    """Fetch a feed; None where it is as it was when it had those validators.

    Raises:
        Refused: it cannot be fetched, is no feed, or has no item that can be read.
    """
    try:
        page = await fetch(url, known=known, network=network)
    except Refused as refused:
        raise _of_feed(refused) from refused.__cause__
    if page is None:
        return None
    if kind_of(page.data, page.url) is not FileKind.FEED:
        raise Refused(f"{url} is no RSS or Atom feed.", "no_feed", url=url)
    reading = await asyncio.to_thread(
        read_all, page.data, name=page.url, source=page.url, url=page.url, charset=page.charset
    )
    articles = list(reversed(reading.articles))  # a feed begins with the newest
    articles.sort(key=_moment)
    publishers = [article.document.publisher for article in articles]
    name = max(publishers, key=publishers.count, default="") or urlsplit(url).hostname or url
    return FetchedFeed(name, [FeedItem.of(article) for article in articles], page.validators)


def _of_feed(refused: Refused) -> Refused:
    """Say of a feed what was said of a page, whose text could be sent instead."""
    said = refused.values
    match refused.code:
        case "page_not_public":
            return Refused(
                f"{said['host']} is no address of the public web, so nothing is fetched from it. "
                "Name the public address of the feed.",
                "feed_not_public",
                host=said["host"],
            )
        case "page_closed_to_bots":
            return Refused(
                f"The outlet does not want bots to fetch {said['url']}: its robots.txt says so. "
                "Follow another feed.",
                "feed_closed_to_bots",
                url=said["url"],
            )
        case "page_too_large":
            return Refused(
                f"The feed is too large: at most {said['megabytes']} MB are read. Look for one "
                "of a section.",
                "feed_too_large",
                megabytes=said["megabytes"],
            )
        case "page_unreachable":
            return Refused(
                f"{said['url']} cannot be fetched: {said['why']}. Check that its address is right.",
                "feed_unreachable",
                url=said["url"],
                why=said["why"],
            )
    return refused


def _moment(article: Article) -> float:
    """Return when an article was published; those of a day or of no date keep their order."""
    published = article.document.published
    return published.timestamp() if isinstance(published, datetime) else 0.0


def _now() -> datetime:
    return datetime.now(UTC)


class FeedReader:
    """Reads the feeds that are followed, each about once an interval."""

    def __init__(
        self,
        feeds: FeedStore,
        editors: Editors,
        interval: timedelta,
        network: Network | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._feeds = feeds
        self._editors = editors
        self._interval = interval
        self._network = network
        self._now = now
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> NoReturn:
        """Read what is due until cancelled, also what another process follows."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                _log.warning("The feeds cannot be read: %s", error)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def look(self) -> None:
        """Read the feeds that are due now.

        Raises:
            StoreError: which these are is not known, or what they brought could not be kept.
        """
        now = self._now()
        # What is due later than any pause lasts was put off by a clock that was wrong.
        latest = now + max(self._interval, _LONGEST_PAUSE)
        due = [feed for feed in await self._feeds.feeds() if not now < feed.due <= latest]
        await asyncio.gather(*map(self._read, due))

    async def _read(self, feed: FollowedFeed) -> None:
        try:
            async with self._turns:
                known = Validators(feed.etag, feed.last_modified)
                fetched = await fetch_feed(feed.url, known, self._network)
        except Refused as error:
            await self._fail(feed, error)
            return
        now = self._now()
        read = replace(feed, due=now + self._interval, fetched=now, failures=0, trouble=None)
        if fetched:
            await self._bring(feed, fetched)
            etag, last_modified = fetched.validators.etag, fetched.validators.last_modified
            read = replace(read, name=fetched.name, etag=etag, last_modified=last_modified)
        await self._feeds.update(read)
        if feed.failures:
            await self._editors.forget_trouble(feed)

    async def _fail(self, feed: FollowedFeed, error: Refused) -> None:
        _log.info("The feed %s cannot be read: %s", feed.url, error)
        failures = feed.failures + 1
        pause = min(self._interval * 2 ** min(failures, 10), _LONGEST_PAUSE)
        due = self._now() + pause
        if failures == _TROUBLE_AFTER:
            await self._editors.tell_trouble(feed, error)
        await self._feeds.update(replace(feed, due=due, failures=failures, trouble=as_data(error)))

    async def _bring(self, feed: FollowedFeed, fetched: FetchedFeed) -> None:
        """Bring new and changed items, oldest first, and note the others."""
        known = await self._feeds.items(feed.url)
        fresh = [item for item in fetched.items if known.get(item.document.source) != item.hash]
        # At first of all items, not of the fresh ones: after a crash these are the same again.
        newest = fresh[-_MOST:] if feed.fetched else fetched.items[-AT_FIRST:]
        wanted = {item.document.source for item in newest}
        for item in fresh:
            source = item.document.source
            if source in wanted:
                whole = await self._whole(item)
                await self._editors.bring(feed, whole, changed=source in known)
            await self._feeds.note_items(feed.url, {source: item.hash})

    async def _whole(self, item: FeedItem) -> FeedItem:
        """Return an item with the article of its page, where the feed has only a summary."""
        url = item.document.url
        if not url or all(note.code != "feed_summary" for note in item.article.notes):
            return item
        try:
            reading = await read_address(url, now=self._now(), network=self._network)
        except Refused as error:
            _log.info("The page of an item stays unread: %s", error)
            return item
        if len(reading.articles) != 1:
            return item
        (article,) = reading.articles
        old, page = item.document, article.document
        facts = {
            "source": old.source,
            "title": old.title or page.title,
            "published": old.published or page.published,
            "authors": page.authors or old.authors,
            "publisher": page.publisher or old.publisher,
        }
        return FeedItem(
            article.model_copy(update={"document": page.model_copy(update=facts)}), item.hash
        )

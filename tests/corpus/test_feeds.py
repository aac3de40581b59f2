"""Feeds are followed politely: what is new comes once, what fails is asked less often."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from storybot.bot.locales.catalogue import ENGLISH
from storybot.corpus.sources.feeds import AT_FIRST, FeedItem, FeedReader, fetch_feed
from storybot.corpus.sources.opml import ListedFeed, read_opml, write_opml
from storybot.model.errors import Refused
from storybot.store.desk.feed_store import FollowedFeed
from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk
from worlds.clock import Clock
from worlds.feeds import rss
from worlds.files import page, paragraphs_of
from worlds.web_server import Server, http, serving

THINGS = ["lock", "mole", "quay", "weir", "dock", "pier", "crane"]


class Brought(NamedTuple):
    """An item as it was brought."""

    source: str
    text: str
    changed: bool


class Desk:
    """A feed on a server, what reads it, and what came of it."""

    def __init__(self, desk: SQLiteDesk, server: Server, clock: Clock) -> None:
        self.feeds = desk.feeds
        self.server = server
        self.clock = clock
        self.brought: list[Brought] = []
        self.trouble: list[str] = []
        self.fails = 0
        self.reader = FeedReader(desk.feeds, self, timedelta(minutes=15), server.network, clock)

    async def bring(self, _: FollowedFeed, item: FeedItem, *, changed: bool) -> None:
        """Remember an item, or die of it."""
        if self.fails:
            self.fails -= 1
            raise ZeroDivisionError
        source = item.document.source.rpartition("/")[2]
        self.brought.append(Brought(source, item.document.text, changed))

    async def tell_trouble(self, feed: FollowedFeed, error: Refused) -> None:
        """Remember a trouble."""
        self.trouble.append(f"{feed.url}: {error}")

    async def forget_trouble(self, _: FollowedFeed) -> None:
        """Remember its end."""
        self.trouble.append("over")

    def publish(self, *things: str, twist: str = "", whole: bool = True) -> None:
        """Let the feed hold articles about things, the newest first."""
        entries = [(f"/{thing}", thing) for thing in things]
        feed = rss(entries, self.server.url(""), twist=twist, whole=whole)
        self.server.answers["/feed"] = http(feed, ETag=f'"{len(self.server.asked)}"')

    async def look(self, minutes: int = 15) -> list[str]:
        """Let time pass and look; return the sources that were brought then."""
        self.clock.now += timedelta(minutes=minutes)
        before = len(self.brought)
        await self.reader.look()
        return [one.source for one in self.brought[before:]]


@pytest.fixture
async def desk(file: Path, clock: Clock) -> AsyncIterator[Desk]:
    """Follow a feed with one article."""
    opened = await SQLiteDesk.open(str(file), clock)
    async with serving() as server:
        made = Desk(opened, server, clock)
        made.publish("lock")
        await opened.feeds.follow(server.url("/feed"), "", "cli")
        yield made
    await opened.close()


async def test_each_item_is_brought_once_and_again_when_it_changed(desk: Desk) -> None:
    """The oldest comes first; what is unchanged is not even sent by its server."""
    assert await desk.look() == ["lock"]
    desk.publish("weir", "mole", "lock")
    assert await desk.look() == ["mole", "weir"]
    asked = len(desk.server.asked)
    assert await desk.look(minutes=10) == []
    assert len(desk.server.asked) == asked
    desk.publish("weir", "mole", "lock", twist="twelve")
    assert await desk.look() == ["lock", "mole", "weir"]
    assert all(one.changed and "twelve" in one.text for one in desk.brought[-3:])
    (feed,) = await desk.feeds.feeds()
    assert (feed.name, feed.failures) == ("Kelm Courier", 0)


async def test_a_clock_that_was_wrong_does_not_put_a_feed_off(desk: Desk) -> None:
    """A machine that started in another year and was set right reads its feeds all the same."""
    desk.clock.now += timedelta(days=3000)
    assert await desk.look() == ["lock"]
    desk.clock.now -= timedelta(days=3000)
    desk.publish("weir", "lock")
    assert await desk.look(minutes=0) == ["weir"]
    asked = len(desk.server.asked)
    assert await desk.look(minutes=10) == []
    assert len(desk.server.asked) == asked


async def test_the_server_is_asked_whether_anything_changed(desk: Desk) -> None:
    """It gets the validators that it gave, and nothing is brought where nothing did."""
    await desk.look()
    desk.server.answers["/feed"] = http(status="304 Not Modified")
    assert await desk.look() == []
    assert "if-none-match" in desk.server.asked[-1].casefold()
    (feed,) = await desk.feeds.feeds()
    assert feed.fetched == desk.clock.now


async def test_of_a_new_feed_only_the_newest_items_come(desk: Desk) -> None:
    """The others are taken for known, also if the first look dies in the middle."""
    desk.publish(*THINGS)
    desk.fails = 1
    with pytest.raises(ZeroDivisionError):
        await desk.look()
    assert await desk.look() == THINGS[:AT_FIRST][::-1]
    assert await desk.look() == []


async def test_what_was_not_brought_comes_again(desk: Desk) -> None:
    """An item is noted after it was brought, and none before it twice."""
    await desk.look()
    desk.publish("weir", "mole", "lock")
    desk.brought.clear()
    desk.fails = 1
    with pytest.raises(ZeroDivisionError):
        await desk.look()
    assert await desk.look() == ["mole", "weir"]


async def test_a_feed_that_fails_is_asked_less_and_less_often(desk: Desk) -> None:
    """After three times somebody is told, once; and that it is over."""
    desk.server.answers["/feed"] = http(status="500 Trouble")
    pauses = []
    for _ in range(5):
        (feed,) = await desk.feeds.feeds()
        desk.clock.now = max(feed.due, desk.clock.now)
        await desk.reader.look()
        (feed,) = await desk.feeds.feeds()
        pauses.append(feed.due - desk.clock.now)
    assert pauses == [timedelta(minutes=15 * 2**n) for n in range(1, 6)]
    assert len(desk.trouble) == 1
    assert "500" in desk.trouble[0]
    desk.publish("lock")
    assert await desk.look(minutes=60 * 24) == ["lock"]
    assert desk.trouble[1:] == ["over"]


async def test_a_summary_is_completed_from_its_page(desk: Desk) -> None:
    """Where the page cannot be read, the summary comes with a note."""
    desk.publish("mole", "lock", whole=False)
    story = "A crack was found in the mole on Sunday, and the harbour master closed it at once."
    desk.server.answers["/mole"] = http(
        page(paragraphs_of("p", [story, *["The divers went down again on Monday morning."] * 3])),
        Content_Type="text/html",
    )
    assert await desk.look() == ["lock", "mole"]
    texts = {one.source: one.text for one in desk.brought}
    assert story in texts["mole"]
    assert "eleven metres" in texts["lock"]


async def test_a_page_that_is_no_feed_is_a_trouble(desk: Desk) -> None:
    """It says so."""
    desk.server.answers["/feed"] = http(page(paragraphs_of()), Content_Type="text/html")
    await desk.look()
    (feed,) = await desk.feeds.feeds()
    assert feed.trouble is not None
    assert (feed.trouble.code, "no RSS or Atom feed" in feed.trouble.message) == ("no_feed", True)


INSIDE = http(status="302 Found", Location="http://inside.example/")
CLOSED = http(b"User-agent: *\nDisallow: /")


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("feed_not_public", {"feed": INSIDE}),
        ("feed_closed_to_bots", {"robots_txt": CLOSED}),
        ("feed_too_large", {"feed": http(bytes(5_000_001))}),
        ("feed_unreachable", {}),
    ],
)
async def test_a_feed_that_cannot_be_fetched_has_advice_for_feeds(
    code: str, answers: dict[str, bytes]
) -> None:
    """Nobody has the text of a feed to send; a browser shows it, and that does not help."""
    async with serving(**answers) as server:
        with pytest.raises(Refused) as caught:
            await fetch_feed(server.url("/feed"), network=server.network)
    assert caught.value.code == code
    for words in (str(caught.value), ENGLISH.explain(caught.value)):
        assert "text" not in words
        assert "browser" not in words
        assert "http" not in words or server.url("/feed") in words


def test_a_list_of_feeds_is_read_as_it_was_written() -> None:
    """Names and addresses survive, in whichever folder they are."""
    feeds = [ListedFeed("https://a.example/x?a=1&b=2", 'A "quoted" & name')]
    assert read_opml(write_opml(feeds)) == feeds
    nested = b'<opml><body><outline text="f"><outline xmlUrl="https://b.example/f"/></outline>'
    assert read_opml(nested + b"</body></opml>") == [ListedFeed("https://b.example/f", "")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<rss/>",
        b"<opml><body/></opml>",
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><outline xmlUrl="https://b.example/"/></opml>',
        b'<opml><body><outline xmlUrl="file:///etc/passwd"/></body></opml>',
        bytes(2_000_001),
    ],
)
def test_what_is_no_list_of_feeds_is_refused(data: bytes) -> None:
    """Nothing of it is followed."""
    with pytest.raises(Refused):
        read_opml(data)

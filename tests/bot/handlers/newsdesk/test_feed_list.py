"""The list of feeds that are followed, in the language and the time of who asks for it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from storybot.bot.handlers.newsdesk.feed_commands import feed_list
from storybot.bot.locales.catalogue import LANGUAGES
from storybot.corpus.backends.databases import open_desk
from storybot.model.error_data import as_data
from storybot.model.errors import Refused
from storybot.store.desk.feed_store import read_trouble
from worlds.bot_in_process import OLGA, bot_in_process, private

URL = "https://courier.example/feed"
SLOW = Refused("the server takes too long to answer", "fetch_too_slow")
TROUBLE = Refused(
    f"{URL} cannot be fetched: {SLOW}. Check that its address is right.",
    "feed_unreachable",
    url=URL,
    why=SLOW,
)


async def test_what_is_wrong_with_a_feed_is_said_in_the_readers_language(database_url: str) -> None:
    """Also the reason within it, after both were kept in the database; the time is local."""
    desk = await open_desk(database_url)
    await desk.feeds.follow(URL, "Courier", "cli")
    (feed,) = await desk.feeds.feeds()
    assert feed.trouble is None
    fetched = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    await desk.feeds.update(replace(feed, fetched=fetched, failures=1, trouble=as_data(TROUBLE)))
    feeds = await desk.feeds.feeds()
    await desk.close()
    german = LANGUAGES["de"]
    told = feed_list(feeds, german, "Europe/Kyiv").text
    assert german.explain(TROUBLE).split("/feed")[1] in told.split("/feed")[-1]
    assert german.explain(SLOW) in told
    assert str(SLOW) not in told
    assert "2026-07-01 15:00 Europe/Kyiv" in told


def test_a_trouble_that_an_older_storybot_kept_is_said_as_it_is() -> None:
    """It has no code."""
    kept = read_trouble("It has no item.")
    assert kept is not None
    assert LANGUAGES["de"].explain(kept.error) == "It has no item."


async def test_the_list_shows_the_zone_of_its_moderator(tmp_path: Path) -> None:
    """The one that they have named, as in all other lists."""
    async with bot_in_process(tmp_path) as bot:
        await bot.desk.plans.set_zone(OLGA["id"], "Asia/Tokyo")
        await bot.desk.feeds.follow(URL, "Courier", "cli")
        (feed,) = await bot.desk.feeds.feeds()
        fetched = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
        await bot.desk.feeds.update(replace(feed, fetched=fetched))
        told = await bot.say(OLGA, private(OLGA), "/follow")
    assert "2026-07-01 21:00 Asia/Tokyo" in told["text"]

"""The items of feeds come to every moderator, and only one of them adds each."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.newsdesk.feed_drafts import FeedDrafts
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.corpus.sources.feeds import FeedItem
from storybot.ingest.results import Article
from storybot.store.desk.feed_store import FollowedFeed
from worlds.articles import make_document
from worlds.bot_in_process import ADA, OLGA, BotInProcess, JsonObject, bot_in_process, data_of

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
FEED = FollowedFeed("https://kelm.example/feed", "Kelm Courier", "cli", NOON, NOON)


def item(text: str) -> FeedItem:
    """Return an item of the feed that says something."""
    return FeedItem.of(Article.of(make_document(text, source="https://kelm.example/lock")))


class Desk:
    """A bot with the owner Olga and the moderator Ada."""

    def __init__(self, bot: BotInProcess) -> None:
        self.bot = bot
        locales = Locales(bot.memory)
        buttons = Buttons(ButtonCodec(bot.memory.button_key), locales)
        additions = Additions(bot.corpus, bot.store, bot.memory, buttons, locales)
        self.notices = Notices(bot.desk.outbox, locales, additions.send)
        self.editors = FeedDrafts(
            bot.app.bot,
            self.notices,
            bot.desk.outbox,
            bot.store,
            bot.memory.drafts,
            additions,
            locales,
            [OLGA["id"]],
        )

    async def bring(self, text: str, *, changed: bool = False) -> list[JsonObject]:
        """Bring an item and send the cards; return the new messages."""
        before = len(self.bot.telegram.messages)
        await self.editors.bring(FEED, item(text), changed=changed)
        await self.notices._send_all(cast("Any", self.bot.app.bot), await self._pending())
        return list(self.bot.telegram.messages.values())[before:]

    async def _pending(self) -> Any:
        return await self.bot.desk.outbox.pending()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a bot without articles."""
    async with bot_in_process(tmp_path) as bot:
        await bot.store.grant(ADA["id"], "Ada", actor="cli")
        yield Desk(bot)


async def test_the_second_moderator_sees_that_the_first_has_added_it(desk: Desk) -> None:
    """The card is drawn anew instead of adding the article a second time."""
    olgas, adas = await desk.bring("The lock is shut.")
    assert "From the feed Kelm Courier" in olgas["text"]
    await desk.bot.press(OLGA, olgas, data_of(olgas, "Add"))
    assert "Added article 1" in olgas["text"]
    told = await desk.bot.press(ADA, adas, data_of(adas, "Add"), id="second")
    assert "has changed since" in told
    assert "From the same source as article 1" in adas["text"]
    assert len(await desk.bot.store.headings()) == 1


async def test_a_changed_item_redraws_the_card_that_waits(desk: Desk) -> None:
    """No second card comes, and what is added is what was shown last."""
    olgas, adas = await desk.bring("The lock is shut.")
    assert await desk.bring("The lock is open.", changed=True) == []
    assert "The lock is open." in adas["text"]
    await desk.bot.press(OLGA, olgas, data_of(olgas, "Add"))
    (article,) = await desk.bot.store.headings()
    assert (await desk.bot.store.version(article.id)).document.text == "The lock is open."


async def test_a_changed_item_is_a_difference_to_its_article(desk: Desk) -> None:
    """A dropped one does not come again, and an unchanged one brings nothing."""
    olgas, _ = await desk.bring("The lock is shut.")
    await desk.bot.press(OLGA, olgas, data_of(olgas, "Add"))
    assert await desk.bring("The lock is shut.", changed=True) == []
    cards = await desk.bring("The lock is open.", changed=True)
    assert any("New version of 1" in str(card.get("reply_markup")) for card in cards)


async def test_what_everybody_dropped_does_not_come_again(desk: Desk) -> None:
    """Not even when it changes."""
    for person, card in zip((OLGA, ADA), await desk.bring("The lock is shut."), strict=True):
        await desk.bot.press(person, card, data_of(card, "Cancel"), id=str(person["id"]))
    assert await desk.bring("The lock is open.", changed=True) == []

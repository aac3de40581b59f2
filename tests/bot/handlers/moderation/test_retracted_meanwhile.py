"""A new version of a retracted article brings it back: only where its card says so."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storybot.model.documents import DocumentId
from worlds.bot_in_process import OLGA, BotInProcess, bot_in_process, data_of, private
from worlds.bot_process import BRIDGE, article

BACK = "Article 1 is retracted. A new version brings it back."


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotInProcess]:
    """Open a bot with the article about the bridge."""
    async with bot_in_process(tmp_path, BRIDGE) as made:
        yield made


async def live(bot: BotInProcess) -> list[str]:
    """Return the titles of the live articles."""
    return [h.title for h in await bot.store.headings() if h.live]


async def test_a_card_says_that_it_brings_an_article_back(bot: BotInProcess) -> None:
    """Confirmed, it does."""
    await bot.corpus.retract(DocumentId("1"), actor="telegram:9")
    card = await bot.say(OLGA, private(OLGA), f"/add 1\n{article('lock')}")
    assert BACK in card["text"]
    await bot.press(OLGA, card, data_of(card, "New version"))
    assert await live(bot) == ["lock cracks after the storm"]


async def test_a_retraction_in_between_is_not_lifted_unseen(bot: BotInProcess) -> None:
    """The card is drawn anew first; pressed again, it counts."""
    card = await bot.say(OLGA, private(OLGA), f"/add 1\n{article('lock')}")
    assert BACK not in card["text"]
    await bot.corpus.retract(DocumentId("1"), actor="telegram:9")
    told = await bot.press(OLGA, card, data_of(card, "New version"))
    assert "has changed since" in told
    assert BACK in card["text"]
    assert await live(bot) == []
    await bot.press(OLGA, card, data_of(card, "New version"), id="again")
    assert await live(bot) == ["lock cracks after the storm"]

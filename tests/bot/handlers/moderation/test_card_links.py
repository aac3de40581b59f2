"""Which drafts a message brought, as it is edited and its cards come and go."""

from datetime import UTC, datetime
from pathlib import Path

from telegram import Chat, Message

from storybot.bot.handlers.moderation.drafting.card_links import CardLinks
from worlds.bot_in_process import bot_in_process

MESSAGE = Message(5, datetime.now(UTC), Chat(7001, Chat.PRIVATE))


async def test_drafts_keep_the_order_of_their_articles(tmp_path: Path) -> None:
    """A new card takes the place of the old one; what is cleared begins anew."""
    async with bot_in_process(tmp_path) as bot:
        links = CardLinks(bot.memory.drafts)
        await links.clear(MESSAGE)
        for id, place in (("a", None), ("b", None), ("c", 0)):
            await links.put(MESSAGE, id, place)
        assert await links.of(MESSAGE) == ["c", "b"]
        await links.clear(MESSAGE)
        assert await links.of(MESSAGE) == []


async def test_a_note_that_was_evicted_is_made_anew(tmp_path: Path) -> None:
    """As by the very draft that is noted: its card is out, and stays to be found."""
    async with bot_in_process(tmp_path) as bot:
        links = CardLinks(bot.memory.drafts)
        await links.put(MESSAGE, "a")
        await bot.memory.drafts.drop("asked:7001.5")
        await links.put(MESSAGE, "b", 1)
        assert await links.of(MESSAGE) == ["b"]

"""A 👎 asks why, and one press says it."""

import sqlite3
from pathlib import Path

from worlds.bot_in_process import ADA, EVE, GROUP, bot_in_process, data_of

ARTICLE = "The lock\n\nThe gates of the lock lost 23 per cent of their strength in the storm."
QUESTION = "/ask How much of their strength did the gates lose?"


async def test_a_reason_is_kept_with_the_vote(tmp_path: Path) -> None:
    """The buttons that ask go once it is said; another member's press is a vote of theirs."""
    async with bot_in_process(tmp_path, ARTICLE) as bot:
        said = await bot.say(ADA, GROUP, QUESTION)
        told = await bot.press(ADA, said, data_of(said, "👎"), id="down")
        assert told == "Thank you, noted. What was wrong with it?"
        outdated = data_of(said, "Outdated")
        assert await bot.press(ADA, said, outdated, id="why") == "Thank you, noted."
        labels = [b["text"] for row in said["reply_markup"]["inline_keyboard"] for b in row]
        assert "Outdated" not in labels
        assert "👎 1" in labels
        await bot.press(EVE, said, outdated, id="why of another")
        sent = await bot.memory.answer_at(GROUP["id"], said["message_id"])
        assert sent
        assert await bot.memory.feedback.votes(sent.id) == (0, 2)
    raw = sqlite3.connect(tmp_path / "storybot.db")
    assert raw.execute("SELECT up, reason FROM votes").fetchall() == [(0, "outdated")] * 2
    raw.close()


async def test_a_vote_that_is_taken_back_has_no_reason(tmp_path: Path) -> None:
    """Nor has one that becomes a 👍."""
    async with bot_in_process(tmp_path, ARTICLE) as bot:
        said = await bot.say(ADA, GROUP, QUESTION)
        await bot.press(ADA, said, data_of(said, "👎"), id="down")
        await bot.press(ADA, said, data_of(said, "Something else"), id="why")
        await bot.press(ADA, said, data_of(said, "👍"), id="up")
    raw = sqlite3.connect(tmp_path / "storybot.db")
    assert raw.execute("SELECT up, reason FROM votes").fetchall() == [(1, "")]
    raw.close()

"""Small talk and a group's own questions get no quote: every message of two labelled sets."""

import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from worlds.bot_in_process import ADA, GROUP, BotInProcess, bot_in_process, private

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

ROOT = Path(__file__).parents[3]
ARTICLES = sorted((ROOT / "corpus").glob("*.*"))
QUESTION = "Who replaced Putin at the G20 summit?"


def read(name: str) -> list[dict[str, str]]:
    """Read a labelled set of the project's own."""
    lines = (ROOT / "tests/questions" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotInProcess]:
    """Open the bot over the project's own articles, which answers all that a group asks."""
    folder = tmp_path_factory.mktemp("bot")
    articles = [path.read_text("utf-8") for path in ARTICLES]
    async with bot_in_process(folder, *articles) as made:
        await made.memory.set_listens(GROUP["id"], listens=True)
        yield made
        database = sqlite3.connect(folder / "storybot.db")
        asked = [question for (question,) in database.execute("SELECT question FROM answers")]
        database.close()
        assert asked == [QUESTION]


async def said(bot: BotInProcess, chat: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """Write a message; return what the bot sends."""
    begun = len(bot.telegram.calls)
    await bot.say(ADA, chat, text)
    return [sent for name, sent in bot.telegram.calls[begun:] if name == "sendMessage"]


def quotes(sent: dict[str, Any]) -> list[str]:
    """Return the quotes in a message."""
    return [
        sent["text"]
        .encode("utf-16-le")[2 * e["offset"] : 2 * (e["offset"] + e["length"])]
        .decode("utf-16-le")
        for e in sent.get("entities", ())
        if e["type"].endswith("blockquote")
    ]


async def test_small_talk_gets_one_fixed_line_or_nothing(bot: BotInProcess) -> None:
    """Only "what is the story about" shows sentences: how the newest articles begin."""
    texts = [path.read_text("utf-8") for path in ARTICLES]
    for one in read("small_talk.jsonl"):
        replies = await said(bot, private(ADA), one["text"])
        assert len(replies) <= 1, one
        found = [quote for sent in replies for quote in quotes(sent)]
        assert not found or one["kind"] == "story", one
        assert all(any(quote in text for text in texts) for quote in found), one


async def test_a_group_that_is_listened_to_is_left_alone(bot: BotInProcess) -> None:
    """Its everyday questions, and small talk, get no word; a question of the story does."""
    everyday, small = read("group_chatter.jsonl"), read("small_talk.jsonl")
    assert (len(everyday), len(small)) == (120, 344)
    for one in (*everyday, *small):
        assert await said(bot, GROUP, one["text"]) == [], one
    (answer,) = await said(bot, GROUP, QUESTION)
    assert quotes(answer)

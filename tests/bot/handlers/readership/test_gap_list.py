"""/gaps: what readers miss, and a way to answer it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from worlds.bot_in_process import (
    ADA,
    EVE,
    GROUP,
    OLGA,
    BotInProcess,
    JsonObject,
    bot_in_process,
    data_of,
    private,
)

ARTICLE = "The lock\n\nThe northern lock stayed shut on Tuesday. Divers will examine its gates."
QUESTION = "Who switched the lighthouse off?"
ANSWER = """The lighthouse is dark

Keeper Rosalind Achterberg switched the lighthouse off on Friday.

The lamp will be mended before the winter, and the keeper said that she will miss its light."""
DORA: JsonObject = {"id": 7004, "is_bot": False, "first_name": "Dora", "language_code": "de"}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotInProcess]:
    """Open a bot that two readers have asked in vain."""
    async with bot_in_process(tmp_path, ARTICLE) as made:
        for person in (ADA, EVE):
            await made.say(person, private(person), QUESTION)
        yield made


async def test_what_readers_miss_is_listed_and_answered(bot: BotInProcess) -> None:
    """A reply with the text shows its card, and once added it answers."""
    listed = await bot.say(OLGA, private(OLGA), "/gaps")
    assert (
        f"“{QUESTION}”\nasked 2 times (2 readers), unanswered: 2\nprivate 2 · English"
        in (listed["text"])
    )
    for word in ("Ada", "Eve", "7002", "7003"):
        assert word not in listed["text"]
    await bot.press(OLGA, listed, data_of(listed, "1. Add an answer"), id="answer")
    prompt = list(bot.telegram.messages.values())[-1]
    assert QUESTION in prompt["text"]
    card = await bot.say(OLGA, private(OLGA), ANSWER, reply_to_message=prompt)
    assert "The lighthouse is dark" in card["text"]
    await bot.press(OLGA, card, data_of(card, "Add"), id="add")
    answered = await bot.say(ADA, private(ADA), QUESTION)
    assert "Keeper Rosalind Achterberg switched the lighthouse off" in answered["text"]


async def test_questions_are_quoted_as_the_language_does(bot: BotInProcess) -> None:
    """In the marks of the moderator's language, as all else is."""
    person = OLGA | {"language_code": "de"}
    assert f"1. „{QUESTION}“" in (await bot.say(person, private(person), "/gaps"))["text"]


async def test_few_readers_are_not_worded_in_a_group(bot: BotInProcess) -> None:
    """From three on their words tell nobody who asked; only at the desk is there a button."""
    listed = await bot.say(OLGA, GROUP, "/gaps 7")
    assert QUESTION not in listed["text"]
    assert "fewer than three readers" in listed["text"]
    await bot.say(DORA, private(DORA), QUESTION)
    listed = await bot.say(OLGA, GROUP, "/gaps 7")
    assert QUESTION in listed["text"]
    labels = [b["text"] for row in listed["reply_markup"]["inline_keyboard"] for b in row]
    assert labels == ["30 days", "90 days"]
    await bot.press(OLGA, listed, data_of(listed, "90 days"), id="span")
    assert "in 90 days" in listed["text"]


async def test_readers_are_not_told(bot: BotInProcess) -> None:
    """Neither by the command nor by a button of a moderator."""
    refused = await bot.say(ADA, private(ADA), "/gaps")
    assert QUESTION not in refused["text"]
    assert "Only moderators" in refused["text"]

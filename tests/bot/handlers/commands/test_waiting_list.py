"""/waiting: what a person will be told, and an end to each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storybot.bot.locales.catalogue import ENGLISH
from worlds.bot_in_process import (
    ADA,
    EVE,
    GROUP,
    BotInProcess,
    JsonObject,
    bot_in_process,
    data_of,
    private,
)

ARTICLE = "The lock\n\nThe northern lock stayed shut on Tuesday. Divers will examine its gates."
PRIVATE_QUESTION = "Who switched the lighthouse off?"
GROUP_QUESTION = "Which pilot landed the balloon?"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotInProcess]:
    """Open a bot that cannot answer much."""
    async with bot_in_process(tmp_path, ARTICLE) as made:
        yield made


async def wait_for(bot: BotInProcess, person: JsonObject, chat: JsonObject, text: str) -> None:
    """Ask what the story does not say, and subscribe to its answer."""
    said = await bot.say(person, chat, f"/ask {text}")
    await bot.press(person, said, data_of(said, "Tell me"), id=f"subscribe {text}")


async def test_what_somebody_waits_for_is_listed_and_cancelled(bot: BotInProcess) -> None:
    """In private all of it, with where it was asked; a press ends one and shows the rest."""
    await wait_for(bot, ADA, private(ADA), PRIVATE_QUESTION)
    await wait_for(bot, ADA, GROUP, GROUP_QUESTION)
    await wait_for(bot, EVE, private(EVE), "Who painted the harbour?")
    listed = await bot.say(ADA, private(ADA), "/waiting")
    assert listed["text"].splitlines()[1:] == [
        f"1. {PRIVATE_QUESTION}",
        f"2. {GROUP_QUESTION} (asked in a group)",
    ]
    await bot.press(ADA, listed, data_of(listed, "✕ 1"), id="cancel")
    assert listed["text"].splitlines()[1:] == [f"1. {GROUP_QUESTION} (asked in a group)"]
    assert len(await bot.memory.subscribers.all()) == 2


async def test_in_a_group_only_what_was_asked_there(bot: BotInProcess) -> None:
    """Others read along; and nobody else's button ends it."""
    await wait_for(bot, ADA, private(ADA), PRIVATE_QUESTION)
    await wait_for(bot, ADA, GROUP, GROUP_QUESTION)
    listed = await bot.say(ADA, GROUP, "/waiting")
    assert PRIVATE_QUESTION not in listed["text"]
    assert GROUP_QUESTION in listed["text"]
    assert "out of date" in await bot.press(EVE, listed, data_of(listed, "✕ 1"), id="foreign")
    assert len(await bot.memory.subscribers.all()) == 2


async def test_who_waits_for_nothing_hears_how_to(bot: BotInProcess) -> None:
    """The button is named."""
    listed = await bot.say(ADA, private(ADA), "/waiting")
    assert f"“{ENGLISH.say.button_tell_me}”" in listed["text"]

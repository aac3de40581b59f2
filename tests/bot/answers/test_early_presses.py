"""A button pressed while its answer is still being recorded."""

import asyncio
from pathlib import Path

import pytest

from storybot.store.records import SentAnswer
from worlds.bot_in_process import ADA, BotInProcess, bot_in_process, data_of, private

BRIDGE = """# Bridge

The Lantern Bridge stays shut until June, the mayor said. Nobody was hurt.
"""
QUESTION = "Until when does the Lantern Bridge stay shut?"


@pytest.mark.parametrize("label", ["In context", "⋯"])
async def test_a_press_waits_for_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    """Nobody is told that an answer just given is too old."""
    async with bot_in_process(tmp_path, BRIDGE) as bot:
        sent, recordable, keep = asyncio.Event(), asyncio.Event(), bot.memory.keep_answer

        async def slowly(answer: SentAnswer, asked_like: SentAnswer | None = None) -> None:
            sent.set()
            await recordable.wait()
            await keep(answer, asked_like=asked_like)

        monkeypatch.setattr(bot.memory, "keep_answer", slowly)
        asking = asyncio.create_task(bot.say(ADA, private(ADA), QUESTION))
        await sent.wait()
        press = asyncio.create_task(press_newest(bot, label))
        for _ in range(20):  # so that the press has looked for its answer in vain
            await asyncio.sleep(0)
        recordable.set()
        assert await press == ""
        card = await asking
        assert any(name.startswith("editMessage") for name, _ in bot.telegram.calls)
        assert data_of(card, "Back" if label == "⋯" else "Only the quote")


async def press_newest(bot: BotInProcess, label: str) -> str:
    """Press a button under the newest message; return the note over the chat."""
    newest = list(bot.telegram.messages.values())[-1]
    return await bot.press(ADA, newest, data_of(newest, label))

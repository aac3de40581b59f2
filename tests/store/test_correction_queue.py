"""The queue of answers to correct: filled by changes, emptied once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storybot.ingest.reading import read_text
from storybot.model.documents import DocumentId
from storybot.model.errors import StoreError
from storybot.store.records import Outcome, PendingCorrection, QuoteRef, SentAnswer
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.bot_in_process import BotInProcess, bot_in_process

ARTICLE = "The lock\n\nThe gates lost 23 per cent of their strength. Divers will examine them."
ADA, OWNER = 7001, 1
QUOTE = QuoteRef(DocumentId("1"), 1, 0, 9)
ANSWER = SentAnswer("private", "en", "Who?", True, (QUOTE,), ADA, 1, 2, shown=(0,))  # noqa: FBT003


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[BotInProcess]:
    """Open a database with an article and an answer that shows it."""
    async with bot_in_process(tmp_path, ARTICLE) as made:
        await made.memory.keep_answer(ANSWER)
        yield made


async def change(bot: BotInProcess, number: int) -> None:
    """Give the article another version."""
    text = ARTICLE.replace("23", f"{number}")
    await bot.corpus.add([read_text(text, source="0.md")], actor="cli", decided=True)


async def waiting(bot: BotInProcess, now: float = 0.0) -> list[PendingCorrection]:
    """Return what is to be done."""
    return await bot.memory.corrections.pending(10, now)


async def test_a_change_queues_the_answers_that_show_its_article(bot: BotInProcess) -> None:
    """Not those that only lead to it, nor those whose message shows another quote now."""
    await bot.memory.keep_answer(replace(ANSWER, asked=3, message=4, shown=()))
    await change(bot, 24)
    (found,) = await waiting(bot)
    assert (found.answer.chat, found.answer.message) == (ADA, 2)
    await bot.memory.note_shown(found.answer.id, ())
    await bot.memory.corrections.settle(found, Outcome.SAME)
    await change(bot, 25)
    assert await waiting(bot) == []


async def test_several_changes_are_one_thing_to_do(bot: BotInProcess) -> None:
    """It is done for all of them at once, but not for one that comes meanwhile."""
    await change(bot, 24)
    await change(bot, 25)
    (found,) = await waiting(bot)
    await change(bot, 26)
    await bot.memory.corrections.corrected(found, (QUOTE,), "25")
    (later,) = await waiting(bot)
    assert later.change > found.change
    assert later.answer.stands == "25"


async def test_what_is_postponed_waits(bot: BotInProcess) -> None:
    """Only what was tried counts as a try."""
    await change(bot, 24)
    (found,) = await waiting(bot)
    await bot.memory.corrections.postpone(found, 50.0, tried=False)
    assert await waiting(bot, 49.0) == []
    (found,) = await waiting(bot, 50.0)
    assert found.tries == 0
    assert len(await waiting(bot, 50.0 - 2 * 86400)) == 1  # the clock was put back
    await bot.memory.corrections.postpone(found, 60.0, tried=True)
    (found,) = await waiting(bot, 60.0)
    assert (found.tries, await bot.memory.corrections.count()) == (1, 1)


async def test_a_report_is_drawn_up_once(
    bot: BotInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the process ends between the report and the end of the queue."""
    await change(bot, 24)
    queue = bot.memory.corrections
    await queue.draw_up_reports(lambda _: [OWNER])
    assert await queue.reports() == []  # not before the last answer is corrected
    (found,) = await waiting(bot)
    await queue.corrected(found, (QUOTE,), "24")
    run = bot.memory._run

    async def ends_at_deletion(sql: str, values: Sequence[Any]) -> int:
        if sql.startswith("DELETE"):
            raise StoreError("the process ends")
        return await run(sql, values)

    with monkeypatch.context() as patch:
        patch.setattr(queue, "_run", ends_at_deletion)
        with pytest.raises(StoreError):
            await queue.draw_up_reports(lambda _: [OWNER])
    await queue.draw_up_reports(lambda _: [OWNER])
    (report,) = await queue.reports()
    assert (report.user, report.corrected, report.chats, report.missed) == (OWNER, 1, 1, 0)
    await queue.drop_reports([report])
    await queue.draw_up_reports(lambda _: [OWNER])
    assert await queue.reports() == []


async def test_what_is_written_to_is_forgotten_with_what_was_said(tmp_path: Path) -> None:
    """The ids of chats are kept as long as an answer there."""
    memory = await SQLiteReaderMemory.open(str(tmp_path / "storybot.db"))
    await memory.keep_answer(ANSWER)
    assert await memory._rows("SELECT address FROM addresses", ()) == [(ADA,)]
    kept = await memory.answer_at(ADA, 2)
    assert kept
    await memory.drop_answer(kept.id)
    await memory.forget_old(30)
    assert await memory._rows("SELECT address FROM addresses", ()) == []
    await memory.close()

"""An answer to a subscriber is told once, whatever fails while it is told."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram.error import Forbidden

from storybot.answering.answer import Answerer
from storybot.bot.answers.subscriptions import Subscriptions
from storybot.bot.dispatch.sendings import current_delivery
from storybot.corpus.backends.indexes import open_index
from storybot.ingest.reading import read_text
from storybot.model.errors import StoreError
from storybot.store.records import Subscription
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.bot_in_process import bot_in_process

QUESTION = Subscription(7, 5, "Who opened the bridge?", None)
BOT = cast("Any", None)


class Replies:
    """Sends answers as the bot's connection does, and ends or fails where a test says so."""

    def __init__(self) -> None:
        self.sent = 0
        self.trouble: list[BaseException | None] = []

    async def deliver(self, *_: object) -> None:
        """Record a sending, send, and record that it arrived."""
        delivery = current_delivery()
        if delivery.repeats < 0:
            return
        await delivery.journal.sending()
        trouble = self.trouble.pop(0) if self.trouble else None
        if isinstance(trouble, Forbidden):
            await delivery.journal.not_taken()
            raise trouble
        self.sent += 1
        if trouble:
            raise trouble
        await delivery.journal.sent()


class Answers:
    """Answers every question."""

    async def answer(self, *_: object) -> Any:
        """Answer."""
        return SimpleNamespace(answered=True)


class Desk:
    """One subscription, and what a process works with."""

    def __init__(self, memory: SQLiteReaderMemory) -> None:
        self.memory = memory
        self.replies = Replies()

    async def look(self) -> bool:
        """Look through the subscriptions, as after a start."""
        loose = cast("Any", SimpleNamespace())
        answers, replies = cast("Any", Answers()), cast("Any", self.replies)
        looking = Subscriptions(answers, loose, self.memory, replies, loose)
        return await looking._look_through(BOT)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Note a subscription in a database in memory."""
    memory = await SQLiteReaderMemory.open(":memory:")
    await memory.subscribers.toggle(QUESTION, 9, press="1")
    yield Desk(memory)
    await memory.close()


async def test_it_is_told_once(desk: Desk) -> None:
    """Further looks find nothing to tell."""
    assert await desk.look()
    assert await desk.look()
    assert desk.replies.sent == 1


async def test_processes_that_end_after_the_sending_do_not_tell_a_third_time(desk: Desk) -> None:
    """Nobody knows whether the first arrived, so there is a second."""
    desk.replies.trouble = [asyncio.CancelledError() for _ in range(4)]
    for _ in range(2):
        with pytest.raises(asyncio.CancelledError):
            await desk.look()
    assert await desk.look()
    assert desk.replies.sent == 2
    assert await desk.memory.subscribers.all() == []


async def test_a_database_that_is_locked_at_once_lets_nothing_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be recorded would be told again and again."""

    async def locked(*_: object, **__: object) -> None:
        raise StoreError("locked")

    with monkeypatch.context() as patch:
        patch.setattr(desk.memory.subscribers, "mark_telling", locked)
        assert not await desk.look()
        assert not await desk.look()
    assert desk.replies.sent == 0
    assert await desk.look()
    assert desk.replies.sent == 1


async def test_a_database_that_is_locked_afterwards_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The subscription is dropped as soon as that can be written, and not told again."""
    drop, failures = desk.memory.subscribers.drop, iter([StoreError("a"), StoreError("b")])

    async def locked(chat: int, message: int) -> None:
        for failure in failures:
            raise failure
        await drop(chat, message)

    monkeypatch.setattr(desk.memory.subscribers, "drop", locked)
    monkeypatch.setattr("storybot.bot.dispatch.sendings._FIRST_PAUSE", 0.001)
    assert await desk.look()
    assert await desk.look()
    assert desk.replies.sent == 1


async def test_who_cannot_be_told_is_forgotten(desk: Desk) -> None:
    """A reader who blocked the bot is not tried again."""
    desk.replies.trouble = [Forbidden("blocked")]
    assert await desk.look()
    assert await desk.memory.subscribers.all() == []


async def test_only_questions_with_a_new_word_are_looked_at(tmp_path: Path) -> None:
    """What a change did not bring a word of, it cannot answer; a start looks at all of them."""
    lighthouse, balloon = "Who switched the lighthouse off?", "Which pilot landed the balloon?"
    async with bot_in_process(tmp_path, "The lock\n\nThe lock stayed shut on Tuesday.") as bot:
        for number, question in enumerate((lighthouse, balloon)):
            wish = Subscription(7, number, question, None)
            await bot.memory.subscribers.toggle(wish, 7, press=f"{number}")
        answerer = Answerer(bot.store, open_index("embedded:").index)
        asked: list[str] = []

        async def answer(text: str, _: int) -> Any:
            asked.append(text)
            return SimpleNamespace(answered=False)

        answers = cast("Any", SimpleNamespace(answer=answer, searched=answerer.searched))
        loose = cast("Any", SimpleNamespace())
        looking = Subscriptions(answers, bot.corpus, bot.memory, loose, loose)
        assert await looking._look_through(BOT)
        assert asked == [lighthouse, balloon]
        asked.clear()
        seen = bot.corpus.generation.change
        text = "The balloon\n\nA balloon came down in the fields on Friday."
        await bot.corpus.add([read_text(text, source="b.md")], actor="cli")
        assert await looking._look_through(BOT, seen)
        assert asked == [balloon]

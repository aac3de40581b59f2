"""Questions on their way into the private chat: when they are written, and what comes of them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storybot.store.layout.carried_questions import CarriedQuestions, CarriedRow
from storybot.store.reader_memory import ReaderMemory
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.clock import Clock
from worlds.databases import refusing, rows_in
from worlds.readers import readers_in

QUESTION = "Who opened the bridge?"


@pytest.fixture
async def memory(durable_url: str, clock: Clock) -> AsyncIterator[ReaderMemory]:
    """Open the memory of each database in turn."""
    opened = await readers_in(durable_url, clock)
    yield opened
    await opened.close()


def written(url: str) -> dict[str, datetime]:
    """Return the questions in a database, with their times."""
    return {
        question: datetime.fromisoformat(at) if isinstance(at, str) else at
        for question, at in rows_in(url, "SELECT question, at FROM carried_questions")
    }


async def settled(memory: ReaderMemory) -> None:
    """Wait until what was handed out is written, or given up."""
    await asyncio.wait_for(memory.carried_written(), 5)


async def test_a_question_is_carried_under_a_token(memory: ReaderMemory, clock: Clock) -> None:
    """The same question has the same token, fit for a start link, for a day."""
    token = memory.carry(QUESTION, 7)
    assert memory.carry(QUESTION, 7) == token
    assert len(f"q_{token}") <= 64
    await settled(memory)
    assert await memory.carried(token) == QUESTION
    assert await memory.carried("x" * 24) is None
    clock.now += timedelta(hours=24)
    await memory.forget_old(30)
    assert await memory.carried(token) == QUESTION
    clock.now += timedelta(hours=1)
    await memory.forget_old(30)
    assert await memory.carried(token) is None


async def test_a_token_is_good_before_its_question_is_written(
    memory: ReaderMemory, durable_url: str
) -> None:
    """A reader may be faster than the disk."""
    token = memory.carry(QUESTION, 7)
    assert await memory.carried(token) == QUESTION
    assert written(durable_url) == {}


async def test_a_token_is_good_in_another_process(
    memory: ReaderMemory, durable_url: str, clock: Clock
) -> None:
    """Once it is written: whoever reads the start link may not have handed it out."""
    token = memory.carry(QUESTION, 7)
    await settled(memory)
    other = await readers_in(durable_url, clock)
    assert await other.carried(token) == QUESTION
    await other.close()


async def test_questions_are_written_together_a_moment_later(
    memory: ReaderMemory, durable_url: str
) -> None:
    """Nobody asks for it, and none of them is lost among the others."""
    memory.carry(f"{QUESTION} 0", 7)
    for other in (7, 8):
        await memory.chat(other)
    tokens = [memory.carry(f"{QUESTION} {n}", 7) for n in range(1, 600)]
    await settled(memory)
    assert written(durable_url).keys() == {f"{QUESTION} {n}" for n in range(600)}
    assert await memory.carried(tokens[-1]) == f"{QUESTION} 599"


async def test_a_keystroke_costs_no_turn_of_the_database(clock: Clock) -> None:
    """However many there are, they are written at once, up to what a statement takes."""
    batches: list[int] = []

    async def write(rows: Sequence[CarriedRow]) -> None:
        batches.append(len(rows))

    questions = CarriedQuestions(write, clock)
    for n in range(600):
        questions.carry(f"{QUESTION} {n}", 7)
    await asyncio.wait_for(questions.written(), 5)
    assert batches == [250, 250, 100]
    await questions.close()


async def test_sqlite_writes_them_in_one_statement(file: Path) -> None:
    """Others use the connection meanwhile: no transaction may be open on it."""
    memory = await SQLiteReaderMemory.open(str(file))
    statements: list[str] = []
    await memory._database.set_trace_callback(statements.append)
    for n in range(250):
        memory.carry(f"{QUESTION} {n}", 7)
    await settled(memory)
    assert [sql.split()[0] for sql in statements] == ["INSERT"]
    await memory.close()


async def test_what_is_carried_while_others_are_written_is_written_too(
    memory: ReaderMemory, durable_url: str
) -> None:
    """It needs no further question to come along."""
    memory.carry(QUESTION, 7)
    await settled(memory)
    memory.carry(f"{QUESTION} And when?", 7)
    await settled(memory)
    assert len(written(durable_url)) == 2


async def test_who_hands_a_token_out_can_wait_until_it_outlives_a_crash(
    memory: ReaderMemory, durable_url: str
) -> None:
    """Also while others are written, and for nothing where nothing is pending."""

    async def handed_out(n: int) -> bool:
        await asyncio.sleep(n / 1000)
        memory.carry(f"{QUESTION} {n}", 7)
        await memory.carried_written()
        return f"{QUESTION} {n}" in written(durable_url)

    async with asyncio.timeout(60):
        assert all(await asyncio.gather(*map(handed_out, range(40))))
        await memory.carried_written()


async def test_closing_writes_what_is_pending(
    memory: ReaderMemory, durable_url: str, clock: Clock
) -> None:
    """A token that was handed out outlives a restart."""
    token = memory.carry(QUESTION, 7)
    await memory.close()
    again = await readers_in(durable_url, clock)
    assert await again.carried(token) == QUESTION
    await again.close()


async def test_what_is_carried_after_closing_is_gone(
    memory: ReaderMemory, caplog: pytest.LogCaptureFixture
) -> None:
    """An update may still be in hand; the log says so, and nothing else fails."""
    await memory.close()
    memory.carry(QUESTION, 7)
    await settled(memory)
    assert "cannot be taken along, 1 of them: " in caplog.text


async def test_a_question_that_cannot_be_written_is_gone(
    memory: ReaderMemory, durable_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so; typed again, it is written as if it were new."""
    with refusing(durable_url, "INSERT", "carried_questions"):
        token = memory.carry(QUESTION, 7)
        await settled(memory)
        assert "cannot be taken along, 1 of them: " in caplog.text
        assert "refused" in caplog.text
        assert await memory.carried(token) is None
    assert memory.carry(QUESTION, 7) == token
    await settled(memory)
    assert await memory.carried(token) == QUESTION


async def test_a_question_typed_again_is_not_written_again(
    memory: ReaderMemory, durable_url: str, clock: Clock
) -> None:
    """Many type the same; after an hour it is written once more, so that it stays for a day."""
    memory.carry(QUESTION, 7)
    await settled(memory)
    before = written(durable_url)
    clock.now += timedelta(minutes=59)
    memory.carry(QUESTION, 7)
    await settled(memory)
    assert written(durable_url) == before
    clock.now += timedelta(minutes=2)
    memory.carry(QUESTION, 7)
    await settled(memory)
    assert written(durable_url) == {QUESTION: clock.now}

"""Questions on their way into the private chat: when they are written, and what comes of them."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.clock import Clock

QUESTION = "Who opened the bridge?"


def written(file: Path) -> list[tuple[str, str]]:
    """Return the questions in the file, with their times."""
    raw = sqlite3.connect(file)
    found = raw.execute("SELECT question, at FROM carried_questions").fetchall()
    raw.close()
    return found


async def settled(memory: SQLiteReaderMemory) -> None:
    """Wait until what was handed out is written, or given up."""
    writing = memory._carried._writing
    assert writing
    await asyncio.wait_for(writing, 5)


async def test_a_question_is_carried_under_a_token(
    memory: SQLiteReaderMemory, clock: Clock
) -> None:
    """The same question has the same token, fit for a start link, for a day."""
    token = memory.carry(QUESTION, 7)
    assert memory.carry(QUESTION, 7) == token
    assert len(f"q_{token}") <= 64
    await settled(memory)
    assert await memory.carried(token) == QUESTION
    assert await memory.carried("x" * 24) is None
    clock.now += timedelta(hours=25)
    await memory.forget_old(30)
    assert await memory.carried(token) is None


async def test_a_token_is_good_before_its_question_is_written(
    memory: SQLiteReaderMemory, file: Path
) -> None:
    """A reader may be faster than the disk."""
    token = memory.carry(QUESTION, 7)
    assert await memory.carried(token) == QUESTION
    assert written(file) == []


async def test_questions_are_written_together_a_moment_later(
    memory: SQLiteReaderMemory, file: Path
) -> None:
    """Nobody asks for it; a keystroke costs no turn of the database, however many there are."""
    statements: list[str] = []
    await memory._database.set_trace_callback(statements.append)
    memory.carry(f"{QUESTION} 0", 7)
    for other in (7, 8):
        await memory.chat(other)
    tokens = [memory.carry(f"{QUESTION} {n}", 7) for n in range(1, 600)]
    await settled(memory)
    assert sum(sql.startswith("INSERT") for sql in statements) == 3
    assert {question for question, _ in written(file)} == {f"{QUESTION} {n}" for n in range(600)}
    assert await memory.carried(tokens[-1]) == f"{QUESTION} 599"


async def test_what_is_carried_while_others_are_written_is_written_too(
    memory: SQLiteReaderMemory, file: Path
) -> None:
    """It needs no further question to come along."""
    memory.carry(QUESTION, 7)
    await settled(memory)
    memory.carry(f"{QUESTION} And when?", 7)
    await settled(memory)
    assert len(written(file)) == 2


async def test_who_hands_a_token_out_can_wait_until_it_outlives_a_crash(
    memory: SQLiteReaderMemory, file: Path
) -> None:
    """Also while others are written, and for nothing where nothing is pending."""

    async def handed_out(n: int) -> bool:
        await asyncio.sleep(n / 1000)
        memory.carry(f"{QUESTION} {n}", 7)
        await memory.carried_written()
        return f"{QUESTION} {n}" in dict(written(file))

    async with asyncio.timeout(5):
        assert all(await asyncio.gather(*map(handed_out, range(40))))
        await memory.carried_written()


async def test_closing_writes_what_is_pending(memory: SQLiteReaderMemory, file: Path) -> None:
    """A token that was handed out outlives a restart."""
    token = memory.carry(QUESTION, 7)
    await memory.close()
    again = await SQLiteReaderMemory.open(str(file))
    assert await again.carried(token) == QUESTION
    await again.close()


async def test_a_question_that_cannot_be_written_is_gone(
    memory: SQLiteReaderMemory, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says so; typed again, it is written as if it were new."""
    await memory._database.execute_fetchall("PRAGMA busy_timeout = 10")
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    token = memory.carry(QUESTION, 7)
    await settled(memory)
    assert "cannot be taken along, 1 of them: database is locked" in caplog.text
    assert await memory.carried(token) is None
    raw.execute("ROLLBACK")
    raw.close()
    assert memory.carry(QUESTION, 7) == token
    await settled(memory)
    assert await memory.carried(token) == QUESTION


async def test_a_question_typed_again_is_not_written_again(
    memory: SQLiteReaderMemory, file: Path, clock: Clock
) -> None:
    """Many type the same; after an hour it is written once more, so that it stays for a day."""
    memory.carry(QUESTION, 7)
    await settled(memory)
    before = written(file)
    clock.now += timedelta(minutes=59)
    memory.carry(QUESTION, 7)
    await settled(memory)
    assert written(file) == before
    clock.now += timedelta(minutes=2)
    memory.carry(QUESTION, 7)
    await settled(memory)
    assert written(file) == [(QUESTION, clock.now.isoformat())]

"""The inbox in a file: what is forgotten is not in it, and writes share a turn of the disk."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storybot.corpus.backends.databases import open_inbox
from storybot.model.errors import StoreError
from storybot.store.inbox import HandlingOutcome
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox
from worlds.clock import InboxClock
from worlds.databases import make_read_only

DAY = 24 * 3600.0


@pytest.fixture
async def inbox(file: Path, inbox_clock: InboxClock) -> AsyncIterator[SQLiteInbox]:
    """Open an inbox in it."""
    opened = await SQLiteInbox.open(str(file), inbox_clock)
    yield opened
    await opened.close()


@pytest.mark.parametrize(("outcome", "kept"), [("done", ""), ("stale", ""), ("dead", "text")])
async def test_a_finished_text_is_forgotten(
    inbox: SQLiteInbox, file: Path, outcome: str, kept: str
) -> None:
    """Only of a dead update the text stays, to be looked at."""
    await inbox.put({1: "text"})
    await inbox.finish(1, HandlingOutcome(outcome))
    assert await inbox.waiting() == []
    assert await inbox.counts() == {outcome: 1}
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT body FROM inbox").fetchall() == [(kept,)]
    raw.close()


async def test_within_a_day_no_text_is_left(
    inbox: SQLiteInbox, file: Path, inbox_clock: InboxClock
) -> None:
    """Cleaned up each hour, dead texts too are gone from the files in time; what waits is not."""
    await inbox.put({1: "a-private-question", 2: "{}"})
    await inbox.finish(1, HandlingOutcome.DEAD)
    hours = 0
    while any(b"a-private-question" in path.read_bytes() for path in file.parent.iterdir()):
        inbox_clock.now += 3600
        hours += 1
        await inbox.forget_old()
    assert 20 < hours < 24
    assert [entry.body for entry in await inbox.waiting()] == ["{}"]


async def test_a_handled_text_is_gone_within_the_hour(inbox: SQLiteInbox, file: Path) -> None:
    """The next cleaning takes it out of the write-ahead log, too."""
    await inbox.put({1: "a-private-question", 2: "another-private-question"})
    await inbox.finish(1, HandlingOutcome.DONE)
    await inbox.finish(2, HandlingOutcome.STALE)
    await inbox.forget_old()
    for path in file.parent.iterdir():
        assert b"private-question" not in path.read_bytes()


async def test_a_clock_that_was_wrong_keeps_no_text(
    inbox: SQLiteInbox, file: Path, inbox_clock: InboxClock
) -> None:
    """A dead text from the future is forgotten as soon as the clock is right."""
    await inbox.put({1: "text"})
    await inbox.finish(1, HandlingOutcome.DEAD)
    inbox_clock.now -= 365 * DAY
    await inbox.forget_old()
    with sqlite3.connect(file) as raw:
        assert raw.execute("SELECT body FROM inbox").fetchall() == [("",)]
    raw.close()


async def test_writes_of_many_kinds_share_a_transaction(inbox: SQLiteInbox, file: Path) -> None:
    """Each has its effect on its own update, and each caller its own result."""
    await inbox.put({n: str(n) for n in range(6)})
    statements: list[str] = []
    await inbox._database.set_trace_callback(statements.append)
    new, old, *_ = await asyncio.gather(
        *(inbox.put({7: "7", 1: "1"}), inbox.put({2: "2"})),
        *(inbox.charge(n) for n in (1, 2, 3)),
        *(inbox.mark_sent(n) for n in (2, 4)),
        inbox.mark_sendings(5, 1),
        *(inbox.finish(0, HandlingOutcome.DONE), inbox.finish(3, HandlingOutcome.DEAD)),
    )
    assert ([e.update_id for e in new or ()], old) == ([7], [])
    assert [statements[0], statements[-1]] == ["BEGIN IMMEDIATE", "COMMIT"]
    with sqlite3.connect(file) as raw:
        rows = raw.execute("SELECT update_id, state, tries, sent + sendings FROM inbox").fetchall()
    raw.close()
    assert rows == [
        *((0, "done", 0, 0), (1, "waiting", 1, 0), (2, "waiting", 1, 1), (3, "dead", 1, 0)),
        *((4, "waiting", 0, 1), (5, "waiting", 0, 1), (7, "waiting", 0, 0)),
    ]


async def test_what_fails_together_is_told_to_each(inbox: SQLiteInbox) -> None:
    """None of them was made; whoever writes next is not concerned, nor is who wrote before."""
    await inbox.put({1: "{}", 2: "{}"})
    before = asyncio.create_task(inbox.charge(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # that one is being written, alone
    failed = await asyncio.gather(
        inbox.put({3: "{}"}),
        inbox.charge(1),
        inbox.charge(2),
        inbox._change(1, "state = 'refused by the table'"),
        inbox.finish(2, HandlingOutcome.DONE),
        return_exceptions=True,
    )
    assert [type(error) for error in failed] == [StoreError] * 5
    await before
    assert [(e.update_id, e.tries) for e in await inbox.waiting()] == [(1, 1), (2, 0)]
    await inbox.finish(2, HandlingOutcome.DONE)
    assert [e.update_id for e in await inbox.waiting()] == [1]


async def test_a_write_that_is_alone_takes_one_call(
    inbox: SQLiteInbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Every call is a turn of the database's thread; writes that are alike share one, too."""
    caplog.set_level(logging.DEBUG, "aiosqlite")

    def calls() -> int:
        made = sum(record.getMessage().startswith("executing") for record in caplog.records)
        caplog.clear()
        return made

    await inbox.put({1: "{}", 2: "{}"})
    await inbox.charge(1)
    await inbox.finish(1, HandlingOutcome.DONE)
    assert calls() == 3
    await asyncio.gather(*(inbox.charge(2) for _ in range(50)))
    assert calls() == 1  # with the beginning and the end of the transaction
    assert [e.tries for e in await inbox.waiting()] == [50]


async def test_a_locked_database_is_said(file: Path, inbox: SQLiteInbox) -> None:
    """The caller hears of it and can try again; nothing was kept."""
    await inbox._database.execute_fetchall("PRAGMA busy_timeout = 10")
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        await inbox.put({1: "{}"})
    with pytest.raises(StoreError, match="locked"):
        await inbox.check_writable()
    raw.execute("ROLLBACK")
    raw.close()
    assert await inbox.put({1: "{}"})
    await inbox.check_writable()


async def test_a_full_disk_is_said(file: Path, inbox: SQLiteInbox) -> None:
    """Also where nothing is to be kept: what watches over the bot has to hear of it before readers.

    Where all is well, the look leaves nothing behind.
    """
    before = file.with_name(f"{file.name}-wal").stat().st_size
    await inbox.check_writable()
    assert file.with_name(f"{file.name}-wal").stat().st_size > before
    assert await inbox.counts() == {}
    await inbox._database.execute_fetchall("VACUUM")
    ((pages,),) = await inbox._database.execute_fetchall("PRAGMA page_count")
    await inbox._database.execute_fetchall(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="full"):
        await inbox.check_writable()
    await inbox._database.execute_fetchall(f"PRAGMA max_page_count = {10 * pages}")
    await inbox.check_writable()


async def test_a_file_that_may_not_be_written_is_said(file: Path) -> None:
    """At once, not with the first update: SQLite opens such a file without a word."""
    await (await SQLiteInbox.open(str(file))).close()
    make_read_only(file)
    with pytest.raises(StoreError, match="may not be written"):
        await SQLiteInbox.open(str(file))


async def test_an_inbox_can_be_in_memory() -> None:
    """It is private, and works without a file."""
    inbox = await open_inbox("sqlite:///:memory:")
    assert await inbox.put({1: "{}"})
    await inbox.close()
    await inbox.close()


async def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    """The error names the file."""
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes." * 100)
    with pytest.raises(StoreError, match=r"notes\.txt"):
        await SQLiteInbox.open(str(path))


async def test_a_closed_inbox_says_so(file: Path) -> None:
    """Nobody waits for ever for what cannot be written any more."""
    inbox = await SQLiteInbox.open(str(file))
    await inbox.close()
    with pytest.raises(StoreError):
        await asyncio.wait_for(inbox.put({1: "{}"}), 5)

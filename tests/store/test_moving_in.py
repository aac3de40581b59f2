"""A database file moved into PostgreSQL: everything arrives, or nothing."""

import asyncio
import gzip
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from storybot.corpus.backends.databases import move_database, open_readers, open_store
from storybot.corpus.library import open_story
from storybot.model.documents import DocumentId
from storybot.model.errors import AlreadyRunning, SettingError, StoreError
from storybot.store.postgres.connection import pool
from storybot.store.postgres.upkeep.moving_in import LEFT, ORDER
from storybot.store.records import QuoteRef, SentAnswer, Subscription
from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox
from storybot.store.sqlite.sqlite_lease import SQLiteLease
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from storybot.store.sqlite.upkeep.reading_out import SQLiteTables
from worlds.articles import make_document

DUMPS = [Path(__file__).parent / "schemas" / f"{name}.sql.gz" for name in ("03-a", "11-a", "17-a")]
"""Of the oldest schema, the last without an audit, and a late one; each is first made the newest,
which `test_schemas.py` tries with all of them."""
ADA, GROUP = 7001, -1009001
QUOTE = QuoteRef(DocumentId("1"), 1, 0, 4)


def sent(asked: int) -> SentAnswer:
    """Return an answer to a message, that shows an article."""
    place = {"chat": ADA, "asked": asked, "message": asked + 1, "shown": (0,)}
    return SentAnswer("private", "en", "Who?", answered=True, quotes=(QUOTE,), **place)  # type: ignore[arg-type]


@pytest.fixture
async def lived_in(file: Path) -> Path:
    """Make a database in which every table has rows."""
    async with open_story(f"sqlite:///{file}") as story:
        await story.add(make_document("One. Two.", source="a.txt"), actor="telegram:7")
        await story.add(make_document("Three.", source="b.txt"), actor="cli")
        await story.store.grant(8, "Mo", actor="telegram:7")
        await story.store.grant(9, "Eve", actor="telegram:7")
    memory = await SQLiteReaderMemory.open(str(file))
    for number in (1, 3, 5):
        await memory.keep_answer(sent(number))
    found = await memory.answer_to(ADA, 3)
    last = await memory.answer_to(ADA, 5)
    assert found
    assert last
    await memory.drop_answer(last.id)  # its id must not be given again
    await memory.feedback.vote(found.id, ADA, 0, up=True, press="p")
    await memory.subscribers.toggle(Subscription(ADA, 9, "When?", None), ADA, press="q")
    await memory.set_language(GROUP, "de")
    await memory.note_chosen("abstention", "Why?", "inline-1", ADA)
    memory.carry("Where?", ADA)
    await memory.carried_written()
    await memory.drafts.keep("d1", '{"a": 1}', lasting=True)
    await memory.close()
    async with open_story(f"sqlite:///{file}") as story:
        await story.retract("1", actor="telegram:7", reason="wrong")  # queues two corrections
        await story.store.revoke(9, actor="telegram:7")
    inbox = await SQLiteInbox.open(str(file))
    await inbox.put({5: '{"text": "\\u0000 “x”"}', 6: "{}"})
    await inbox.begin(5)
    await inbox.close()
    desk = await SQLiteDesk.open(str(file))
    await desk.feeds.follow("https://example.org/feed", "Feed", "telegram:7")
    await desk.feeds.note_items("https://example.org/feed", {"https://example.org/1": "h"})
    await desk.close()
    with sqlite3.connect(file) as raw:
        raw.execute("INSERT INTO outbox (key, chat, body) VALUES ('k', '7', '{}')")
        raw.execute("INSERT INTO zones VALUES (7, 'Europe/Kyiv')")
        raw.execute("INSERT INTO correction_reports VALUES (1, 7, 1, 1, 0, 0)")
        raw.execute("INSERT INTO plans VALUES ('p', '2026-12-01T10:00:00+00:00', '{}', 0, 1, NULL)")
    raw.close()
    return file


def rows_of_file(file: Path, table: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table, in any order but the same each time."""
    raw = sqlite3.connect(file)
    found = raw.execute(f"SELECT * FROM {table}").fetchall()
    names = [column[0] for column in raw.execute(f"SELECT * FROM {table}").description]
    raw.close()
    order = sorted(range(len(names)), key=lambda n: _SAME.get(names[n], names[n]))
    return sorted((tuple(row[n] for n in order) for row in found), key=str)


_SAME = {"user": "person"}
_NEW = {"number": ("drafts", "feeds"), "one": ("analysis", "told_waits", "reader_key")}


async def rows_of_server(url: str, table: str) -> list[tuple[Any, ...]]:
    """Return the same of PostgreSQL, its values as SQLite has them."""
    connection = await asyncpg.connect(url)
    found = await connection.fetch(f"SELECT * FROM {table}")
    await connection.close()
    rows = []
    for row in found:
        named = {
            "person" if name == "reader" else name: plain(value, table)
            for name, value in row.items()
            if table not in _NEW.get(name, ())
        }
        rows.append(tuple(named[name] for name in sorted(named)))
    return sorted(rows, key=str)


def plain(value: Any, table: str) -> Any:
    """Turn a value into what SQLite has."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.isoformat() if value.year > 1 else ""
    if table == "addresses":
        return int(value) if value.lstrip("-").isdigit() else value
    return value


async def test_every_row_arrives(lived_in: Path, postgres_url: str) -> None:
    """Of every table, value for value; a file of the newest schema has no table that is unknown."""
    moved = await move_database(lived_in, postgres_url)
    raw = sqlite3.connect(lived_in)
    names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    raw.close()
    assert {name for name in names if not name.startswith("sqlite_")} == {*ORDER} | LEFT
    for table in ORDER:
        expected = rows_of_file(lived_in, table)
        assert expected, f"the test has no row in {table}"
        assert moved.rows[table] == len(expected)
        assert await rows_of_server(postgres_url, table) == expected, table
    assert moved.audit_lines == 6


async def test_life_goes_on_where_it_was(lived_in: Path, postgres_url: str) -> None:
    """Ids go on, pseudonyms and buttons stay good, the chain of the audit continues."""
    before = await SQLiteReaderMemory.open(str(lived_in))
    key = before.button_key
    await before.close()
    await move_database(lived_in, postgres_url)
    memory = await open_readers(postgres_url)
    assert memory.button_key == key
    found = await memory.answer_to(ADA, 3)
    assert found
    assert (found.question, found.quotes) == ("Who?", (QUOTE,))
    assert (await memory.chat(GROUP)).language == "de"
    assert [p.answer.id for p in await memory.corrections.pending(10, 0.0)] == [1, 2]
    await memory.keep_answer(sent(7))
    new = await memory.answer_to(ADA, 7)
    assert new
    assert new.id == 4  # 3 was given and dropped
    await memory.close()
    async with open_story(postgres_url) as story:
        undone = await story.undo()
        assert undone.change.number == 4
        assert (await story.ask("What is in the text of one?")).citations
        report = await story.store.verify_audit()
        assert (report.lines, report.broken) == (7, None)
        added = await story.add(make_document("Four.", source="c.txt"))
        assert added.version.id == "3"


@pytest.fixture(params=DUMPS, ids=lambda path: path.name.removesuffix(".sql.gz"))
def old(request: pytest.FixtureRequest, file: Path) -> Path:
    """Make the database of a dump."""
    with sqlite3.connect(file) as opened:
        opened.executescript(gzip.decompress(request.param.read_bytes()).decode())
    opened.close()
    return file


async def test_files_of_every_schema_can_be_moved(old: Path, postgres_url: str) -> None:
    """Also those older than the audit, whose lines are written with the next change."""
    await move_database(old, postgres_url)
    async with open_story(postgres_url) as story:
        assert (await story.ask("Who shut the northern lock?")).answered
        assert len(await story.history()) == 4
        await story.undo()
        report = await story.store.verify_audit()
        assert (report.lines, report.broken) == (5, None)


async def test_a_large_table_takes_its_time(
    lived_in: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than any other statement may."""
    rows = SQLiteTables.rows

    async def slow(self: SQLiteTables, table: str, columns: Any) -> Any:
        if table == "passages":
            await asyncio.sleep(2.5)
        async for row in rows(self, table, columns):
            yield row

    monkeypatch.setattr(SQLiteTables, "rows", slow)
    monkeypatch.setattr(pool, "_STATEMENT_SECONDS", 2.0)
    assert (await move_database(lived_in, postgres_url)).rows["passages"] > 0


async def test_a_database_that_is_not_empty_is_refused(lived_in: Path, postgres_url: str) -> None:
    """Nothing is mixed; nothing of a second attempt remains."""
    await move_database(lived_in, postgres_url)
    with pytest.raises(StoreError, match="is not empty: there are rows in documents"):
        await move_database(lived_in, postgres_url)
    store = await open_store(postgres_url)
    assert len(await store.headings()) == 2
    await store.close()


async def test_a_damaged_file_is_refused(lived_in: Path, postgres_url: str) -> None:
    """Whether a text or the audit was altered."""
    with sqlite3.connect(lived_in) as raw:
        raw.execute("UPDATE versions SET text = 'Changed.'")
    raw.close()
    with pytest.raises(StoreError, match="is damaged and was not moved: version 1 of article 1"):
        await move_database(lived_in, postgres_url)


async def test_a_line_of_the_audit_that_does_not_arrive_undoes_all(
    lived_in: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chain is recomputed from what arrived."""
    monkeypatch.setattr(
        "storybot.store.postgres.upkeep.moving_in._CONVERTERS",
        {"timestamptz": _a_second_later} | {"bool": bool, "text": str},
    )
    with pytest.raises(StoreError, match="Nothing was moved: line 1 of the audit"):
        await move_database(lived_in, postgres_url)
    store = await open_store(postgres_url)
    assert await store.headings() == []
    await store.close()


def _a_second_later(value: str) -> datetime:
    return datetime.fromisoformat(value or "2020-01-01T00:00:00+00:00") + timedelta(seconds=1)


async def test_a_file_in_use_is_refused(lived_in: Path, postgres_url: str) -> None:
    """What its bot would go on writing would be lost."""
    lease = await SQLiteLease.open(str(lived_in))
    with pytest.raises(AlreadyRunning):
        await move_database(lived_in, postgres_url)
    await lease.close()


async def test_a_file_is_not_moved_into_a_file(lived_in: Path) -> None:
    """It can be used as it is."""
    with pytest.raises(SettingError, match="into PostgreSQL only"):
        await move_database(lived_in, "sqlite:///other.db")

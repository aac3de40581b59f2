"""The memory of readers in a file: what is forgotten is not in it, what is set is read once."""

import asyncio
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from storybot.corpus.backends.databases import open_inbox, open_readers
from storybot.model.errors import StoreError
from storybot.store.inbox import HandlingOutcome
from storybot.store.records import (
    ChatSettings,
    Forgotten,
)
from storybot.store.sqlite.reader_tables import kept_chats
from storybot.store.sqlite.schema.migrations import STEPS
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.answers import ADA, BOB, GROUP, answer, kept, subscription_to


def all_values(file: Path, *tables: str) -> set[object]:
    """Return whatever stands in any column of these tables."""
    raw = sqlite3.connect(file)
    rows = [row for table in tables for row in raw.execute(f"SELECT * FROM {table}")]
    raw.close()
    return {value for row in rows for value in row}


def in_files(folder: Path, word: str) -> bool:
    """Tell whether a file of the folder holds a word."""
    return any(word.encode() in path.read_bytes() for path in folder.iterdir())


async def test_an_answer_outlives_a_restart(tmp_path: Path) -> None:
    """It is in the file, not in the process."""
    for _ in range(2):
        memory = await open_readers(f"sqlite:///{tmp_path}/storybot.db")
        if not await memory.answer_to(ADA, 1):
            await memory.keep_answer(answer())
            await memory.close()
    assert await memory.answer_to(ADA, 1)
    await memory.close()


async def test_a_result_that_is_heard_of_again_is_noted_once(
    memory: SQLiteReaderMemory, file: Path
) -> None:
    """After a crash an update is handled again; one without a message counts once, too."""
    for _ in range(2):
        await memory.note_chosen("7.1.0.30", "Who?", "message", ADA)
        await memory.note_chosen("abstention", "Why?", None, ADA)
    await memory.note_chosen("7.1.0.30", "Who?", "another message", ADA)
    raw = sqlite3.connect(file)
    assert raw.execute("SELECT count(*) FROM chosen_results").fetchone() == (3,)
    raw.close()


async def test_what_was_set_for_a_chat_is_read_once(memory: SQLiteReaderMemory) -> None:
    """Every question asks for it; what is set for any chat is read with the first."""
    statements: list[str] = []
    await memory._database.set_trace_callback(statements.append)
    for _ in range(3):
        for chat in (ADA, GROUP):
            assert await memory.chat(chat) == ChatSettings()
    assert len(statements) == 1


async def test_settings_read_before_a_change_are_not_remembered(memory: SQLiteReaderMemory) -> None:
    """Not even where who made the change was broken off, and it was made all the same."""
    reading = asyncio.create_task(memory.chat(ADA))
    setting = asyncio.create_task(memory.set_language(ADA, "de"))
    await asyncio.sleep(0)
    setting.cancel()
    await asyncio.wait({reading, setting})
    assert await memory.chat(ADA) == ChatSettings("de")


async def test_what_is_forgotten_is_not_in_the_file(
    memory: SQLiteReaderMemory, tmp_path: Path
) -> None:
    """Not even in pages that the database no longer uses."""
    secret = "Did anybody see me at the harbour?"
    await memory.keep_answer(replace(answer(), question=secret))
    await memory.close()
    assert secret.encode() in (tmp_path / "storybot.db").read_bytes()
    opened = await SQLiteReaderMemory.open(f"{tmp_path}/storybot.db")
    await opened.forget_user(ADA)
    await opened.close()
    assert secret.encode() not in (tmp_path / "storybot.db").read_bytes()


async def test_what_statistics_are_made_of_names_nobody(
    memory: SQLiteReaderMemory, tmp_path: Path
) -> None:
    """Answers, votes and choices hold codes; the reader is found, and forgotten, all the same."""
    ada = 5_123_456_789
    sent = await kept(memory, answer(ada))
    asked = await kept(memory, answer(GROUP, asker=ada))
    await memory.feedback.vote(sent.id, ada, 0, up=True, press="7")
    await memory.note_chosen("result", "Who?", f"inline-{ada}", ada)
    assert sent.chat == ada
    assert memory.asked_by(asked, ada)
    assert not memory.asked_by(asked, BOB)
    assert not memory.asked_by(sent, ada)  # in private nobody else could press
    values = all_values(tmp_path / "storybot.db", "answers", "votes", "chosen_results")
    assert not {ada, GROUP, f"inline-{ada}"} & values
    await memory.subscribers.toggle(subscription_to(sent), ada, press="14")
    await memory.set_language(ada, "de")
    assert ada in all_values(tmp_path / "storybot.db", "subscriptions")
    assert await memory.forget_user(ada) == Forgotten(2, 1, 1, language=True, inline=True)


async def test_another_database_has_other_codes(tmp_path: Path) -> None:
    """The secret is made anew for each, so that their statistics cannot be joined."""
    codes = []
    for name in ("one.db", "two.db"):
        memory = await SQLiteReaderMemory.open(str(tmp_path / name))
        sent = await kept(memory, answer())
        await memory.feedback.vote(sent.id, ADA, 0, up=True, press="8")
        await memory.close()
        codes.append(all_values(tmp_path / name, "votes"))
    assert ADA not in codes[0] | codes[1]
    assert len(codes[0] & codes[1]) <= len({sent.id, 0, 1, "8", ""})


async def test_ids_that_were_kept_before_become_codes(tmp_path: Path) -> None:
    """An older database loses them, also from its free pages; what readers see does not change."""
    ada = 5_123_456_789
    file = tmp_path / "storybot.db"
    raw = sqlite3.connect(file)
    for statements in STEPS[:3]:
        for statement in statements:
            raw.execute(statement)
    raw.execute("PRAGMA user_version = 3")
    raw.execute(
        "INSERT INTO answers VALUES (1, 'now', 'private', 'en', 'Who?', 1, ?, 1, 2, NULL, ?, '[]')",
        (ada, ada),
    )
    raw.execute("INSERT INTO votes VALUES (1, ?, 0, 1, 'now')", (ada,))
    raw.execute("INSERT INTO chosen_results VALUES (1, 'now', 'r', 'q', ?)", (f"inline-{ada}",))
    raw.commit()
    raw.close()
    memory = await SQLiteReaderMemory.open(str(file))
    found = await memory.answer_to(ada, 1)
    assert found
    assert memory.asked_by(found, ada)
    assert not await memory.feedback.vote(
        1, ada, 0, up=True, press="9"
    )  # it is the same vote again
    assert await memory.forget_user(ada) == Forgotten(1, 0, 0, language=False)
    await memory.close()
    assert ada.to_bytes(6, "big") not in file.read_bytes()
    assert f"inline-{ada}".encode() not in file.read_bytes()


async def test_updates_that_were_given_up_are_forgotten_by_their_sender(
    memory: SQLiteReaderMemory, tmp_path: Path
) -> None:
    """They are kept for a day to be looked at, unless who wrote them asks otherwise."""
    with sqlite3.connect(tmp_path / "storybot.db") as raw:
        for id, sender in ((1, ADA), (2, BOB)):
            body = json.dumps({"message": {"chat": {"id": 5}, "from": {"id": sender}}})
            raw.execute(
                "INSERT INTO inbox (update_id, body, received, state) VALUES (?, ?, 0, 'dead')",
                (id, body),
            )
        raw.execute(
            "INSERT INTO inbox (update_id, body, received, state) VALUES (3, 'no', 0, 'dead')"
        )
    await memory.forget_user(ADA)
    kept_still = raw.execute("SELECT update_id FROM inbox WHERE body != ''").fetchall()
    raw.close()
    assert kept_still == [(2,), (3,)]


async def test_what_else_is_asked_meanwhile_is_gone_from_the_files(
    memory: SQLiteReaderMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An inline query that is under way still holds its words, until it is noted as done."""
    inbox = await open_inbox(f"sqlite:///{tmp_path}/storybot.db")
    query = {"inline_query": {"from": {"id": ADA}, "query": "a-private-question"}}
    await inbox.put({1: json.dumps(query), 2: json.dumps({"message": {"from": {"id": ADA}}})})
    for id in (1, 2):
        await inbox.begin(id)

    async def later(_: float) -> None:
        await inbox.finish(1, HandlingOutcome.DONE)

    monkeypatch.setattr("storybot.store.readers.under_way.asyncio.sleep", later)
    await memory.forget_user(ADA)
    await inbox.close()
    assert not in_files(tmp_path, "a-private-question")


async def test_a_log_that_cannot_be_emptied_is_said(
    memory: SQLiteReaderMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that all is gone while another program still reads the log."""
    monkeypatch.setattr("storybot.store.sqlite.reader_tables.forgetting._PAUSE", 0.001)
    await memory.keep_answer(answer())
    await memory._database.execute_fetchall("PRAGMA busy_timeout = 1")
    with sqlite3.connect(tmp_path / "storybot.db") as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM answers").fetchall()
        with pytest.raises(StoreError, match="busy"):
            await memory.forget_user(ADA)
        other.rollback()
    other.close()
    await memory.forget_user(ADA)


async def test_a_memory_without_a_file_is_one_of_its_own() -> None:
    """Two of them share nothing."""
    one, two = await open_readers("sqlite:///:memory:"), await open_readers("sqlite:///:memory:")
    await one.set_language(ADA, "de")
    assert (await two.chat(ADA)).language is None
    await one.close()
    await two.close()


async def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """The error names the file."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one" * 9)
    with pytest.raises(StoreError, match=r"notes\.txt"):
        await SQLiteReaderMemory.open(str(path))


@pytest.mark.parametrize("most", [1, 4096])
async def test_settings_are_read_of_all_chats_at_once_or_each(
    memory: SQLiteReaderMemory, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Whichever way, a chat has the settings that it has now."""
    monkeypatch.setattr(kept_chats, "_MOST", most)
    await memory.set_language(1, "de")
    await memory.set_listens(-2, listens=True)
    seen = [await memory.chat(id) for id in (1, -2, 3, 1, -2, 3)]
    assert seen == 2 * [ChatSettings("de"), ChatSettings(listens=True), ChatSettings()]
    await memory.set_language(3, "fr")
    assert await memory.chat(3) == ChatSettings("fr")


async def test_an_unknown_chat_is_not_asked_for_where_few_have_settings(
    memory: SQLiteReaderMemory,
) -> None:
    """All that there are were read with the first."""
    await memory.set_language(1, "de")
    await memory.chat(1)
    await memory._database.close()
    assert await memory.chat(2) == ChatSettings()


async def test_an_answer_and_its_address_are_kept_together(
    memory: SQLiteReaderMemory, file: Path
) -> None:
    """Where the one cannot be written, the other is not."""
    raw = sqlite3.connect(file)
    raw.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON answers BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(StoreError):
        await memory.keep_answer(answer())
    raw.execute("DROP TRIGGER refuse")
    assert raw.execute("SELECT count(*) FROM addresses").fetchone() == (0,)
    raw.close()
    await memory.keep_answer(answer())
    assert await memory.answer_to(ADA, 1)

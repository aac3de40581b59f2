"""What is SQLite's own: damage, other programs' files, the append-only audit."""

import os
import sqlite3
from pathlib import Path

import pytest

from storybot.answering.answer import Answerer
from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus
from storybot.model.documents import State
from storybot.model.errors import DamagedText, StoreError
from storybot.model.headings import Standing
from storybot.store.document_store import Store
from storybot.store.layout import rows
from storybot.store.sqlite.opening import open_database
from storybot.store.sqlite.schema import migrations
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from worlds.articles import make_document


async def test_an_altered_text_is_refused(
    corpus: Corpus, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One changed letter on disk, and the text is neither shown nor quoted."""
    (added,) = await corpus.add([make_document("Putin travels in October.")], actor="me")
    with sqlite3.connect(tmp_path / "storybot.db") as raw:
        raw.execute("UPDATE versions SET text = replace(text, 'October', 'Octobre')")
    raw.close()
    fresh = await open_store(f"sqlite:///{tmp_path}/storybot.db")
    try:
        with pytest.raises(DamagedText):
            await fresh.version(added.version.id)
        index = open_index("embedded:").index
        await Corpus.open(fresh, index)
        answer = await Answerer(fresh, index).answer("When does Putin travel?")
        assert (answer.answered, answer.citations) == (False, ())
        assert "altered" in caplog.text
    finally:
        await fresh.close()


async def test_an_altered_passage_is_refused(corpus: Corpus, store: Store, tmp_path: Path) -> None:
    """Shifted offsets would cut another quote; the passage's hash notices."""
    await corpus.add([make_document("Putin travels in October.")], actor="me")
    with sqlite3.connect(tmp_path / "storybot.db") as raw:
        raw.execute("UPDATE passages SET sentences = replace(sentences, '[[0, 25', '[[1, 25')")
        ((id,),) = raw.execute("SELECT id FROM passages")
    raw.close()
    assert await store.passages([id]) == []
    assert [p async for p in store.index_entries()] == []


@pytest.mark.parametrize("sql", ["DELETE FROM changes", "UPDATE changes SET actor = 'x'"])
async def test_the_audit_is_append_only(corpus: Corpus, tmp_path: Path, sql: str) -> None:
    """The database itself refuses to change a line of the audit."""
    await corpus.add([make_document("One.")], actor="me")
    raw = sqlite3.connect(tmp_path / "storybot.db")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(sql)
    raw.close()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be one" * 9])
async def test_a_file_that_is_no_database_is_said(tmp_path: Path, content: bytes) -> None:
    """A foreign file is left as it is, and named in the error."""
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"x\.db"):
        await open_store(f"sqlite:///{path}")
    assert path.read_bytes() == content


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A database of a later storybot is not touched."""
    path = tmp_path / "x.db"
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StoreError, match="newer storybot"):
        await open_store(f"sqlite:///{path}")


async def test_two_processes_share_a_file(store: Store, corpus: Corpus, tmp_path: Path) -> None:
    """What another process adds is found after catching up, and what it retracts is gone."""
    other_store = await open_store(f"sqlite:///{tmp_path}/storybot.db")
    other_index = open_index("embedded:").index
    try:
        other = await Corpus.open(other_store, other_index)
        (added,) = await corpus.add([make_document("Sochi talks.")], actor="me")
        assert len(other_index.statistics) == 0
        assert await other.catch_up()
        assert not await other.catch_up()
        assert len(other_index.statistics) == 1
        await corpus.retract(added.version.id, actor="me")
        await corpus.reindex()
        assert await other.catch_up()
        assert len(other_index.statistics) == 0
    finally:
        await other_store.close()


async def test_a_saved_index_is_taken_up_and_brought_up_to_date(
    store: Store, tmp_path: Path
) -> None:
    """What was saved is not made anew, and what changed since is found."""
    database = f"sqlite:///{tmp_path}/storybot.db"
    first = open_index("embedded:", database)
    corpus = await Corpus.open(store, first.index, first.saved)
    await corpus.add([make_document("Sochi talks.", source="a")], actor="me")
    first.save(corpus.generation)
    (gone,) = await corpus.add([make_document("Ankara talks.", source="b")], actor="me")
    await corpus.retract(gone.version.id, actor="me")
    await corpus.add([make_document("Moscow talks.", source="c")], actor="me")
    again = open_index("embedded:", database)
    assert again.saved is not None
    assert len(again.index.statistics) == 1
    await Corpus.open(store, again.index, again.saved)
    assert len(again.index.statistics) == 2
    assert again.index.statistics.document_frequency("ankara") == 0


async def test_a_saved_index_of_another_database_is_made_anew(store: Store, tmp_path: Path) -> None:
    """An index that was left behind by a deleted database is not believed."""
    database = f"sqlite:///{tmp_path}/storybot.db"
    opened = open_index("embedded:", database)
    other_store = await open_store("sqlite:///:memory:")
    other = await Corpus.open(other_store, opened.index)
    await other.add([make_document("Sochi talks.")], actor="me")
    opened.save(other.generation)
    await other_store.close()
    corpus = await Corpus.open(store, open_index("embedded:").index)
    await corpus.add([make_document("Moscow talks.")], actor="me")
    again = open_index("embedded:", database)
    await Corpus.open(store, again.index, again.saved)
    assert again.index.statistics.document_frequency("sochi") == 0
    assert again.index.statistics.document_frequency("moscow") == 1


async def test_an_earlier_audit_tells_who_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What people did before it was noted who decides is found in the audit, and stands."""
    path = tmp_path / "x.db"
    steps = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", steps[:5])
    await (await open_database(str(path))).close()
    monkeypatch.setattr(migrations, "STEPS", steps)
    stories = {
        "file": [("corpus/", "add", 1, "live")],
        "retracted": [("corpus/", "add", 1, "live"), ("cli", "retract", 1, "retracted")],
        "corrected": [("corpus/", "add", 1, "live"), ("telegram:1", "update", 2, "live")],
        "undone": [("cli", "add", 1, "live"), ("cli", "retract", 1, "retracted"),
                   ("cli", "undo", 1, "live")],
        "pasted": [("telegram:1", "add", 1, "live")],
    }  # fmt: skip
    with sqlite3.connect(path) as raw:
        for id, (source, story) in enumerate(stories.items(), start=1):
            *_, (_, _, version, state) = story
            raw.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", (id, source, version, state))
            for number in range(1, version + 1):
                row = rows.version_row(make_document("x", source=source))
                raw.execute("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)", (id, number, *row))
            for actor, action, after, standing in story:
                raw.execute(
                    "INSERT INTO changes (at, actor, action, document, title, after_version,"
                    " after_state, removed_first, removed_stop, added_first, added_stop, reason)"
                    " VALUES ('2024-05-06', ?, ?, ?, '', ?, ?, 0, 0, 0, 0, '')",
                    (actor, action, id, after, standing),
                )
    raw.close()
    store = await open_store(f"sqlite:///{path}")
    found = {h.source: h.standing for h in await store.headings()}
    await store.close()
    live, gone = State.LIVE, State.RETRACTED
    assert found == {
        "file": Standing(1, live, arrived=1),
        "retracted": Standing(1, gone, held=True, arrived=1),
        "corrected": Standing(2, live, held=True, arrived=1, newest=2),
        "undone": Standing(1, live, arrived=1),
        "pasted": Standing(1, live, held=True, arrived=0),
    }
    with sqlite3.connect(path) as raw, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute("UPDATE changes SET actor = 'x'")
    raw.close()


async def test_nobody_else_can_read_what_readers_asked(tmp_path: Path) -> None:
    """A new database, the log beside it and a backup are their owner's, whatever the umask."""
    before = os.umask(0o000)
    try:
        store = await open_store(f"sqlite:///{tmp_path}/storybot.db")
        await store.backup(tmp_path / "backup.db")
        modes = _modes(tmp_path)
        await store.close()
    finally:
        os.umask(before)
    assert {"storybot.db", "storybot.db-wal", "backup.db"} <= set(modes)
    assert set(modes.values()) == {0o600}, modes


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


async def test_a_file_that_cannot_be_opened_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that root restored; no thread is begun whose traceback would follow the message."""
    monkeypatch.setattr("aiosqlite.connect", lambda *_, **__: pytest.fail("a thread is begun"))
    with pytest.raises(StoreError, match=r"unable to open database file\. Give this program the"):
        await open_store(f"sqlite:///{tmp_path}")


async def test_articles_are_looked_up_by_their_numbers(
    corpus: Corpus, store: Store, tmp_path: Path
) -> None:
    """To read all of them for a few takes longer, the more there are."""
    added = await corpus.add(
        [make_document(f"Part {n}.", source=f"{n}.txt") for n in range(40)], actor="me"
    )
    keys = [(one.version.id, one.version.number) for one in added]
    found = await store.versions({keys[7], keys[3]})
    assert {version.document.text for version in found} == {"Part 3.", "Part 7."}
    said: list[str] = []
    fresh = await SQLiteStore.open(f"{tmp_path}/storybot.db")
    await fresh._read.set_trace_callback(said.append)
    assert {(one.id, one.number) for one in await fresh.versions(keys)} == {*keys}
    await fresh.close()
    (sql,) = said
    with sqlite3.connect(tmp_path / "storybot.db") as raw:
        steps = [step for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {sql}")]
    raw.close()
    read_through = {step.split()[-1] for step in steps if step.startswith("SCAN")}
    assert steps
    assert read_through.isdisjoint({"v", "d", "versions", "documents"})


async def test_the_event_loop_does_not_wait_for_articles(
    corpus: Corpus, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a slow disk they take a second; what glances at the generation is not for them."""
    (added,) = await corpus.add([make_document("It rained.")], actor="me")

    class Glance:
        def execute(self, *asked: object) -> None:
            pytest.fail(f"asked on the event loop: {asked}")

    with monkeypatch.context() as patched:
        patched.setattr(store, "_glance", Glance())
        assert await store.versions([(added.version.id, added.version.number)])

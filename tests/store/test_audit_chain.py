"""The audit as a chain of hashes: whole as written, broken wherever the file was altered."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest
import pytest_asyncio

from storybot.corpus.corpus import Corpus
from storybot.model.audit import Actor
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from worlds.articles import make_document

_OLGA = Actor("telegram:7", "Olga @olga", "private")


@pytest_asyncio.fixture
async def file(tmp_path: Path) -> AsyncIterator[Path]:
    """Write a file with five lines in its audit."""
    path = tmp_path / "a.db"
    store = await SQLiteStore.open(str(path))
    corpus = await Corpus.open(store, EmbeddedIndex())
    (added,) = await corpus.add([make_document("One.")], actor=_OLGA)
    await corpus.retract(added.version.id, actor=_OLGA, reason="wrong")
    await corpus.undo(actor="cli")
    await store.grant(8, "Mo", actor=_OLGA)
    await store.revoke(8, actor=_OLGA)
    await store.close()
    yield path


async def verified(path: Path) -> tuple[int, int | None]:
    """Return how many lines of a file fit, and the first that does not."""
    store = await SQLiteStore.open(str(path))
    report = await store.verify_audit()
    await store.close()
    return report.lines, report.broken


async def altered(path: Path, *statements: str) -> None:
    """Alter a file as somebody with an editor for databases would."""
    async with aiosqlite.connect(path) as database:
        for table in ("audit", "changes", "grants"):
            for verb in ("update", "delete"):
                await database.execute(f"DROP TRIGGER {table}_refuse_{verb}")
        for statement in statements:
            await database.execute(statement)
        await database.commit()


async def test_what_was_written_is_whole(file: Path) -> None:
    """Each line says who, under which name, where, what, and the hashes before and after."""
    assert await verified(file) == (5, None)
    store = await SQLiteStore.open(str(file))
    newest, *_, retraction, first = await store.audit(10**9, 10)
    assert (newest.action, newest.subject, newest.title) == ("revoke", "8", "Mo")
    assert (first.actor, first.name, first.place) == ("telegram:7", "Olga @olga", "private")
    assert (first.before, first.after[:5], len(first.after)) == ("", "live ", 5 + 64)
    assert retraction.before == first.after
    assert retraction.after == first.after.replace("live", "retracted")
    assert retraction.reason == "wrong"
    assert [e.number for e in await store.audit(3, 1)] == [2]
    await store.close()


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE audit SET line = replace(line, 'wrong', 'right') WHERE number = 2", 2),
        ("UPDATE audit SET name = 'Eve' WHERE number = 2", 2),
        ("UPDATE audit SET hash = 'x' WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 5", 5),
        ("UPDATE changes SET reason = 'right' WHERE number = 2", 2),
        ("UPDATE changes SET actor = 'telegram:9' WHERE number = 1", 1),
        ("UPDATE grants SET name = 'Eve' WHERE number = 1", 4),
        ("UPDATE versions SET hash = x'00'", 1),
    ],
)
async def test_a_line_altered_in_the_file_is_found(file: Path, statement: str, line: int) -> None:
    """Whether it is the audit that was altered, or what it records."""
    await altered(file, statement)
    assert (await verified(file))[1] == line


async def test_changes_older_than_the_chain_are_taken_into_it(file: Path) -> None:
    """The first line written brings those of all changes before it."""
    await altered(file, "DELETE FROM audit", "DELETE FROM sqlite_sequence WHERE name = 'audit'")
    store = await SQLiteStore.open(str(file))
    await store.grant(9, "Lena", actor=_OLGA)
    await store.close()
    assert await verified(file) == (6, None)


async def test_several_changes_of_one_commit_have_a_line_each(tmp_path: Path) -> None:
    """In a new database too, whose chain they begin."""
    path = tmp_path / "b.db"
    store = await SQLiteStore.open(str(path))
    corpus = await Corpus.open(store, EmbeddedIndex())
    pair = [make_document("One.", source="a.txt"), make_document("Two.", source="b.txt")]
    await corpus.add(pair, actor="cli")
    await store.close()
    assert await verified(path) == (2, None)

"""A database of another program is refused at the start, and nothing is written to it."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storybot.corpus.backends.databases import (
    inspect_database,
    open_lease,
    open_readers,
    open_store,
)
from storybot.model.errors import ForeignDatabase, SettingError, StoreError
from worlds.database_fixtures import execute_in

Make = Callable[[Path], None]


def _made_by(*statements: str) -> Make:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            for statement in statements:
                database.execute(statement)

    return make


def _written(text: str) -> Make:
    def make(path: Path) -> None:
        path.write_text(text)

    return make


def _broken_off(path: Path) -> None:
    """Leave all in the write-ahead log, as a program does that was killed."""
    other = path.with_name("other")
    with closing(sqlite3.connect(other)) as database:
        for statement in ("PRAGMA journal_mode = WAL", "CREATE TABLE bookmarks (id)"):
            database.execute(statement)
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).write_bytes(Path(f"{other}{end}").read_bytes())


FOREIGN: dict[str, Make] = {
    "tables of others": _made_by("CREATE TABLE bookmarks (id INTEGER)"),
    "numbered as ours": _made_by("CREATE TABLE documents (id)", "PRAGMA user_version = 3"),
    "not numbered, with names of ours": _made_by(
        *(
            f"CREATE TABLE {name} (id)"
            for name in ("documents", "versions", "passages", "changes", "grants", "analysis")
        )
    ),
    "begun by another program": _made_by("PRAGMA application_id = 7", "PRAGMA user_version = 0"),
    "with a write-ahead log": _made_by("PRAGMA journal_mode = WAL", "CREATE TABLE notes (id)"),
    "ended in the middle": _broken_off,
    "no database": _written("a letter\n" * 200),
    "no database and short": _written("a letter"),
}


def _state(folder: Path) -> dict[str, str]:
    """Return what is in a folder but for the index of a log, which whoever reads it makes anew."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if not path.name.endswith("-shm")
    }


@pytest.mark.parametrize("name", FOREIGN)
async def test_a_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    """By whichever part opens it, as a wrong setting, with what to do."""
    path = tmp_path / "x.db"
    FOREIGN[name](path)
    before = _state(tmp_path)
    for opening in (open_store, open_readers, open_lease):
        with pytest.raises(ForeignDatabase, match=r"x\.db .* Set STORYBOT_DATABASE to") as raised:
            await opening(f"sqlite:///{path}")
        assert isinstance(raised.value, SettingError)
    assert _state(tmp_path) == before


async def test_a_foreign_file_is_not_said_to_be_an_old_one(tmp_path: Path) -> None:
    """The doctor would promise to bring it up to date."""
    FOREIGN["tables of others"](tmp_path / "x.db")
    with pytest.raises(StoreError, match="another program"):
        await inspect_database(tmp_path / "x.db")


async def test_a_file_left_empty_is_taken(tmp_path: Path) -> None:
    """As a start leaves it that was ended before the first table; so is one without tables."""
    (tmp_path / "empty.db").touch()
    _made_by("PRAGMA journal_mode = WAL")(tmp_path / "begun.db")
    for name in ("empty.db", "begun.db"):
        for _ in range(2):
            await (await open_store(f"sqlite:///{tmp_path}/{name}")).close()


async def test_our_own_file_is_taken_after_a_crash(tmp_path: Path) -> None:
    """Also one whose first tables are still in the log, with the log's index or without it."""
    store = await open_store(f"sqlite:///{tmp_path}/first.db")
    try:
        for copy, ends in (("with", ("", "-wal", "-shm")), ("without", ("", "-wal"))):
            for end in ends:
                content = (tmp_path / f"first.db{end}").read_bytes()
                (tmp_path / f"{copy}.db{end}").write_bytes(content)
    finally:
        await store.close()
    for copy in ("with", "without"):
        await (await open_store(f"sqlite:///{tmp_path}/{copy}.db")).close()


@pytest.mark.parametrize("table", ["documents (title text)", "migrations (id int, migration text)"])
def test_tables_of_others_on_a_server_are_refused(postgres_url: str, table: str) -> None:
    """As a wrong setting that names them; no table of ours is made beside them."""
    name = table.split(maxsplit=1)[0]
    execute_in(postgres_url, f"CREATE TABLE {table}")
    with pytest.raises(ForeignDatabase, match=f"{name},.*search_path="):
        asyncio.run(_open(postgres_url))
    execute_in(postgres_url, f"CREATE TABLE passages (id int); DROP TABLE passages, {name}")
    asyncio.run(_open(postgres_url))


async def _open(url: str) -> None:
    await (await open_store(url)).close()

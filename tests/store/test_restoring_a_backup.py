"""A lost disk, and a backup in its place; and what a copy of the file alone would lose."""

import errno
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storybot.corpus.library import open_story
from storybot.ingest.reading import read_text
from storybot.model.errors import StoreError
from storybot.store.sqlite.upkeep.inspection import count, inspect

LOCK = "# Lock shut\n\nInes Calder shut the northern lock on Tuesday."
DAM = "# Dam opened\n\nPer Holm opened the southern dam on Friday."


async def test_a_lost_disk_is_restored(tmp_path: Path) -> None:
    """All but the backup is lost; in the database's place it answers, with audit and versions."""
    url, kept = f"sqlite:///{tmp_path}/disk/storybot.db", tmp_path / "kept.db"
    (tmp_path / "disk").mkdir()
    async with open_story(url) as story:
        await story.add(read_text(LOCK, source="lock.md"))
        await story.add(read_text(LOCK.replace("Tuesday", "Monday"), source="lock.md"))
        await story.add(read_text(DAM, source="dam.md"))
        await story.retract("2", reason="wrong dam")
        await story.store.backup(kept)
    shutil.rmtree(tmp_path / "disk")
    (tmp_path / "disk").mkdir()
    shutil.copy(kept, tmp_path / "disk" / "storybot.db")
    async with open_story(url) as story:
        answer = await story.ask("Who shut the northern lock?")
        assert answer.answered
        assert answer.citations[0].text == "Ines Calder shut the northern lock on Monday."
        assert [heading.live for heading in await story.articles()] == [True, False]
        assert "Tuesday" in (await story.article("1", 1)).document.text
        assert (await story.store.verify_audit()).broken is None
        assert (await story.undo()).change is not None


async def test_a_copy_of_the_file_alone_loses_what_is_in_the_log(tmp_path: Path) -> None:
    """This is why there is a command for it."""
    async with open_story(f"sqlite:///{tmp_path}/storybot.db") as story:
        await story.add(read_text(LOCK, source="lock.md"))
        shutil.copy(tmp_path / "storybot.db", tmp_path / "plain.db")
        await story.store.backup(tmp_path / "backup.db")
    assert (await inspect(tmp_path / "backup.db")).articles == 1
    with closing(sqlite3.connect(tmp_path / "plain.db")) as plain, plain:
        tables = plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
    assert tables == (0,)


async def test_a_backup_is_one_file_and_whole(tmp_path: Path) -> None:
    """It has its name only once it is verified; nothing is left beside it."""
    async with open_story(f"sqlite:///{tmp_path}/storybot.db") as story:
        await story.add(read_text(LOCK, source="lock.md"))
        (tmp_path / "kept").mkdir()
        (tmp_path / "kept" / "a.db.partial").write_text("left by a crash")
        await story.store.backup(tmp_path / "kept" / "a.db")
        assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.db"]


async def test_a_disk_without_second_names_takes_backups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many that are carried about, and shares, have no hard links; what is there stays, too."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("storybot.store.sqlite.upkeep.copying.os.link", refuse)
    async with open_story(f"sqlite:///{tmp_path}/storybot.db") as story:
        await story.add(read_text(LOCK, source="lock.md"))
        (tmp_path / "kept").mkdir()
        await story.store.backup(tmp_path / "kept" / "a.db")
        assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a.db"]
        with pytest.raises(StoreError, match="exists already"):
            await story.store.backup(tmp_path / "kept" / "a.db")
    assert (await inspect(tmp_path / "kept" / "a.db")).articles == 1


async def test_a_damaged_database_makes_no_backup(tmp_path: Path) -> None:
    """A text that was altered on the disk does not pass as a backup."""
    url = f"sqlite:///{tmp_path}/storybot.db"
    async with open_story(url) as story:
        await story.add(read_text(LOCK, source="lock.md"))
        with closing(sqlite3.connect(tmp_path / "storybot.db")) as database, database:
            database.execute("UPDATE versions SET text = replace(text, 'Tuesday', 'Sunday')")
        with pytest.raises(StoreError, match="version 1 of article 1"):
            await story.store.backup(tmp_path / "copy.db")
    assert not any((tmp_path / f"copy.db{end}").exists() for end in ("", ".partial"))


async def test_counting_is_what_the_tables_hold(tmp_path: Path) -> None:
    """Metrics are counted beside a running bot, and nothing is changed by that."""
    async with open_story(f"sqlite:///{tmp_path}/storybot.db") as story:
        await story.add(read_text(LOCK, source="lock.md"))
        await story.add(read_text(DAM, source="dam.md"))
        await story.retract("2")
        counts = await count(tmp_path / "storybot.db")
    assert (counts.articles, counts.retracted, counts.passages) == (1, 1, 1)
    assert counts.log_bytes > 0

"""The corpus folder is followed while the bot runs: by what changed, not by what is told of it."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import Taken
from storybot.corpus.sources.folder_watch import FolderWatch, file_stamps
from storybot.corpus.sources.missing_files import missing_files
from storybot.model.documents import State
from storybot.model.errors import StoreError
from storybot.store.document_store import Store

LOCK = "# The northern lock is shut\n\nInes Calder shut the northern lock on Tuesday.\n"


class Folder:
    """A folder, what watches it, and what was told of it."""

    def __init__(self, corpus: Corpus, store: Store, path: Path, *, retract: bool = True) -> None:
        self.path = path
        path.mkdir()
        self.store = store
        self.told: list[Taken] = []
        self.missing: list[tuple[str, bool]] = []
        self.watch = FolderWatch(
            corpus, store, path, retract=retract, seen=file_stamps(path), first=()
        )

    def write(self, name: str, text: str | bytes, *, age: float = 5.0) -> None:
        """Write a file that is some seconds old."""
        file = self.path / name
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        then = time.time() - age
        os.utime(file, (then, then))

    async def tell(self, taken: Sequence[Taken]) -> None:
        """Remember what is told."""
        self.told += taken

    async def tell_missing(self) -> None:
        """Remember which files are missing, and whether their articles were retracted for it."""
        found = await missing_files(self.store, self.path)
        self.missing = [(one.article.source, one.retracted) for one in found]

    async def look(self) -> bool:
        """Look once."""
        return await self.watch.look(self)

    async def text(self, source: str) -> str:
        """Return what is quoted of a source; nothing for what is retracted."""
        found = await self.store.find(source=source)
        return found.document.text if found and found.state is State.LIVE else ""


@pytest.fixture
def folder(corpus: Corpus, store: Store, tmp_path: Path) -> Folder:
    """Make an empty folder."""
    return Folder(corpus, store, tmp_path / "corpus")


async def test_a_new_and_a_changed_file_are_taken_once(folder: Folder) -> None:
    """Each change is taken, and nothing between changes."""
    folder.write("lock.md", LOCK)
    assert await folder.look()
    folder.write("lock.md", LOCK.replace("Tuesday", "Friday"), age=3)
    assert await folder.look()
    assert await folder.look()
    assert "Friday" in await folder.text("lock.md")
    assert [one.added and one.added.result for one in folder.told] == ["added", "updated"]


async def test_a_file_that_is_being_written_is_left_until_it_is_whole(folder: Folder) -> None:
    """It is looked at again a moment later."""
    folder.write("lock.md", LOCK, age=0)
    assert not await folder.look()
    assert folder.told == []
    folder.write("lock.md", LOCK)
    assert await folder.look()
    assert len(folder.told) == 1


async def test_a_broken_file_leaves_the_old_version(folder: Folder) -> None:
    """It is told, once, and the article stays."""
    folder.write("lock.md", LOCK)
    await folder.look()
    folder.write("lock.md", b"\xff\xfe\x00", age=3)
    assert await folder.look()
    assert await folder.look()
    assert [bool(one.refused) for one in folder.told] == [False, True]
    assert "Tuesday" in await folder.text("lock.md")


async def test_a_file_that_is_replaced_is_not_gone(folder: Folder) -> None:
    """Editors take a file away and put another one in its place."""
    folder.write("lock.md", LOCK)
    folder.write("other.md", LOCK.replace("northern", "southern"))
    await folder.look()
    (folder.path / "lock.md").unlink()
    assert not await folder.look()
    assert await folder.text("lock.md")
    folder.write("lock.md", LOCK)
    assert await folder.look()
    (folder.path / "lock.md").unlink()
    assert not await folder.look()
    assert await folder.look()
    assert await folder.text("lock.md") == ""
    assert folder.missing == [("lock.md", True)]


async def test_a_renamed_file_keeps_its_article_quotable(folder: Folder) -> None:
    """The old name is left before the new one is taken for the same article again."""
    folder.write("lock.md", LOCK)
    folder.write("other.md", LOCK.replace("northern", "southern"))
    await folder.look()
    (folder.path / "lock.md").rename(folder.path / "renamed.md")
    while not await folder.look():
        pass
    assert "Tuesday" in await folder.text("renamed.md")


async def test_a_persons_decision_outlives_a_changed_file(folder: Folder, corpus: Corpus) -> None:
    """What the file brings then waits."""
    folder.write("lock.md", LOCK)
    await folder.look()
    found = await folder.store.find(source="lock.md")
    assert found
    await corpus.retract(found.id, actor="telegram:7")
    folder.write("lock.md", LOCK.replace("Tuesday", "Friday"), age=3)
    await folder.look()
    assert await folder.text("lock.md") == ""
    assert (await folder.store.standing(found.id)).waiting == 2


async def test_a_locked_database_only_delays(
    folder: Folder, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is taken at a later look."""
    folder.write("lock.md", LOCK)

    async def fail(*_: object, **__: object) -> None:
        raise StoreError("locked")

    with monkeypatch.context() as locked:
        locked.setattr(corpus, "add", fail)
        assert not await folder.look()
    assert await folder.look()
    assert await folder.text("lock.md")


async def test_a_folder_that_is_gone_changes_nothing(folder: Folder) -> None:
    """More likely a disk is missing than the whole story withdrawn."""
    folder.write("lock.md", LOCK)
    await folder.look()
    folder.path.rename(folder.path.with_name("away"))
    assert await folder.look()
    assert await folder.look()
    assert await folder.text("lock.md")

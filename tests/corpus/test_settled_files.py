"""A start reads the files that may say something new, and no others."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from storybot.corpus import folder as folder_module
from storybot.corpus.change_results import AddResult
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import Taken, sync
from storybot.corpus.sources import settled_files
from storybot.corpus.sources.settled_files import SettledFiles
from storybot.store.document_store import Store

STORY = "# Talks in {place}\n\nThe minister flew to {place} on Sunday for talks on fish.\n"


class Starts:
    """A corpus folder and the starts of a bot on it, with the files that each reads."""

    def __init__(self, corpus: Corpus, store: Store, home: Path) -> None:
        self.corpus = corpus
        self.folder = home / "corpus"
        self.folder.mkdir()
        self.derived = home / "index"
        self.read: list[str] = []
        self._store = store

    def write(self, name: str, place: str) -> None:
        """Write an article."""
        (self.folder / name).write_text(STORY.format(place=place))

    async def start(self) -> list[Taken]:
        """Take the folder as a start of the bot does."""
        self.read.clear()
        return await sync(
            self.corpus, self.folder, await SettledFiles.open(self.derived, self._store)
        )


@pytest.fixture
async def starts(
    corpus: Corpus, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Starts:
    """Make a folder of ten files that a bot has taken, in a world where few are worth keeping."""
    monkeypatch.setattr(settled_files, "_WORTH_KEEPING", 1)
    monkeypatch.setattr(settled_files, "_RACY_NANOSECONDS", -(10**15))
    made = Starts(corpus, store, tmp_path)
    read = folder_module._read

    def noted(path: Path, source: str) -> object:
        made.read.append(source)
        return read(path, source)

    monkeypatch.setattr(folder_module, "_read", noted)
    for number in range(10):
        made.write(f"{number:02}.md", f"Oslo{number}")
    assert len(await made.start()) == len(made.read) == 10
    return made


async def test_a_start_where_nothing_changed_reads_nothing(
    starts: Starts, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file, and of the store one list of all, however many files there are."""
    asked: list[str] = []
    for name in ("find", "version", "versions", "standing", "history"):
        method = getattr(type(store), name)

        def counted(*args: object, _method: Callable[..., object] = method, **kw: object) -> object:
            asked.append(_method.__name__)
            return _method(*args, **kw)

        monkeypatch.setattr(type(store), name, counted)
    assert (await starts.start(), starts.read, asked) == ([], [], ["history"])


async def test_only_what_is_new_is_read(starts: Starts) -> None:
    """A new file, a changed one, one that was replaced by as old a one of the same size."""
    starts.write("new.md", "Turku")
    starts.write("03.md", "Bergen")
    status = (starts.folder / "04.md").stat()
    starts.write("other", "Oslo5")
    os.utime(starts.folder / "other", ns=(status.st_atime_ns, status.st_mtime_ns))
    (starts.folder / "other").replace(starts.folder / "04.md")
    taken = await starts.start()
    assert starts.read == ["03.md", "04.md", "new.md"]
    updated, added = AddResult.UPDATED, AddResult.ADDED
    assert [one.added and one.added.result for one in taken] == [updated, updated, added]
    await starts.start()
    assert starts.read == []


async def test_a_file_that_says_what_another_one_does_is_read_again(starts: Starts) -> None:
    """For when the other one leaves, it is the article."""
    starts.write("twin.md", "Oslo5")
    for _ in range(2):
        await starts.start()
        assert starts.read == ["twin.md"]


async def test_what_somebody_has_changed_is_read_again(starts: Starts) -> None:
    """So the same is said of it as ever."""
    (taken,) = [one for one in await sync(starts.corpus, starts.folder) if one.source == "07.md"]
    assert taken.added
    await starts.corpus.retract(taken.added.version.id, actor="telegram:1")
    (again,) = await starts.start()
    assert again.added
    assert again.added.note == "it is retracted; restore brings it back"
    assert starts.read == ["07.md"]
    await starts.start()
    assert starts.read == ["07.md"]


async def test_refused_and_waiting_files_are_read_at_each_start(starts: Starts) -> None:
    """Each start tells of them."""
    (starts.folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    (taken,) = [one for one in await sync(starts.corpus, starts.folder) if one.source == "08.md"]
    assert taken.added
    wanted = taken.added.version.document.model_copy(update={"title": "Corrected"})
    await starts.corpus.add([wanted], actor="telegram:1")
    starts.write("08.md", "Bergen")
    for _ in range(2):
        waiting, bad = await starts.start()
        assert waiting.added
        assert (waiting.added.result, bad.added) == (AddResult.WAITING, None)


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept.write_text("{"),
        lambda kept: kept.write_text("[]"),
        lambda kept: kept.write_text(json.dumps({"files": {}})),
        lambda kept: kept.unlink(),
        lambda kept: kept.write_text(kept.read_text().replace('"reader": "', '"reader": "other')),
    ],
)
async def test_without_what_was_kept_all_is_read(
    starts: Starts, damage: Callable[[Path], object]
) -> None:
    """It is of another program, damaged or gone; the outcome is the same."""
    damage(starts.derived / "corpus.files")
    assert {one.added and one.added.result for one in await starts.start()} == {"unchanged"}
    assert len(starts.read) == 10
    await starts.start()
    assert starts.read == []


async def test_a_file_that_was_just_written_is_read_again(
    starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be written to again within a tick of the disk's clock."""
    monkeypatch.setattr(settled_files, "_RACY_NANOSECONDS", 10**15)
    starts.write("03.md", "Bergen")
    for _ in range(2):
        await starts.start()
        assert starts.read == ["03.md"]


async def test_where_nothing_can_be_kept_all_is_read(
    starts: Starts, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """As of a database in memory; a folder that cannot be written is told of in the log."""
    assert await SettledFiles.open(None, store) is None
    (starts.derived / "corpus.files").unlink()
    starts.derived.rmdir()
    starts.derived.write_text("no folder")
    assert len(await starts.start()) == 10
    assert "The next start reads all files again" in caplog.text

"""The corpus folder and the corpus, in step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storybot.corpus.change_results import AddResult
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import article_files, source_name, sync
from storybot.model.documents import State
from storybot.model.errors import Refused
from storybot.store.document_store import Store

STORY = "# Talks in {place}\n\nThe minister flew to {place} on Sunday for talks on fish.\n"


def outcomes(taken: object) -> list[str]:
    """Return what became of each file."""
    return [t.added.result if t.added else "refused" for t in taken]  # type: ignore[attr-defined]


async def test_a_folder_is_taken_once(corpus: Corpus, tmp_path: Path) -> None:
    """A second start changes nothing; a changed file is a new version."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text(STORY.format(place="Oslo"))
    assert outcomes(await sync(corpus, folder)) == [AddResult.ADDED]
    assert outcomes(await sync(corpus, folder)) == [AddResult.UNCHANGED]
    (folder / "a.md").write_text(STORY.format(place="Bergen"))
    assert outcomes(await sync(corpus, folder)) == [AddResult.UPDATED]


async def test_the_chat_is_not_undone_by_a_start(
    corpus: Corpus, store: Store, tmp_path: Path
) -> None:
    """What moderators changed or retracted stays so while the file stays as it was."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text(STORY.format(place="Oslo"))
    (taken,) = await sync(corpus, folder)
    assert taken.added
    version = taken.added.version
    corrected = version.document.model_copy(update={"title": "Corrected"})
    await corpus.add([corrected], actor="telegram:1")
    assert outcomes(await sync(corpus, folder)) == [AddResult.UNCHANGED]
    assert (await store.version(version.id)).document.title == "Corrected"
    await corpus.retract(version.id, actor="telegram:1")
    await sync(corpus, folder)
    assert (await store.version(version.id)).state is State.RETRACTED


async def test_a_bad_file_does_not_stop_the_others(corpus: Corpus, tmp_path: Path) -> None:
    """A file that is refused is reported with its reason, and the rest is taken."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\x00\x01\x02" * 100)
    (folder / "b.md").write_text(STORY.format(place="Oslo"))
    bad, good = await sync(corpus, folder)
    assert bad.added is None
    assert bad.refused
    assert good.added


def test_files_are_named_by_their_place_in_the_folder(tmp_path: Path) -> None:
    """Inside the corpus folder by the path there, elsewhere by the whole path."""
    folder = tmp_path / "corpus"
    assert source_name(folder / "x" / "a.md", folder) == "x/a.md"
    assert source_name(tmp_path / "a.md", folder) == str((tmp_path / "a.md").resolve())


def test_a_folder_that_cannot_be_read_is_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unreadable folder inside is named in a warning; the folder itself is refused."""
    (tmp_path / "shut").mkdir()
    (tmp_path / "z.md").write_text(STORY)
    iterdir = Path.iterdir

    def refuse(path: Path) -> Iterator[Path]:
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [path.name for path in article_files(tmp_path)] == ["z.md"]
    assert "shut" in caplog.text
    with pytest.raises(Refused, match="shut"):
        list(article_files(tmp_path / "shut"))

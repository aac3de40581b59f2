"""Files and names made to lead out of where articles are: none of them does."""

import asyncio
import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from storybot.bot.handlers.moderation.uploads import _base_name
from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import article_files, source_name, sync
from storybot.corpus.sources.missing_files import missing_files
from storybot.ingest.reading import read_file, read_files
from storybot.ingest.results import Reading
from storybot.model.errors import Refused
from storybot.store.document_store import Store

STORY = "# Talks in Oslo\n\nThe minister flew to Oslo on Sunday for talks on fish.\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Write a file that nobody meant to publish."""
    (tmp_path / "elsewhere").mkdir()
    path = tmp_path / "elsewhere" / "secret.md"
    path.write_text("# Secret\n\nThe password of the bridge is Kittiwake, says the keeper.\n")
    return path


async def test_links_in_the_corpus_folder_lead_nowhere(
    corpus: Corpus, store: Store, tmp_path: Path, secret: Path
) -> None:
    """Neither one to a file, to a folder, back to the folder itself, nor to nothing."""
    folder = tmp_path / "corpus"
    (folder / "deeper").mkdir(parents=True)
    (folder / "story.md").write_text(STORY)
    (folder / "file.md").symlink_to(secret)
    (folder / "hard.md").symlink_to(Path("..") / "elsewhere" / "secret.md")
    (folder / "folder").symlink_to(secret.parent)
    (folder / "deeper" / "loop").symlink_to(folder)
    (folder / "nothing.md").symlink_to(tmp_path / "nothing")
    taken = await sync(corpus, folder)
    assert [one.source for one in taken] == ["story.md"]
    assert "Kittiwake" not in str([version async for version in store.documents()])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("name", [b"Stra\xdfe.md", b"caf\xe9/story.md"])
async def test_a_name_in_another_encoding_is_refused_alone(
    corpus: Corpus, store: Store, tmp_path: Path, name: bytes
) -> None:
    """As an old archive brings it; what is told of the file can be printed and stored."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "zoo.md").write_text(STORY)
    path = Path(os.fsdecode(bytes(folder) + b"/" + name))
    await asyncio.to_thread(path.parent.mkdir, exist_ok=True)
    await asyncio.to_thread(path.write_text, STORY.replace("Oslo", "Turku"))
    refused, taken = await sync(corpus, folder)
    assert refused.source.encode() == name.replace(b"\xdf", b"\\xdf").replace(b"\xe9", b"\\xe9")
    assert refused.refused == f"The name of {refused.source} is not in UTF-8. Rename the file."
    assert taken.added
    assert await missing_files(store, folder) == []


async def test_a_fault_in_reading_a_file_keeps_no_other_from_being_taken(
    corpus: Corpus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The bot starts all the same: the fault is logged, and the file named."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "bad.md").write_text(STORY.replace("Oslo", "Turku"))
    (folder / "good.md").write_text(STORY)

    def faulty(path: Path, **named: Any) -> Reading:
        return read_files(path, **named) if path.name == "good.md" else 1 / 0  # type: ignore[return-value]

    monkeypatch.setattr("storybot.corpus.folder.read_files", faulty)
    refused, taken = await sync(corpus, folder)
    assert "bad.md" in refused.refused
    assert taken.added
    assert "ZeroDivisionError" in caplog.text


def test_what_cannot_be_looked_at_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As a folder that may be listed and not entered, or a share whose server is away."""
    (tmp_path / "good.md").write_text(STORY)
    (tmp_path / "away.md").write_text(STORY)
    look = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path.name == "away.md":
            raise PermissionError(errno.EACCES, "Permission denied")
        return look(path)

    monkeypatch.setattr(Path, "lstat", lstat)
    assert [path.name for path in article_files(tmp_path)] == ["good.md"]
    assert "Permission denied" in caplog.text


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_takes_the_place_of_a_file_is_refused(tmp_path: Path, secret: Path, kind: str) -> None:
    """Also between listing and reading; a pipe without a writer holds up nothing."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "story.md").write_text(STORY)
    (path,) = article_files(folder)
    path.unlink()
    if kind == "link":
        path.symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(Refused):
        read_file(path, source="story.md")


@pytest.mark.parametrize("name", ["..", "../story.md", "deeper/../../story.md"])
def test_a_path_out_of_the_folder_is_not_named_as_inside(tmp_path: Path, name: str) -> None:
    """A file elsewhere cannot pass for the article of that name in the folder."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    assert Path(source_name(folder / name, folder)).is_absolute()


@pytest.mark.parametrize(
    "sent",
    [
        "../../etc/story.md",
        "/etc/story.md",
        "..\\..\\windows\\story.md",
        "C:\\corpus\\story.md",
        "deeper/./story.md",
        "\u202estory.md",
        "sto\x00ry.md",
        "sto\nry.md",
    ],
)
def test_of_an_uploads_name_the_last_part_counts(sent: str) -> None:
    """Whatever folders, directions or zeros a client puts into it; no file is written anyway."""
    assert _base_name(sent) == "story.md"


@pytest.mark.parametrize("sent", ["", "/", "..", "../..", "\\"])
def test_an_upload_without_a_name_is_of_no_kind(sent: str) -> None:
    """So it is refused before it is fetched or read."""
    assert _base_name(sent) in {"", ".."}


def test_an_uploads_name_is_short() -> None:
    """A name of megabytes does not become a source, and keeps its ending."""
    name = _base_name("x" * 10**6 + ".md")
    assert len(name) == 200
    assert name.endswith(".md")

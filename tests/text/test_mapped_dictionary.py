"""A dictionary is kept unpacked and mapped, and says the same as the packed one."""

import logging
import lzma
import os
from itertools import islice
from pathlib import Path

import pytest

from storybot.text.analysis.dictionaries import lemmas
from storybot.text.analysis.dictionaries.mapped_dictionary import MappedDictionary, keep
from storybot.text.analysis.dictionaries.packed_dictionary import PackedDictionary

_LANGUAGE = "fr"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where dictionaries are kept, which is not there yet."""
    kept = tmp_path / "kept"
    monkeypatch.setattr(lemmas, "_KEPT", kept)
    return kept


def _opened() -> lemmas.Forms:
    found: lemmas.Forms = lemmas.dictionary.__wrapped__(_LANGUAGE)
    return found


@pytest.mark.parametrize("language", ["fr", "uk"])
def test_words_are_what_the_packed_one_says(language: str, tmp_path: Path) -> None:
    """Listed words of all parts of the dictionary, and those beside them, that may not be."""
    source = lemmas._source(language)
    packed = PackedDictionary(lemmas._unpacked(source), letter=2 if language == "uk" else 1)
    path = tmp_path / "forms"
    keep(path, source, packed)
    mapped = MappedDictionary(path, source)
    listed = [form.decode() for _, form, _ in islice(packed.records(), 0, None, 97)]
    words = [near for word in listed for near in (word, word[:-1], word + "q", word.upper())]
    words += ["", "a", "\U0010ffff"]
    assert [mapped.get(word) for word in words] == [packed.get(word) for word in words]


def test_an_empty_dictionary_lists_no_word(tmp_path: Path) -> None:
    """There is no place to read from."""
    source, path = tmp_path / "source", tmp_path / "forms"
    source.touch()
    keep(path, source, PackedDictionary(b"SMFC1\x00\x00"))
    assert MappedDictionary(path, source).get("word") is None


def test_it_is_kept_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next process maps the file, and unpacks nothing."""
    assert isinstance(_opened(), MappedDictionary)

    def unpacked(source: Path) -> bytes:
        raise AssertionError(f"{source} was unpacked.")

    monkeypatch.setattr(lemmas, "_unpacked", unpacked)
    assert _opened().get("chevaux") == "cheval"
    assert [path.name for path in folder.iterdir()] == ["fr.forms"]


def test_it_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    """An image or an archive gives files other times; another release may have the same time."""
    source, path = tmp_path / "source", tmp_path / "forms"
    source.write_bytes(lemmas._source(_LANGUAGE).read_bytes())
    keep(path, source, PackedDictionary(lemmas._unpacked(source)))
    os.utime(source, ns=(10**18, 10**18))
    assert MappedDictionary(path, source).get("chevaux") == "cheval"
    source.write_bytes(lzma.compress(b"SMFC1\x00\x00").rjust(source.stat().st_size))
    os.utime(source, ns=(10**18, 10**18))
    with pytest.raises(ValueError, match="is not of"):
        MappedDictionary(path, source)


def test_whoever_reads_the_packed_one_may_read_it(folder: Path) -> None:
    """The bot may run as another user than the one who installed it."""
    _opened()
    mode = (folder / "fr.forms").stat().st_mode
    assert mode & 0o777 == lemmas._source(_LANGUAGE).stat().st_mode & 0o777


@pytest.mark.parametrize("kept", [b"", b"\xff" * 300, b"storybot forms 1 1 1 1 1\n".ljust(300)])
def test_a_file_of_anything_else_is_made_anew(folder: Path, kept: bytes) -> None:
    """So is one of another release of simplemma, or of which not all was written."""
    folder.mkdir()
    (folder / "fr.forms").write_bytes(kept)
    assert isinstance(_opened(), MappedDictionary)
    whole = (folder / "fr.forms").read_bytes()
    assert len(whole) > len(kept)
    (folder / "fr.forms").write_bytes(whole[:-1])
    assert _opened().get("chevaux") == "cheval"
    assert (folder / "fr.forms").read_bytes() == whole


def test_each_process_unpacks_its_own_where_nothing_can_be_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As in a container whose files are all read-only: that is no fault to tell of."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert isinstance(_opened(), PackedDictionary)
    assert (folder.exists(), caplog.text) == (False, "")


def test_a_full_disk_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The dictionary is read all the same, and nothing is left of the file."""

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with caplog.at_level(logging.WARNING):
        assert _opened().get("chevaux") == "cheval"
    assert "No space left" in caplog.text
    assert not list(folder.iterdir())

"""A dictionary is read in part, and says of every word what the whole of it says."""

from itertools import islice
from pathlib import Path

import pytest
from simplemma.strategies.dictionaries import StreamDictionaryFactory

from storybot.text.analysis.dictionaries import lemmas
from storybot.text.analysis.dictionaries.packed_dictionary import PackedDictionary

_HEADER = b"SMFC1\x00\x83\x01"
_RECORDS = b"".join((
    b"\x00\x02ab\xff\x01x",  # ab: x, written whole
    b"\x02\x01c\xfe",  # abc: as before
    b"\x00\x01b\xfe",  # b: as before, of other first letters
    b"\x01\x03ore\x01\x02ed",  # bore: bored, the form without its last letter and an end
))  # fmt: skip


@pytest.mark.parametrize("language", ["de", "fr", "ru"])
def test_words_are_what_simplemma_says(language: str) -> None:
    """Listed words of all parts of the dictionary, and those beside them, that may not be."""
    data = lemmas._unpacked(lemmas._source(language))
    ours = PackedDictionary(data, letter=2 if language == "ru" else 1)
    theirs = StreamDictionaryFactory().get_dictionary(language)
    listed = islice(theirs, 0, None, 499)
    words = [near for word in listed for near in (word, word[:-1], word + "q", word.upper())]
    assert [ours.get(word) for word in words] == [theirs.get(word) for word in words]


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("ab", "x"),
        ("abc", "x"),
        ("b", "x"),
        ("bore", "bored"),
        ("", None),
        ("a", None),
        ("abd", None),
        ("bor", None),
        ("c", None),
    ],
)
def test_records_are_read_by_those_before(word: str, lemma: str | None) -> None:
    """Form and lemma may be told by the record before, also where the first letters change."""
    assert PackedDictionary(_HEADER + _RECORDS).get(word) == lemma


def test_a_dictionary_may_be_empty() -> None:
    """Then it lists no word."""
    assert PackedDictionary(b"SMFC1\x00\x00").get("word") is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SMFC2\x00\x04" + _RECORDS,
        b"SMFC1\x01\x04" + _RECORDS,  # forms are written backwards
        _HEADER + _RECORDS[:-1],
        _HEADER + _RECORDS + b"\x00",
        _HEADER + b"\x00\x80\x01" + b"a" * 128 + b"\xfe",  # a length of two bytes
    ],
)
def test_another_format_is_refused(data: bytes) -> None:
    """Whatever cannot be read to its end is left to simplemma."""
    with pytest.raises(ValueError, match="dictionary"):
        PackedDictionary(data)


@pytest.mark.parametrize("error", [FileNotFoundError, ValueError])
def test_simplemma_reads_what_is_kept_in_another_way(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """A release that has the files elsewhere, or in another format, takes longer but works."""

    def kept(language: str, source: Path) -> lemmas.Forms:
        raise error(language)

    monkeypatch.setattr(lemmas, "_kept", kept)
    read = lemmas.dictionary.__wrapped__("fr")
    assert read.get("chevaux") == "cheval"

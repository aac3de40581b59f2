"""Texts of every language of the interface in the encodings that were usual for it."""

import json
from pathlib import Path

import pytest

from storybot.ingest.reading import read_all

_NEWSROOM = Path(__file__).parents[3] / "fitting" / "newsroom"
_USUAL = {
    "koi8-u": "ru uk",
    "cp1251": "ru uk",
    "mac-cyrillic": "ru uk",
    "cp1250": "de",
    "cp1252": "de en es fr",
    "cp1254": "de es fr tr",
    "mac-roman": "de en es fr",
    "mac-turkish": "tr",
}


def articles(language: str) -> list[str]:
    """Return the texts of some articles in a language."""
    found = [json.loads(p.read_text("utf-8")) for p in sorted(_NEWSROOM.glob(f"{language}-*.json"))]
    return ["\n\n".join([one["title"], *one["paragraphs"]]) for one in found[:4]]


@pytest.mark.parametrize(
    ("encoding", "language"),
    [(encoding, language) for encoding, of in _USUAL.items() for language in of.split()],
)
def test_an_old_encoding_is_read_and_shown_as_a_guess(encoding: str, language: str) -> None:
    """The text is right, and the moderator sees a sample of it with letters that would tell."""
    read = 0
    for text in articles(language):
        written = text.encode(encoding, "replace")
        if written.isascii():
            continue
        [article] = read_all(written, name="a.txt", source="a.txt").articles
        last = written.decode(encoding).split("\n\n")[-1]
        [note] = [note for note in article.notes if note.code == "guessed_encoding"]
        assert any(not letter.isascii() for letter in note.values["sample"])
        assert note.values["sample"] in " ".join(written.decode(encoding).split())
        assert last in article.document.text
        read += 1
    assert read >= 2

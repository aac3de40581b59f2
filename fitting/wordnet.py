"""WordNet's files, read: synsets, and how common each word's senses are."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PARTS = ("noun", "verb", "adj", "adv")
_PART_OF = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
_RARE = 9
"""Rank of a sense that a word does not have."""

SynsetId = tuple[str, str]


class Pointer(NamedTuple):
    """A relation to another synset; where it is one of words, their indexes in both."""

    symbol: str
    synset: SynsetId
    words: tuple[int, int] | None


class Synset(NamedTuple):
    """Words of one meaning."""

    words: list[str]
    pointers: list[Pointer]


class WordNet:
    """The synsets of a folder of WordNet's own files."""

    def __init__(self, folder: Path) -> None:
        self.synsets = {
            (part, fields[0]): _synset(fields)
            for part in _PARTS
            for fields in _lines(folder / f"data.{part}")
        }
        self.attested: set[str] = set()
        """Words that WordNet's own tagged texts hold."""
        self._ranks: dict[tuple[str, SynsetId], int] = {}
        for part in _PARTS:
            for fields in _lines(folder / f"index.{part}"):
                self._read_word(part, fields)

    def rank(self, word: str, synset: SynsetId) -> int:
        """Return how many senses of a word are more common than this one."""
        return self._ranks.get((word, synset), _RARE)

    def _read_word(self, part: str, fields: list[str]) -> None:
        pointers = int(fields[3])
        if int(fields[5 + pointers]) > 0:
            self.attested.add(fields[0])
        for rank, offset in enumerate(fields[6 + pointers :]):
            self._ranks[fields[0], (part, offset)] = rank


def _lines(path: Path) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith(" "):
            yield line.partition("|")[0].split()


def _synset(fields: list[str]) -> Synset:
    count = int(fields[3], base=16)
    words = [fields[4 + 2 * i].partition("(")[0].lower() for i in range(count)]
    at = 4 + 2 * count
    starts = range(at + 1, at + 1 + 4 * int(fields[at]), 4)
    return Synset(words, [_pointer(*fields[start : start + 4]) for start in starts])


def _pointer(symbol: str, offset: str, part: str, ends: str) -> Pointer:
    here, there = bytes.fromhex(ends)
    words = (here - 1, there - 1) if here else None
    return Pointer(symbol, (_PART_OF[part], offset), words)

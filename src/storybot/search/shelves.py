"""Words by first letter and length: where the speller looks for those that are near a word."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

_SHORTEST, _LONGEST = 4, 40
"""Letters of the words that are kept; shorter ones are near everything."""
_EXCHANGED = {letter: row[0] for row in ("ckqx", "szc", "vwf", "ijy") for letter in row[1:]}
"""Maps a first letter to its shelf: transliterations exchange them."""
_FEW = 64
"""Words of which each is compared in less time than it takes to leave some of them out."""
_TERMS = 256
"""Words of which the letters are remembered, until all shelves were looked at."""
_LATIN = 26
_BITS = 64

Letters = NDArray[np.uint64]
"""For each word the set of its letters: a bit each from a to z, one for some of the others."""


class Shelf:
    """The words of a shelf, all of one length, as one text: a list takes five times the memory."""

    def __init__(self, text: str = "", length: int = 1) -> None:
        """Take the words of so many letters that a text consists of."""
        self._text, self._length = text, length
        self._size = len(text) // length

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """Return words, all of one length, as a shelf."""
        return cls("".join(words), len(words[0])) if words else cls()

    def __len__(self) -> int:
        """Count the words."""
        return self._size

    def __iter__(self) -> Iterator[str]:
        """Yield the words."""
        return iter(self._words(range(self._size)))

    def near(self, term: str, edits: int, same: Sequence[str] = ()) -> list[str]:
        """Return all words that are within so many edits of a term, and few others.

        An edit brings in one letter at most and takes away one, so a word with more letters that
        the term does not have, or the other way round, is further off. Of each group of letters
        from a to z in ``same``, a word has one if the term has, or it is left out.
        """
        if self._size <= _FEW:
            return list(self)
        letters, own, longer = self._letters, _letters_of(term), self._length - len(term)
        alike = _letters_of("".join([group for group in same if len(group) == 1]))
        others = edits - max(-longer, 0)
        # All words are looked at only once, for what leaves out the most of them.
        if alike:
            rows = (letters & alike == own & alike).nonzero()[0]
        else:
            rows = (np.bitwise_count(letters & ~own) <= others).nonzero()[0]
        letters = letters[rows]
        found = np.bitwise_count(letters & ~own) <= others
        found &= np.bitwise_count(own & ~letters) <= edits - max(longer, 0)
        for group in same:
            some = _letters_of(group)
            found &= (letters & some != 0) == bool(own & some)
        return self._words(rows[found].tolist())

    def _words(self, rows: Iterable[int]) -> list[str]:
        text, length = self._text, self._length
        return [text[at * length : (at + 1) * length] for at in rows]

    @cached_property
    def _letters(self) -> Letters:
        return _letters(self._text, self._length)


@lru_cache(_TERMS)
def _letters_of(word: str) -> np.uint64:
    """Return the set of letters of a word, which is compared with many shelves."""
    return np.uint64(_letters(word, len(word))[0]) if word else np.uint64(0)


def _letters(text: str, length: int) -> Letters:
    """Return the sets of letters of the words of so many letters that a text consists of."""
    octets = text.encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(octets, dtype="<u4").reshape(-1, length)
    found = np.zeros(len(codes), np.uint64)
    for column in codes.T:
        latin = column - ord("a")  # of letters before it, far above all
        bits = np.where(latin < _LATIN, latin, column % (_BITS - _LATIN) + _LATIN)
        found |= np.uint64(1) << bits.astype(np.uint64)
    return found


class TermShelves(Protocol):
    """The distinct terms of an index, at hand by first letter and length."""

    def shelf(self, letter: str, length: int) -> Shelf:
        """Return the terms of so many letters whose first one is filed under ``letter``."""
        ...


def filed(letter: str) -> str:
    """Return the letter under which words that begin with a letter are filed."""
    return _EXCHANGED.get(letter, letter)


def letters_filed(letter: str) -> list[str]:
    """Return the letters that are filed under one."""
    return [each for each in dict.fromkeys((letter, *_EXCHANGED)) if filed(each) == letter]


def is_shelved(term: str) -> bool:
    """Tell whether a term is a word that another may be a misspelling of."""
    return _SHORTEST <= len(term) <= _LONGEST and term.isalpha()


class Shelves:
    """A vocabulary in memory, sorted at the first look."""

    def __init__(self, terms: Callable[[], Iterable[str]]) -> None:
        """Take what returns the terms, each of them once."""
        self._terms = terms
        self._shelves: dict[tuple[str, int], Shelf] | None = None

    def shelf(self, letter: str, length: int) -> Shelf:
        """Return the words of a shelf; see `TermShelves.shelf`."""
        if self._shelves is None:
            words = defaultdict[tuple[str, int], list[str]](list)
            for term in filter(is_shelved, self._terms()):
                words[filed(term[0]), len(term)].append(term)
            self._shelves = {key: Shelf.of(found) for key, found in words.items()}
        return self._shelves.get((letter, length)) or Shelf()

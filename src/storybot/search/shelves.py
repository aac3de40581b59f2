"""Words by first letter and length: where the speller looks for those that are near a word."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

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


class Shelf(list[str]):
    """The words of a shelf, all of one length."""

    def near(self, term: str, edits: int, same: Sequence[str] = ()) -> list[str]:
        """Return all words that are within so many edits of a term, and few others.

        An edit brings in one letter at most and takes away one, so a word with more letters that
        the term does not have, or the other way round, is further off. Of each group of letters
        from a to z in ``same``, a word has one if the term has, or it is left out.
        """
        if len(self) <= _FEW:
            return self
        longer = len(self[0]) - len(term)
        letters, own = self._letters, _letters_of(term)
        found = np.bitwise_count(letters & ~own) <= edits - max(-longer, 0)
        found &= np.bitwise_count(own & ~letters) <= edits - max(longer, 0)
        rows = found.nonzero()[0]
        for group in same:
            some = _letters_of(group)
            rows = rows[(letters[rows] & some != 0) == bool(own & some)]
        return [self[at] for at in rows.tolist()]

    @cached_property
    def _letters(self) -> Letters:
        return _letters(self)


@lru_cache(_TERMS)
def _letters_of(word: str) -> np.uint64:
    """Return the set of letters of a word, which is compared with many shelves."""
    (found,) = _letters([word])
    return np.uint64(found)


def _letters(words: list[str]) -> Letters:
    """Return the sets of letters of words, all of one length."""
    octets = "".join(words).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(octets, dtype="<u4").reshape(len(words), -1)
    latin = codes - ord("a")  # of letters before it, far above all
    bits = np.where(latin < _LATIN, latin, codes % (_BITS - _LATIN) + _LATIN)
    found: Letters = np.bitwise_or.reduce(np.uint64(1) << bits.astype(np.uint64), axis=1)
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
            shelves = defaultdict[tuple[str, int], Shelf](Shelf)
            for term in filter(is_shelved, self._terms()):
                shelves[filed(term[0]), len(term)].append(term)
            self._shelves = dict(shelves)
        return self._shelves.get((letter, length)) or Shelf()

"""Words by first letter and length: where the speller looks for those that are near a word."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

_SHORTEST, _LONGEST = 4, 40
"""Letters of the words that are kept; shorter ones are near everything."""
_EXCHANGED = {letter: row[0] for row in ("ckqx", "szc", "vwf", "ijy") for letter in row[1:]}
"""Maps a first letter to its shelf: transliterations exchange them."""


class TermShelves(Protocol):
    """The distinct terms of an index, at hand by first letter and length."""

    def shelf(self, letter: str, length: int) -> Sequence[str]:
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
        self._shelves: dict[tuple[str, int], list[str]] | None = None

    def shelf(self, letter: str, length: int) -> Sequence[str]:
        """Return the words of a shelf; see `TermShelves.shelf`."""
        if self._shelves is None:
            shelves = defaultdict(list)
            for term in filter(is_shelved, self._terms()):
                shelves[filed(term[0]), len(term)].append(term)
            self._shelves = dict(shelves)
        return self._shelves.get((letter, length), ())

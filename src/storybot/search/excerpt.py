"""Sentences as columns: all that ranking needs of them, without an object for each.

Words are numbers of one table, and what is known of a word is bits; where a sentence stands is two
offsets. Texts are not here: they are cut from the article when a sentence is quoted.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from storybot.model.passages import PassageId

Ints = NDArray[np.integer[Any]]

STOP = 1 << 30
"""Bit of a stop word; the bits below are the word's marks, in their order."""
CLAUSE = 1 << 29
"""Bit of the first word of a clause, but the sentence's first."""
MARK_BITS = CLAUSE - 1


class Excerpt(NamedTuple):
    """Some passages as columns, each followed by the one that continues it, if that is there."""

    id: Ints
    document: Ints
    """Number of the word that is the document's id."""
    version: Ints
    language: Ints
    """Number of the word that is the language's code."""
    position: Ints
    """Sentences of the passage's first paragraph in the passage before."""
    first: Ints
    """Index of each passage's first sentence, and the number of all."""
    titles: Ints
    """The words of the titles, one passage after the other."""
    titles_from: Ints
    sentences: Ints
    """A row for each: see `SentenceField`."""
    words: Ints
    """The number of each word, sentence by sentence."""
    bits: Ints
    words_from: Ints
    """Index of each sentence's first word, and the number of all."""
    fillers: Ints
    """A row for each: kind, first word, the word after its last, number of what it is of or -1."""
    fillers_from: Ints


class SentenceField:
    """The columns of `Excerpt.sentences`."""

    START, END, PARAGRAPH, PATTERNS, TEXT_HIGH, TEXT_LOW, WORDS, FILLERS = range(8)
    ALL = 8


class Sentences(Protocol):
    """The sentences of passages that a search found, or of all."""

    def read(self, ids: Sequence[PassageId]) -> Excerpt:
        """Return those of the passages that are there, and the ones that continue them."""
        ...

    def numbers(self, words: Sequence[str]) -> Ints:
        """Return the number of each word, -1 where no sentence has it."""
        ...

    def texts(self, numbers: Ints) -> list[str]:
        """Return the words of numbers."""
        ...

    def beginnings(self, numbers: Ints) -> Ints:
        """Return for each word what `beginning` returns for it."""
        ...


_BEGINNING = 4


@lru_cache(2_048)
def beginning(word: str) -> int:
    """Return a number that words with the same first letters share; 0 for a shorter word."""
    if len(word) < _BEGINNING:
        return 0
    return int.from_bytes(word[:_BEGINNING].encode("utf-32-le", "surrogatepass"), "little") % _PRIME


def beginnings(words: Sequence[str]) -> NDArray[np.int32]:
    """Return the `beginning` of each of many words, in less time.

    It is the number that the codes of the first letters are to the base 2^32, first the lowest,
    modulo a prime.
    """
    long = [len(word) >= _BEGINNING for word in words]
    letters = "".join(
        [word[:_BEGINNING] for word, is_long in zip(words, long, strict=True) if is_long]
    )
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), "<u4")
    rows = codes.reshape(-1, _BEGINNING).astype(np.uint64)
    found = np.zeros(len(rows), np.uint64)
    for column in rows.T[::-1]:
        found = ((found << np.uint64(32)) + column) % np.uint64(_PRIME)
    all_found = np.zeros(len(words), np.int32)
    all_found[long] = found
    return all_found


_PRIME = 2**31 - 1
_TWO = Struct("<ii")


def text_digest(text: str) -> tuple[int, int]:
    """Return two numbers that only the same text has."""
    found = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    high, low = _TWO.unpack(found)
    return high, low

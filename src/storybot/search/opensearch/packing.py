"""Pack a passage into a few hundred bytes: its terms, and its sentences as columns.

Words are numbers into the passage's own list. The values are those of the embedded index's columns
(`storybot.search.embedded.sentences.columns`), so that ranking reads both alike.
"""

import json
import struct
import zlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from storybot.search.embedded.postings import Ints
from storybot.search.embedded.sentences.columns import Arrays, encode
from storybot.search.excerpt import STOP, SentenceField, beginning
from storybot.search.index import IndexEntry

_HEADER = struct.Struct("<q7i")
"""The id, then numbers of values: words, own terms, sentences, tokens, fillers, titles, about."""
_OWN = -1
"""Number of own terms where they follow from the sentences."""
_FAST = 1
_ABOUT, _OF_FILLER = 5, 4


class _Numbers(dict[str, int]):
    """The number of each word of a passage; a new one gets the next."""

    def __missing__(self, word: str) -> int:
        """Give a new word its number."""
        number = self[word] = len(self)
        return number


class PackedPassage(NamedTuple):
    """A passage, unpacked as far as its score needs it."""

    id: int
    words: list[str]
    """Its distinct words."""
    terms: Ints
    """The number of each term among the words."""
    rest: tuple[int, ...]
    """Numbers of sentences, tokens, fillers, titles and values about it."""
    values: Ints
    """What follows the words' beginnings and its own terms."""
    beginnings: Ints

    def frequencies(self, wanted: Mapping[str, int]) -> dict[int, int]:
        """Return how often terms occur in it, by the numbers that they are wanted under."""
        found = {i: wanted[word] for i, word in enumerate(self.words) if word in wanted}
        return {name: int((self.terms == i).sum()) for i, name in found.items()}

    def arrays(self) -> Arrays | None:
        """Return its sentences as columns of its own word numbers; None if it has none."""
        sentences, tokens, fillers, titles, about = self.rest
        if not about:
            return None
        sizes = (about, sentences * SentenceField.ALL, tokens, tokens, fillers * _OF_FILLER, titles)
        cuts = np.cumsum(sizes)
        one, rows, words, bits, filled, title = np.split(self.values, cuts[:-1])
        return Arrays(
            np.array([self.id], np.int64),
            one.reshape(1, _ABOUT),
            np.array([[sentences, tokens, fillers, titles]], np.int64),
            rows.reshape(-1, SentenceField.ALL),
            words,
            bits,
            filled.reshape(-1, _OF_FILLER),
            title,
        )


def pack(entry: IndexEntry) -> bytes:
    """Pack a passage."""
    numbers = _Numbers()
    parts: list[Ints] = []
    sentences = tokens = fillers = titles = about = 0
    own = np.array([numbers[term] for term in entry.terms], np.int32)
    if entry.passage is not None:
        numbers.clear()
        arrays = encode([entry.passage], numbers)
        parts = [arrays.passages, arrays.sentences, arrays.words, arrays.bits, arrays.fillers,
                 arrays.titles]  # fmt: skip
        sentences, tokens = len(arrays.sentences), len(arrays.words)
        fillers, titles, about = len(arrays.fillers), len(arrays.titles), _ABOUT
        own = np.array([numbers[term] for term in entry.terms], np.int32)
        if np.array_equal(own, arrays.words[arrays.bits & STOP == 0]):
            own = own[:0]
            count = _OWN
        else:
            count = len(own)
    else:
        count = len(own)
    words = list(numbers)
    beginnings = np.array([beginning(word) for word in words], np.int32)
    flat = [np.ascontiguousarray(part, np.int32).reshape(-1) for part in (beginnings, own, *parts)]
    header = _HEADER.pack(entry.id, len(words), count, sentences, tokens, fillers, titles, about)
    text = json.dumps(words, separators=(",", ":")).encode()
    return zlib.compress(header + b"".join(part.tobytes() for part in flat) + text, _FAST)


def unpack(packed: bytes) -> PackedPassage:
    """Unpack a passage.

    Raises:
        ValueError: it is damaged.
    """
    try:
        octets = zlib.decompress(packed)
        id, count, own, *rest = _HEADER.unpack_from(octets)
        sentences, tokens, fillers, titles, about = rest
        of_sentences = about + sentences * SentenceField.ALL + 2 * tokens
        size = count + max(own, 0) + of_sentences + fillers * _OF_FILLER + titles
        numbers = np.frombuffer(octets, np.int32, size, _HEADER.size)
        words = json.loads(octets[_HEADER.size + 4 * size :])
    except (zlib.error, struct.error) as error:
        raise ValueError(f"a passage cannot be unpacked: {error}") from error
    values = numbers[count + max(own, 0) :]
    if own == _OWN:
        start = about + sentences * SentenceField.ALL
        tokens_, bits = values[start : start + tokens], values[start + tokens : start + 2 * tokens]
        terms = tokens_[bits & STOP == 0]
    else:
        terms = numbers[count : count + own]
    return PackedPassage(id, words, terms, tuple(rest), values, numbers[:count])

"""Pack the sentences of a passage into a few hundred bytes: as columns.

Words are numbers into the passage's own list. The values are those of the embedded index's columns
(`storybot.search.embedded.sentences.columns`), so that ranking reads both alike.
"""

import json
import struct
import zlib
from typing import NamedTuple

import numpy as np

from storybot.model.passages import Passage
from storybot.search.embedded.postings import Ints
from storybot.search.embedded.sentences.columns import Arrays, encode
from storybot.search.excerpt import SentenceField, beginnings

_HEADER = struct.Struct("<q5i")
"""The id, then numbers of: words, sentences, tokens, fillers, title words."""
_FAST = 1
_ABOUT, _OF_FILLER = 5, 4


class _Numbers(dict[str, int]):
    """The number of each word of a passage; a new one gets the next."""

    def __missing__(self, word: str) -> int:
        """Give a new word its number."""
        number = self[word] = len(self)
        return number


class PackedPassage(NamedTuple):
    """The sentences of a passage, unpacked as far as that is quick."""

    words: list[str]
    """Its distinct words."""
    beginnings: Ints
    """The `beginning` of each."""
    arrays: Arrays
    """Its columns, in its own numbers of words."""


def pack(passage: Passage) -> bytes:
    """Pack the sentences of a passage."""
    numbers = _Numbers()
    arrays = encode([passage], numbers)
    parts = [arrays.passages, arrays.sentences, arrays.words, arrays.bits, arrays.fillers,
             arrays.titles]  # fmt: skip
    words = list(numbers)
    flat = [
        np.ascontiguousarray(part, np.int32).reshape(-1) for part in (beginnings(words), *parts)
    ]
    sizes = [len(arrays.sentences), len(arrays.words), len(arrays.fillers), len(arrays.titles)]
    header = _HEADER.pack(passage.id, len(words), *sizes)
    text = json.dumps(words, separators=(",", ":"), ensure_ascii=False)
    numbered = header + b"".join(part.tobytes() for part in flat)
    return zlib.compress(numbered + text.encode("utf-8", "surrogatepass"), _FAST)


def unpack(packed: bytes) -> PackedPassage:
    """Unpack the sentences of a passage.

    Raises:
        ValueError: they are damaged.
    """
    try:
        octets = zlib.decompress(packed)
        id, count, sentences, tokens, fillers, titles = _HEADER.unpack_from(octets)
        about = count + _ABOUT
        rows = about + sentences * SentenceField.ALL
        words, bits = rows + tokens, rows + 2 * tokens
        filled = bits + fillers * _OF_FILLER
        values = np.frombuffer(octets, np.int32, filled + titles, _HEADER.size)
        text = octets[_HEADER.size + 4 * (filled + titles) :].decode("utf-8", "surrogatepass")
    except (zlib.error, struct.error) as error:
        raise ValueError(f"a passage cannot be unpacked: {error}") from error
    arrays = Arrays(
        np.array([id], np.int64),
        values[count:about].reshape(1, _ABOUT),
        np.array([[sentences, tokens, fillers, titles]], np.int64),
        values[about:rows].reshape(-1, SentenceField.ALL),
        values[rows:words],
        values[words:bits],
        values[bits:filled].reshape(-1, _OF_FILLER),
        values[filled:],
    )
    return PackedPassage(json.loads(text), values[:count], arrays)

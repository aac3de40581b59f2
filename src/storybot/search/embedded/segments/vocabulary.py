"""The words of a merged segment, as arrays that can be mapped."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np

from storybot.search.embedded.postings import Ints, stretches

_BYTE = 8
"""Bits of a first octet, and of a number of letters; longer words count as the longest."""

_FOLLOWING_BITS, _FOLLOWING = 0xC0, 0x80
"""The highest two bits of an octet, and which they are where UTF-8 continues a letter."""


class WordList(NamedTuple):
    """Words by row, and their rows by checksum."""

    letters: Ints
    """The words in UTF-8, concatenated."""
    starts: Ints
    """The start of each row's word, and the end of the last one."""
    checksums: Ints
    """CRC-32 of the words, ascending."""
    rows: Ints
    """The row of each checksum's word."""


class Vocabulary:
    """Maps words to rows; the row of a word stays when others are added."""

    def __init__(self, words: WordList | None = None) -> None:
        self.words = words or WordList(
            np.empty(0, dtype=np.uint8),
            np.zeros(1, dtype=np.int64),
            np.empty(0, dtype=np.uint32),
            np.empty(0, dtype=np.int32),
        )
        self._letters = self.words.letters.data
        self._found: dict[str, int] = {}

    def __len__(self) -> int:
        """Count the words."""
        return len(self.words.rows)

    def __iter__(self) -> Iterator[str]:
        """Yield the words by row."""
        letters = self.words.letters.tobytes()
        for begin, end in pairwise(self.words.starts.tolist()):
            yield letters[begin:end].decode("utf-8", "surrogatepass")

    def find(self, word: str) -> int | None:
        """Return the row of a word."""
        row = self._found.get(word)
        if row is None:
            row = self._search(_encode(word))
            # Unknown words are not cached: users may ask for any number of them.
            if row is not None:
                self._found[word] = row
        return row

    def find_all(self, words: Sequence[str]) -> list[int | None]:
        """Return the row of each word, None for one that is not there; in fewer steps than one."""
        return self._rows([_encode(word) for word in words]) if len(self) else [None] * len(words)

    def texts(self, rows: Sequence[int] | Ints) -> list[str]:
        """Return the words of rows."""
        some = np.asarray(rows, np.int64)
        starts, ends = self.words.starts[some].tolist(), self.words.starts[some + 1].tolist()
        letters = self._letters
        return [
            str(letters[start:stop], "utf-8", "surrogatepass")
            for start, stop in zip(starts, ends, strict=True)
        ]

    def beginning_with(self, octets: AbstractSet[int], letters: int) -> str:
        """Return the words of so many letters whose first octet is one of these, as one text."""
        keys, rows = self._by_beginning
        wanted = [octet << _BYTE | letters for octet in octets]
        edges = keys.searchsorted(np.array([wanted, [key + 1 for key in wanted]], keys.dtype))
        some = rows[stretches(edges[0], edges[1] - edges[0])]
        starts = self.words.starts[some]
        places = stretches(starts, self.words.starts[some + 1] - starts)
        return str(self.words.letters[places].data, "utf-8", "surrogatepass")

    @cached_property
    def _by_beginning(self) -> tuple[Ints, Ints]:
        """The first octet and the letters of each word, as one number in order, with its row."""
        octets, starts = self.words.letters, self.words.starts
        rows = np.flatnonzero(starts[1:] > starts[:-1])
        begins = starts[rows]
        first = (octets & _FOLLOWING_BITS != _FOLLOWING).view(np.uint8)
        counts = np.add.reduceat(first, begins, dtype=np.int32)
        keys = octets[begins].astype(np.uint16) << _BYTE
        keys |= np.minimum(counts, (1 << _BYTE) - 1).astype(np.uint16)
        order = keys.argsort(kind="stable")
        return keys[order], rows[order].astype(np.int32)

    def extended(self, new: Sequence[str]) -> tuple["Vocabulary", Ints]:
        """Return a vocabulary with these words added, and the row of each of them."""
        encoded = [_encode(word) for word in new]
        found = self._rows(encoded) if len(self) else [None] * len(new)
        missing = [word for word, row in zip(encoded, found, strict=True) if row is None]
        rows = np.array([-1 if row is None else row for row in found], dtype=np.int64)
        rows[rows < 0] = np.arange(len(self), len(self) + len(missing))
        return Vocabulary(self._joined(missing)), rows

    def _rows(self, words: Sequence[bytes]) -> list[int | None]:
        """Look up many words at once, one by one only if they share a checksum."""
        _, starts, checksums, rows = self.words
        wanted = _checksums(words)
        at = checksums.searchsorted(wanted)
        likely = rows.take(at, mode="clip")
        found: list[int | None] = [None] * len(words)
        known = (checksums.take(at, mode="clip") == wanted).nonzero()[0].tolist()
        begins, ends = starts[likely].tolist(), starts[likely + 1].tolist()
        for place, row in zip(known, likely[known].tolist(), strict=True):
            same = self._letters[begins[place] : ends[place]] == words[place]
            found[place] = row if same else self._search(words[place])
        return found

    def _joined(self, words: Sequence[bytes]) -> WordList:
        old = self.words
        ends = old.starts[-1] + np.cumsum([len(word) for word in words], dtype=np.int64)
        checksums = np.concatenate([old.checksums, _checksums(words)])
        rows = np.concatenate([old.rows, np.arange(len(self), len(self) + len(words))])
        order = checksums.argsort(kind="stable")
        letters = np.frombuffer(b"".join(words), dtype=np.uint8)
        return WordList(
            np.concatenate([old.letters, letters]),
            np.concatenate([old.starts, ends]),
            checksums[order],
            rows[order].astype(np.int32),
        )

    def _search(self, word: bytes) -> int | None:
        _, starts, checksums, rows = self.words
        checksum = np.uint32(crc32(word))
        at = int(checksums.searchsorted(checksum))
        while at < len(checksums) and checksums[at] == checksum:
            row = int(rows[at])
            if self._letters[starts[row] : starts[row + 1]] == word:
                return row
            at += 1
        return None


def _encode(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")


def _checksums(words: Sequence[bytes]) -> Ints:
    return np.fromiter(map(crc32, words), dtype=np.uint32, count=len(words))

"""Read simplemma's dictionaries of forms where they are packed, in part.

A dictionary is a run of records in the order of their forms. Each says how many bytes its form
shares with the one before, then the other bytes, then the lemma in the same manner. So a record is
read after those before it, and to read a million takes a second. But to pass over records takes
only their lengths, which a pattern does twenty times as fast. It finds where the first letters
change: there the forms are read when the dictionary is opened, and all others when a word is looked
up among them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from mmap import mmap
from typing import NamedTuple

_HEADER = re.compile(rb"SMFC1\x00[\x80-\xff]*[\x00-\x7f]")
"""Name of the format, no flags, and the number of records."""
_SAME, _WHOLE = 254, 255
"""In place of how much of the form is cut to make the lemma: nothing is new, or everything."""
_LETTERS = 4
"""First letters by which forms are found."""
_SMALL = 512
"""Bytes up to which the records with the same first letters are read from the first."""
_STEP = 32
"""Of more records, one in so many is remembered."""

_RUN = b"(?:" + b"|".join(b"\\x%02x.{%d}" % (length, length) for length in range(128)) + b")"
"""A length of one byte, and so many bytes."""
_REST = _RUN + b"(?:\\xfe|[^\\xfe]" + _RUN + b")"
"""A record without its first byte, which is the number of bytes that its form shares."""


class Seed(NamedTuple):
    """What a record is read by: where it begins, and the form and lemma before it."""

    start: int
    form: bytes
    lemma: bytes


class PackedDictionary:
    """A dictionary of form to lemma; thread-safe."""

    def __init__(self, data: bytes, letter: int = 1) -> None:
        """Open an unpacked file of simplemma's, of letters of so many bytes mostly.

        Raises `ValueError` if it is in another format.
        """
        header = _HEADER.match(data)
        if header is None:
            raise ValueError("no dictionary in the format SMFC1 that is read from the left")
        self.data = data
        self._begin = header.end()
        self._starts: list[int] = []
        self._firsts: list[bytes] = []
        self._groups: dict[int, tuple[list[bytes], list[Seed]]] = {}
        alike = b"(?:[\\x%02x-\\x7f]%s)*+" % (_LETTERS * letter, _REST)
        pass_over = re.compile(b"[^\\x80-\\xff]" + _REST + alike, re.DOTALL).match
        at, form = header.end(), b""
        while at < len(data):
            group = pass_over(data, at)
            if group is None:
                raise ValueError("a dictionary that is cut short, or has longer words than any")
            form = form[: data[at]] + data[at + 2 : at + 2 + data[at + 1]]
            self._starts.append(at)
            self._firsts.append(form)
            at = group.end()

    def records(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield all records: where each begins, its form and its lemma."""
        return records(self.data, Seed(self._begin, b"", b""))

    def get(self, word: str) -> str | None:
        """Return the lemma of a form; None if it is not listed."""
        form = word.encode()
        at = bisect_right(self._firsts, form) - 1
        if at < 0:
            return None
        for _, other, lemma in records(self.data, self._nearest(at, form)):
            if other >= form:
                return lemma.decode() if other == form else None
        return None

    def _nearest(self, at: int, form: bytes) -> Seed:
        """Return from where to read to a form of a group."""
        if self._end(at) - self._starts[at] <= _SMALL:
            return self._seed(at)
        if at not in self._groups:
            self._groups[at] = self._steps(at)
        forms, seeds = self._groups[at]
        return seeds[bisect_right(forms, form) - 1]

    def _steps(self, at: int) -> tuple[list[bytes], list[Seed]]:
        """Return some forms of a group, and what each is read by."""
        before, end = self._seed(at), self._end(at)
        forms: list[bytes] = []
        seeds: list[Seed] = []
        for i, (start, form, lemma) in enumerate(records(self.data, before)):
            if start >= end:
                break
            if i % _STEP == 0:
                forms.append(form)
                seeds.append(before._replace(start=start))
            before = Seed(start, form, lemma)
        return forms, seeds

    def _seed(self, at: int) -> Seed:
        """Return what the first record of a group is read by.

        Of the form before it takes the bytes that are its own as well.
        """
        start, form = self._starts[at], self._firsts[at]
        lemma = b""
        if at and self.data[start + 2 + self.data[start + 1]] == _SAME:
            for other, _, found in records(self.data, self._seed(at - 1)):
                if other >= start:
                    break
                lemma = found
        return Seed(start, form, lemma)

    def _end(self, at: int) -> int:
        return self._starts[at + 1] if at + 1 < len(self._starts) else len(self.data)


def records(data: bytes | mmap, seed: Seed) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the records from one on: where each begins, its form and its lemma."""
    at, form, lemma = seed
    while at < len(data):
        start = at
        at += 2 + data[at + 1]
        form = form[: data[start]] + data[start + 2 : at]
        cut = data[at]
        at += 1
        if cut != _SAME:
            new = at + 1
            at = new + data[at]
            lemma = data[new:at] if cut == _WHOLE else form[: len(form) - cut] + data[new:at]
        yield start, form, lemma

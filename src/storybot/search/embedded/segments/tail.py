"""The mutable part of the index: additions are searchable at once."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from storybot.search.embedded.postings import Ints, Postings, Run, grown, starts_of, stretches
from storybot.search.embedded.scoring.shape_weights import Shapes
from storybot.search.embedded.segments.membership import Membership
from storybot.search.index import IndexEntry

_NARROW = 2**16
"""Shapes below this number fit two bytes."""


class Rows(dict[str, int]):
    """The row of each term; an unknown term gets the next one."""

    def __missing__(self, term: str) -> int:
        """Give a new term its row."""
        row = self[term] = len(self)
        return row


class Batch(NamedTuple):
    """Passages as arrays, before they are part of a segment; numbered from 0."""

    ids: Ints
    lengths: Ints
    run: Run


def encode(entries: Sequence[IndexEntry], rows: Rows, shapes: Shapes) -> Batch:
    """Count the terms of passages."""
    lengths = np.array([len(entry.terms) for entry in entries], dtype=np.int64)
    terms = chain.from_iterable(entry.terms for entry in entries)
    bits = len(entries).bit_length()
    keys = np.array(list(map(rows.__getitem__, terms)), dtype=np.int64) << bits
    keys |= np.repeat(np.arange(len(entries)), lengths)
    keys.sort()
    first = _changes(keys)
    frequencies = np.diff(first, append=len(keys))
    keys = keys[first]
    numbers = keys & ((1 << bits) - 1)
    run = _run(keys >> bits, numbers, _shapes(frequencies, numbers, lengths, shapes))
    ids = np.array([entry.id for entry in entries], dtype=np.int64)
    return Batch(ids, lengths.astype(np.int32), run)


def _shapes(frequencies: Ints, numbers: Ints, lengths: Ints, shapes: Shapes) -> Ints:
    """Return the shape of each posting; most terms occur once in their passage."""
    once, repeated = numbers[frequencies == 1], (frequencies > 1).nonzero()[0]
    holders = np.zeros(len(lengths), dtype=np.bool_)
    holders[once] = True
    of_single = np.zeros(len(lengths), dtype=np.int64)
    of_single[holders] = shapes.number(np.ones(holders.sum(), dtype=np.int64), lengths[holders])
    found: Ints = of_single[numbers]
    found[repeated] = shapes.number(frequencies[repeated], lengths[numbers[repeated]])
    return found


def _run(rows: Ints, numbers: Ints, shapes: Ints) -> Run:
    first = _changes(rows)
    counts = np.diff(first, append=len(rows))
    return Run(rows[first], counts, numbers.astype(np.int32), _narrowed(shapes))


def _changes(ascending: Ints) -> Ints:
    """Return where each stretch of equal elements begins."""
    new = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return new.nonzero()[0]


def _narrowed(shapes: Ints) -> Ints:
    """Return the shapes in two bytes each where they fit."""
    wide = len(shapes) and int(shapes.max()) >= _NARROW
    return shapes.astype(np.uint32 if wide else np.uint16)


class Tail:
    """Postings of each term in a stretch of a pool, with room to grow.

    A full stretch moves to the end of the pool. So appending costs a few array operations whatever
    the number of terms, and no term has an object of its own but its name.
    """

    def __init__(self) -> None:
        self.rows = Rows()
        self.passages = Membership(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32))
        self._starts: Ints = np.zeros(0, dtype=np.int64)
        self._counts: Ints = np.zeros(0, dtype=np.int64)
        self._rooms: Ints = np.zeros(0, dtype=np.int64)
        self._numbers: Ints = np.zeros(0, dtype=np.int32)
        self._shapes: Ints = np.zeros(0, dtype=np.uint16)
        self._used = 0

    def count(self, term: str) -> int:
        """Count the postings of a term, those of removed passages included."""
        row = self.rows.get(term, len(self._counts))
        return self._counts.item(row) if row < len(self._counts) else 0

    def postings(self, term: str) -> Postings | None:
        """Return the postings of a term in the passages that are still there."""
        row = self.rows.get(term)
        if row is None or row >= len(self._counts):
            return None
        begin = self._starts.item(row)
        end = begin + self._counts.item(row)
        return self.passages.only_living(self._numbers[begin:end], self._shapes[begin:end])

    def append(self, batch: Batch) -> None:
        """Add passages that were encoded with this tail's rows."""
        self._shapes = self._shapes.astype(
            np.promote_types(self._shapes.dtype, batch.run.shapes.dtype), copy=False
        )
        self._starts = grown(self._starts, len(self.rows))
        self._counts = grown(self._counts, len(self.rows))
        self._rooms = grown(self._rooms, len(self.rows))
        rows, counts, numbers, shapes = batch.run
        held = self._counts[rows]
        self._make_room(rows, held, held + counts)
        places = stretches(self._starts[rows] + held, counts)
        self._numbers[places] = numbers + self.passages.size
        self._shapes[places] = shapes
        self._counts[rows] = held + counts
        self.passages.append(batch.ids, batch.lengths)

    def _make_room(self, rows: Ints, held: Ints, needed: Ints) -> None:
        full = needed > self._rooms[rows]
        rows, held, needed = rows[full], held[full], needed[full]
        # A term that was met once is seldom met again: no room to spare for those.
        rooms = np.where(held > 0, needed * 2, needed)
        starts = self._used + starts_of(rooms)
        self._used += int(rooms.sum())
        old = stretches(self._starts[rows], held)
        new = stretches(starts, held)
        self._numbers = grown(self._numbers, self._used)
        self._shapes = grown(self._shapes, self._used)
        self._numbers[new] = self._numbers[old]
        self._shapes[new] = self._shapes[old]
        self._starts[rows] = starts
        self._rooms[rows] = rooms

    def words(self) -> Iterable[str]:
        """Return the terms of its passages, removed ones included."""
        return self.rows

    def run(self) -> Run:
        """Return all postings, of removed passages too; rows are this tail's."""
        rows = self._counts.nonzero()[0]
        counts = self._counts[rows]
        places = stretches(self._starts[rows], counts)
        return Run(rows, counts, self._numbers[places], self._shapes[places])

"""Group, sum and pair the elements of arrays, as the features need it."""

from collections.abc import Iterator, Sequence
from threading import local
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]
Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

_TABLED, _SMALLEST = 2**20, 2**14
"""Numbers up to which a table of all of them is read sooner than values are searched, and the size
of the smallest table."""


class _Table(local):
    """A table of -1 that each thread keeps, for to make one takes longer than to read from it."""

    places = np.full(0, -1, np.int16)

    def of(self, size: int) -> Ints:
        """Return the table, with room for so many numbers."""
        if size > len(self.places):
            self.places = np.full(max(_SMALLEST, 1 << (size - 1).bit_length()), -1, np.int16)
        return self.places


_TABLE = _Table()


def stretches(starts: Ints, counts: Ints) -> Ints:
    """Return the positions of stretches of an array, one stretch after the other."""
    positions: Ints = np.subtract(starts, counts.cumsum() - counts).repeat(counts)
    positions += np.arange(len(positions))
    return positions


def column_sums(table: Matrix) -> Vector:
    """Sum each column from top to bottom, so that what is 0 changes no last bit of the others."""
    if table.shape[1] == 1:  # the sum of a single one would be that of parts
        return np.array([sum(table[:, 0].tolist())])
    sums: Vector = np.add.reduce(table, axis=0)
    return sums


class SumsOf(dict[int, float]):
    """The sums of some of a few values, by the bits of their places; added from the first on."""

    def __init__(self, values: Sequence[float]) -> None:
        self._values = values

    def __missing__(self, places: int) -> float:
        """Add the values at the places that were not asked for yet."""
        found = 0.0
        for i, value in enumerate(self._values):
            if places >> i & 1:
                found += value
        self[places] = found
        return found


def most_by(groups: Ints, values: Vector, size: int) -> Vector:
    """Return the largest value of each group, and 0 where it has none."""
    most = np.zeros(size)
    np.maximum.at(most, groups, values)
    return most


def numbered(values: Ints) -> tuple[list[int], Ints]:
    """Return the distinct values and, for each value, which it is; of few values at a time."""
    distinct: dict[int, int] = {}
    which = [distinct.setdefault(value, len(distinct)) for value in values.tolist()]
    return list(distinct), np.array(which, int)


def index_of(wanted: Ints, values: Ints) -> Ints:
    """Return for each value its index among the distinct wanted ones, or -1; both are 0 or more.

    What is wanted below 0 is not looked for.
    """
    most = int(values.max(initial=-1)) + 1
    asked = ((wanted >= 0) & (wanted < most)).nonzero()[0]
    if not len(asked):
        return np.full(len(values), -1)
    found: Ints
    if most <= _TABLED:
        places, there = _TABLE.of(most), wanted[asked]
        try:
            places[there] = asked
            found = places[values]
        finally:
            places[there] = -1
        return found
    order = asked[wanted[asked].argsort()]
    ascending = wanted[order]
    at = ascending.searchsorted(values)
    np.minimum(at, len(order) - 1, out=at)
    found = np.where(ascending[at] == values, order[at], -1)
    return found


def flags(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Matrix:
    """Return a table with 1 at each of these places."""
    table = np.zeros(shape)
    table[rows, columns] = 1.0
    return table


class Grouped:
    """Elements in order of the groups that own them."""

    def __init__(self, owner: Ints, size: int) -> None:
        self.owner = owner
        self.counts = np.bincount(owner, minlength=size)
        self.starts = np.cumsum(self.counts) - self.counts

    def beside(self, groups: Ints) -> tuple[Ints, Ints]:
        """Pair things, given by their groups, with each element of the group.

        Return the index of the thing and that of the element, for each pair.
        """
        counts = self.counts[groups]
        return np.arange(len(groups)).repeat(counts), stretches(self.starts[groups], counts)


class Hits(NamedTuple):
    """Where the question's terms and their synonyms stand in the candidates, in order."""

    by_candidate: Grouped
    place: Ints
    """Index of the word in its sentence."""
    term: Ints
    word: Ints
    """Index in `Words`."""
    rank: Ints
    """How many words stand before it, among those of all passages that are no stop words."""
    content: Flags
    """Whether it is no stop word there."""

    @property
    def owner(self) -> Ints:
        """The candidate of each."""
        return self.by_candidate.owner

    def adjacent(self) -> Iterator[tuple[int, int, int]]:
        """Yield the candidate and the terms of those with only stop words in between."""
        at = self.content.nonzero()[0]
        owner, rank, term = self.owner.take(at), self.rank.take(at), self.term.take(at)
        first = ((rank[1:] - rank[:-1] == 1) & (owner[1:] == owner[:-1])).nonzero()[0]
        return zip(
            owner.take(first).tolist(),
            term.take(first).tolist(),
            term.take(first + 1).tolist(),
            strict=True,
        )

"""Arrays of postings: which passages hold a term, and in what shape.

Passages are numbered from 0 within a segment; a shape is the number that `weights.Shapes` gave to
a pair of term frequency and passage length.
"""

from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_Scalar = TypeVar("_Scalar", bound=np.generic)


class Postings(NamedTuple):
    """The passages that contain one term, ascending, and the shape of the term in each."""

    passages: Ints
    shapes: Ints


class Run(NamedTuple):
    """Postings of many terms, concatenated in term order."""

    rows: Ints
    """Numbers of the terms, ascending, each once."""
    counts: Ints
    """How many postings each of them has."""
    passages: Ints
    shapes: Ints


def starts_of(counts: Ints) -> Ints:
    """Return the start of each of several consecutive stretches."""
    starts: Ints = np.cumsum(counts) - counts
    return starts


def stretches(starts: Ints, counts: Ints) -> Ints:
    """Return the positions of stretches of an array, one stretch after the other."""
    positions: Ints = np.repeat(starts - starts_of(counts), counts)
    positions += np.arange(len(positions))
    return positions


def distinct(values: Ints) -> Ints:
    """Return the different ones of some values, ascending.

    So does `numpy.unique`, which at its first call imports masked arrays: a start is 8 ms longer.
    """
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def grown(array: NDArray[_Scalar], size: int) -> NDArray[_Scalar]:
    """Return the array with room for ``size`` elements, copied only when it has to grow."""
    if size <= len(array):
        return array
    rows = max(size, len(array) * 3 // 2)
    larger = np.zeros((rows, *array.shape[1:]), dtype=array.dtype)
    larger[: len(array)] = array
    return larger

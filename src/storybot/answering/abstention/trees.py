"""Evaluate a sum of small decision trees, kept as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees side by side, each a run of places: its inner nodes, then its leaves."""

    names: tuple[str, ...]
    """The signs, in the order in which they are given."""
    sign: Integers
    """The sign that each place compares; of a leaf, any."""
    at_most: Numbers
    """The bound that it is compared with."""
    following: Integers
    """Where to go if the sign is above the bound, and below that if not; a leaf leads to itself."""
    roots: Integers
    leaves: Numbers
    """The value of each place that is a leaf."""
    depth: int
    """Steps from a root to its lowest leaf."""
    scale: float
    offset: float
    """What makes the sum the log odds of being right."""

    def score(self, signs: Sequence[float]) -> float:
        """Return the sum of the leaves that the signs lead to."""
        low = np.array(signs, float).take(self.sign) <= self.at_most
        following = np.where(low, self.following[1], self.following[0])
        at = self.roots
        for _ in range(self.depth):
            at = following.take(at)
        return float(self.leaves[at].sum())


def read_trees(table: Mapping[str, Any]) -> Trees:
    """Read the shipped table: each tree a list of (sign, bound, left, right), then its leaves."""
    sign, at_most, leaves = list[int](), list[float](), list[float]()
    following, roots = list[tuple[int, int]](), list[int]()
    for tree in table["trees"]:
        root, size = len(sign), len(tree["nodes"])
        roots.append(root)
        for which, bound, left, right in tree["nodes"]:
            # A leaf is written as -1 minus its index.
            low, high = (int(to) if to >= 0 else size - 1 - int(to) for to in (left, right))
            sign.append(int(which))
            at_most.append(bound)
            following.append((root + high, root + low))
            leaves.append(0.0)
        for value in tree["leaves"]:
            following.append((len(sign), len(sign)))
            sign.append(0)
            at_most.append(0.0)
            leaves.append(value)
    return Trees(
        tuple(table["names"]),
        np.array(sign),
        np.array(at_most),
        np.array(following).T.copy(),
        np.array(roots),
        np.array(leaves),
        _depth(np.array(following), np.array(roots)),
        table["scale"],
        table["offset"],
    )


def _depth(following: Integers, roots: Integers) -> int:
    """Count the steps after which only leaves are reached."""
    steps, at = 0, roots
    while (following[at, 0] != at).any():
        # numpy.unique would import masked arrays, 8 ms of a start.
        steps, at = steps + 1, np.array([*{*following[at].ravel().tolist()}])
    return steps

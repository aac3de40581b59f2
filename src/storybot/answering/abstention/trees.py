"""Evaluate a sum of small decision trees, kept as plain data.

All comparisons are made at once. Each that sends a tree to the right rules out the leaves on its
left, whatever the others say; what is left begins with the leaf that is reached.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Leaves = NDArray[np.uint16]
"""Leaves of a tree as bits, the leftmost the lowest."""
Numbers = NDArray[np.float64]

_MOST_LEAVES = 16


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees side by side: a column each, and in it a row for each of its inner nodes."""

    names: tuple[str, ...]
    """The signs, in the order in which they are given."""
    sign: Integers
    """The sign that each node compares."""
    at_most: Numbers
    """The bound up to which it leads to the left."""
    left: Leaves
    """The leaves on the left of each node."""
    first: Integers
    """For each set of leaves that are ruled out, the index of the first that is left."""
    starts: Integers
    """Where the leaves of each tree begin."""
    leaves: Numbers
    """The values of the leaves, tree by tree, from left to right."""
    scale: float
    offset: float
    """What makes the sum the log odds of being right."""

    def score(self, signs: Sequence[float]) -> float:
        """Return the sum of the leaves that the signs lead to."""
        above = np.array(signs, float).take(self.sign) > self.at_most
        # A product, for to choose between two values takes thrice as long where that is a guess.
        out = np.bitwise_or.reduce(above.view(np.uint8) * self.left, axis=0)
        return float(self.leaves.take(self.first.take(out) + self.starts).sum())


def read_trees(table: Mapping[str, Any]) -> Trees:
    """Read the shipped table: each tree a list of (sign, bound, left, right), then its leaves.

    Raises:
        ValueError: a tree has more leaves than fit.
    """
    trees = table["trees"]
    most = max(len(tree["leaves"]) for tree in trees)
    if most > _MOST_LEAVES:
        raise ValueError(f"A tree has {most} leaves; {_MOST_LEAVES} are the most.")
    shape = most - 1, len(trees)
    sign, at_most = np.zeros(shape, np.int64), np.full(shape, np.inf)
    left, leaves = np.zeros(shape, np.uint16), np.zeros((len(trees), most))
    for i, tree in enumerate(trees):
        nodes = tree["nodes"]
        order, lefts = _from_left(nodes)
        rows = slice(len(nodes))
        sign[rows, i] = [which for which, *_ in nodes]
        at_most[rows, i] = [bound for _, bound, *_ in nodes]
        left[rows, i] = lefts
        leaves[i, : len(order)] = [tree["leaves"][leaf] for leaf in order]
    out = np.arange((1 << most) - 1)  # of all leaves, one is always left
    first = np.zeros_like(out)
    for leaf in reversed(range(most)):
        first[out >> leaf & 1 == 0] = leaf
    return Trees(
        tuple(table["names"]),
        sign,
        at_most,
        left,
        first,
        np.arange(len(trees)) * most,
        leaves.ravel(),
        table["scale"],
        table["offset"],
    )


def _from_left(nodes: Sequence[Sequence[float]]) -> tuple[list[int], list[int]]:
    """Return the leaves of a tree from left to right, and for each node those on its left, as bits.

    A leaf is written as -1 minus its index.
    """
    order, lefts = list[int](), [0] * len(nodes)

    def below(to: int) -> int:
        if to < 0:
            order.append(-1 - to)
            return 1 << len(order) - 1
        lefts[to] = below(int(nodes[to][2]))
        return lefts[to] | below(int(nodes[to][3]))

    below(0)
    return order, lefts

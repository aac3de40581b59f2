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
    """The trees side by side; each array has a row per tree and a column per inner node."""

    names: tuple[str, ...]
    """The signs, in the order in which they are given."""
    sign: Integers
    at_most: Numbers
    left: Integers
    """Where to go if the sign is at most that: a node, or a leaf as -1 minus its index."""
    right: Integers
    leaves: Numbers
    """The value of each leaf, a row per tree."""
    scale: float
    offset: float
    """What makes the sum the log odds of being right."""

    def score(self, signs: Sequence[float]) -> float:
        """Return the sum of the leaves that the signs lead to."""
        values = np.asarray(signs, float)
        rows = np.arange(len(self.sign))
        at = np.zeros(len(rows), int)
        while (inner := at >= 0).any():
            tree, node = rows[inner], at[inner]
            low = values[self.sign[tree, node]] <= self.at_most[tree, node]
            at[inner] = np.where(low, self.left[tree, node], self.right[tree, node])
        return float(self.leaves[rows, -1 - at].sum())


def read_trees(table: Mapping[str, Any]) -> Trees:
    """Read the shipped table: each tree a list of (sign, bound, left, right), then its leaves."""
    nodes = max(len(tree["nodes"]) for tree in table["trees"])
    count = len(table["trees"])
    inner = np.zeros((count, nodes, 4))
    leaves = np.zeros((count, nodes + 1))
    for i, tree in enumerate(table["trees"]):
        inner[i, : len(tree["nodes"])] = tree["nodes"]
        leaves[i, : len(tree["leaves"])] = tree["leaves"]
    return Trees(
        tuple(table["names"]),
        inner[:, :, 0].astype(int),
        inner[:, :, 1],
        inner[:, :, 2].astype(int),
        inner[:, :, 3].astype(int),
        leaves,
        table["scale"],
        table["offset"],
    )

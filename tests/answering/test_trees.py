"""A sum of trees is that of the leaves which each sign leads to."""

import numpy as np
import pytest

from storybot.answering.abstention.trees import read_trees

_FOUR = [0.1, 0.2, 0.3, 0.4]
TABLE = {
    "names": ["a", "b"],
    "trees": [
        # Leaves that are not numbered from left to right.
        {"nodes": [[0, 0.5, 1, -1], [1, 2.0, -2, -3]], "leaves": [100.0, 1.0, 10.0]},
        {"nodes": [[1, 0.0, -1, 1], [0, 0.5, 2, -4], [1, 2.0, -2, -3]], "leaves": _FOUR},
        {"nodes": [[0, 0.0, -1, -2]], "leaves": [0.0, 1000.0]},
    ],
    "scale": 2.0,
    "offset": 1.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("signs", "leaves"),
    [
        ([0.5, 2.0], (1.0, 0.2, 1000.0)),
        ([0.5, 2.1], (10.0, 0.3, 1000.0)),
        ([0.6, 2.1], (100.0, 0.4, 1000.0)),
        ([0.6, -1.0], (100.0, 0.1, 1000.0)),
        ([0.0, 0.0], (1.0, 0.1, 0.0)),
    ],
)
def test_each_tree_gives_the_leaf_that_the_signs_lead_to(
    signs: list[float], leaves: tuple[float, ...]
) -> None:
    """A sign up to the bound leads to the left, in trees of any size side by side."""
    assert read_trees(TABLE).score(signs) == np.array(leaves).sum()


def test_a_tree_of_more_leaves_than_fit_is_refused() -> None:
    """It would be scored wrongly."""
    nodes = [[0, float(i), i + 1, -1 - i] for i in range(15)] + [[0, 15.0, -16, -17]]
    table = {**TABLE, "trees": [{"nodes": nodes, "leaves": [0.0] * 17}]}
    with pytest.raises(ValueError, match="17 leaves"):
        read_trees(table)

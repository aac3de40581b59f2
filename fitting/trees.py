"""Fit small trees by gradient boosting, and keep them as plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np

from storybot.answering.abstention.trees import read_trees
from storybot.answering.ranking.arrays import Matrix, Vector

ROUNDS = 300
_SETTINGS = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 12, "min_data_in_leaf": 50,
    "feature_fraction": 0.4, "lambda_l2": 10.0, "bagging_fraction": 0.7, "bagging_freq": 1,
    "num_threads": 1, "seed": 1, "deterministic": True, "force_row_wise": True, "verbose": -1,
}  # fmt: skip
_DIGITS = 6


class FittedTrees:
    """Trees as the package ships them."""

    def __init__(self, table: Sequence[Mapping[str, Any]]) -> None:
        self.table = table
        self._trees = read_trees({"names": [], "trees": table, "scale": 1.0, "offset": 0.0})

    def score_all(self, x: Matrix) -> Vector:
        """Return the sum of the leaves, per row of signs."""
        return np.array([self._trees.score(row) for row in x])


def fit_trees(x: Matrix, y: Vector, importance: Vector) -> FittedTrees:
    """Fit trees to yes and no."""
    # Too few questions for a leaf give no tree at all, as in a made-up set.
    few = min(_SETTINGS["min_data_in_leaf"], max(1, len(x) // 20))  # type: ignore[call-overload]
    data = lightgbm.Dataset(x, y, weight=importance)
    booster = lightgbm.train({**_SETTINGS, "min_data_in_leaf": few}, data, ROUNDS)
    found = [_tree(one["tree_structure"]) for one in booster.dump_model()["tree_info"]]
    return FittedTrees([tree for tree in found if tree["nodes"]] or [_NOTHING])


_NOTHING = {"nodes": [[0, 0.0, -1, -2]], "leaves": [0.0, 0.0]}


def _tree(root: Mapping[str, Any]) -> dict[str, Any]:
    """Write a tree as nodes of (sign, bound, left, right) and leaves; -1 is the first leaf."""
    nodes: list[list[float]] = []
    leaves: list[float] = []

    def write(node: Mapping[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(_rounded(node["leaf_value"]))
            return -len(leaves)
        at = len(nodes)
        nodes.append([node["split_feature"], _rounded(node["threshold"]), 0, 0])
        nodes[at][2:] = write(node["left_child"]), write(node["right_child"])
        return at

    write(root)
    return {"nodes": nodes, "leaves": leaves}


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")

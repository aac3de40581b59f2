"""Score questions with weights that their documents had no share in.

Documents are divided by a hash: three tenths of each set from elsewhere have no part in any
choice; choices are made by cross-validation in four parts over the rest.
"""

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

import numpy as np

from fitting.figures import Scored
from fitting.model import Judged, confidences, fit_confidence, fit_weights, judge
from fitting.rows import NEWSROOM, Row, part_of
from fitting.sets import STORIES
from storybot.answering.ranking.reranker import read_shipped
from storybot.evaluation.dataset import LabelledQuestion

_TESTED = 3
_FOLDS = 4


def fold_of(row: Row) -> int:
    """Return which part of the cross-validation a question belongs to, with its document."""
    return row.part % _FOLDS


def judged_across(
    rows: Sequence[Row], columns: Sequence[int] | None = None, view: str | None = None
) -> list[Judged]:
    """Rank each question's candidates with weights fitted on the other folds.

    ``columns`` are the features to use, or all; with a ``view``, only that one is judged.
    """
    judged: list[Judged] = []
    for fold in range(_FOLDS):
        if held := [r for r in rows if fold_of(r) == fold and view in (None, r.view)]:
            weights = fit_weights([r for r in rows if fold_of(r) != fold], columns)
            judged += [judge(r, weights) for r in held]
    return judged


def scored_across(judged: Sequence[Judged]) -> list[Scored]:
    """Give each question the confidence that the other folds' questions teach."""
    scored = []
    for fold in range(_FOLDS):
        if held := [j for j in judged if fold_of(j.row) == fold]:
            table = fit_confidence([j for j in judged if fold_of(j.row) != fold])
            scored += [Scored(*pair) for pair in zip(held, confidences(table, held), strict=True)]
    return scored


def cross_validated(rows: Sequence[Row], columns: Sequence[int] | None = None) -> list[Scored]:
    """Score each question with weights and trees that its documents had no share in."""
    return scored_across(judged_across(rows, columns))


def fit(rows: Sequence[Row], judged: Sequence[Judged] | None = None) -> dict[str, Any]:
    """Fit everything; the trees are fitted on rankings that did not see their question.

    ``judged`` are these rows as `judged_across` judges them, where that is known already.
    """
    weights = fit_weights(rows)
    return {
        "ranking": dict(zip(rows[0].measured.names, weights.tolist(), strict=True)),
        "confidence": fit_confidence(judged_across(rows) if judged is None else judged),
    }


def apply(model: dict[str, Any], rows: Sequence[Row]) -> list[Scored]:
    """Score questions with fitted weights."""
    weights = np.array(list(model["ranking"].values()))
    judged = [judge(row, weights) for row in rows]
    return [
        Scored(*pair) for pair in zip(judged, confidences(model["confidence"], judged), strict=True)
    ]


def shipped() -> dict[str, Any]:
    """Return what the package ships, in the form of a fit."""
    text = resources.files("storybot.answering.abstention").joinpath("trees.json").read_text()
    return {"ranking": read_shipped("weights.json")["ranking"], "confidence": json.loads(text)}


def is_kept_back(name: str, labelled: LabelledQuestion) -> bool:
    """Tell whether a question belongs to the part of its set that no choice was made on."""
    apart = name in STORIES or name.startswith(NEWSROOM)
    return not apart and part_of(name, labelled) < _TESTED

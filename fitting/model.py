"""What is fitted: the weights of the ranking, and the trees of the confidence."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from fitting.learning import fit_ranking, logistic
from fitting.rows import NEWSROOM, Row
from fitting.trees import FittedTrees, fit_trees
from storybot.answering.abstention.confidence import signs
from storybot.answering.evidence.quotes import quotes_of
from storybot.answering.ranking.arrays import Matrix, Vector
from storybot.answering.ranking.reranker import RankedSentences
from storybot.evaluation.dataset import NEAR_MISSES
from storybot.evaluation.scoring import is_hit

RIDGE = 1e-2
_NEAR, _MISPLACED = 4.0, 0.5
"""What near misses count for when trees are fitted, and answerable questions that got another
sentence: that one may well be right, and is not labelled."""
_NEAR_ASKED = 0.55
"""What the newsroom's near misses count for when the confidence is calibrated: half of its
questions are, and about a third of what readers ask of real articles."""
_MISPLACED_ASKED = 0.7
"""The same of answers beside the labelled one: of those that were read, a quarter were right."""
_INNER = 4
"""Parts of ten, the questions of which are calibrated on trees fitted on the others."""
_TOP = 30
"""Candidates of a question that the ranking is fitted on; the others are easily told."""
_SETS = {"multirc_news": 2.0, "trecqa": 4.0, "seed": 4.0, "corpus": 3.0, "seed_among_others": 1.5}
_NEWSROOM, _XQUAD = 1.3, 0.5
"""Importance of the newsroom's sets, and of each translation of the same articles."""
_NEWSROOM_RANKED = 1.4
"""What the newsroom counts for in the ranking: with more, other sets lose as much as it gains."""
_VIEWS = {
    "whole": 1.0, "absent": 0.5, "alone": 0.5, "elsewhere": 0.25, "among": 0.5, "gap": 0.5,
    "sentence": 0.25, "near": 0.15,
}  # fmt: skip
_ASKED_FOR_REAL = ("whole", "alone", "among", "sentence")
"""Views that the chance of being right is calibrated on."""


class Judged(NamedTuple):
    """A question's outcome by some weights."""

    row: Row
    ranking: RankedSentences
    signs: dict[str, float]
    right: bool
    """Whether what is quoted first, one sentence or a run of two, is a hit."""


def importance(row: Row) -> float:
    """Weigh a question against the others: sets and views differ in size and in use."""
    if row.set.startswith(NEWSROOM):
        return _NEWSROOM * _VIEWS[row.view]
    return _SETS.get(row.set, _XQUAD if row.set.startswith("xquad") else 1.0) * _VIEWS[row.view]


def _importance_ranked(row: Row) -> float:
    return _NEWSROOM_RANKED * _VIEWS[row.view] if row.set.startswith(NEWSROOM) else importance(row)


def fit_weights(rows: Sequence[Row], columns: Sequence[int] | None = None) -> Vector:
    """Fit the ranking on the questions that have a hit among their best candidates.

    ``columns`` are the features to use; the others get a weight of 0.
    """
    tables, hits, weights = [], [], []
    width = rows[0].table.shape[1]
    used = list(range(width)) if columns is None else list(columns)
    for row in rows:
        top = np.argsort(-_rough(row), kind="stable")[:_TOP]
        if row.answerable and row.hits[top].any():
            tables.append(row.table[top][:, used])
            hits.append(row.hits[top])
            weights.append(_importance_ranked(row))
    fitted = np.zeros(width)
    fitted[used] = fit_ranking(tables, hits, np.array(weights), RIDGE)
    return fitted


def _rough(row: Row) -> Vector:
    column = row.measured.names.index
    return np.array(
        row.table[:, column("led_titled")]
        + 0.5 * row.table[:, column("bm25_passage_best")]
        + 0.1 * row.table[:, column("kind")]
    )


def judge(row: Row, weights: Vector) -> Judged:
    """Rank a question's candidates as the bot does."""
    measured = row.measured._replace(table=row.table.astype(float))
    ranking = RankedSentences(measured.table @ weights, *measured)
    question, gathered = row.question, row.gathered
    found = signs(question.form, gathered, ranking, question.others)
    quote = next(quotes_of(ranking, gathered, question.terms))
    text = " ".join(map(row.collection.quote, quote.spots))
    right = row.answerable and is_hit(row.labelled, quote.place[0], text)
    return Judged(row, ranking, found, right)


def sign_matrix(judged: Sequence[Judged]) -> Matrix:
    """Return the signs, a row per question."""
    return np.array([list(j.signs.values()) for j in judged])


def fit_confidence(judged: Sequence[Judged]) -> dict[str, Any]:
    """Fit the trees to what was right, and calibrate them on questions that they did not see."""
    names, x = list(judged[0].signs), sign_matrix(judged)
    right = np.array([float(j.right) for j in judged])
    weight = np.array([importance(j.row) for j in judged])
    near = np.array([j.row.label in NEAR_MISSES for j in judged])
    misplaced = np.array([j.row.answerable and not j.right for j in judged])
    taught = weight * np.where(near, _NEAR, np.where(misplaced, _MISPLACED, 1.0))
    real = np.array([j.row.view in _ASKED_FOR_REAL for j in judged])
    fold = np.array([j.row.part // _INNER for j in judged])
    raw = np.zeros(len(x))
    for one in np.unique(fold):
        seen = fold != one
        if seen.any():
            raw[~seen] = fit_trees(x[seen], right[seen], taught[seen]).score_all(x[~seen])
    asked = weight * np.where(near & _from_newsroom(judged), _NEAR_ASKED, 1.0)
    asked *= np.where(misplaced, _MISPLACED_ASKED, 1.0)
    scale, offset = logistic(raw[real, None], right[real], 1e-3, asked[real])
    trees = fit_trees(x, right, taught)
    return {"names": names, "scale": float(scale[0]), "offset": offset, "trees": trees.table}


def _from_newsroom(judged: Sequence[Judged]) -> Vector:
    return np.array([j.row.set.startswith(NEWSROOM) for j in judged])


def confidences(table: dict[str, Any], judged: Sequence[Judged]) -> Vector:
    """Return the confidence of each answer."""
    raw = FittedTrees(table["trees"]).score_all(sign_matrix(judged))
    z = table["scale"] * raw + table["offset"]
    return np.array(1 / (1 + np.exp(-np.clip(z, -30, 30))))

"""What is fitted: the weights of the ranking, and the two chances of the confidence."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from fitting.learning import fit_ranking, logistic
from fitting.rows import Row
from storybot.answering.abstention.confidence import signs
from storybot.answering.evidence.quotes import quotes_of
from storybot.answering.ranking.reranker import RankedSentences
from storybot.answering.ranking.term_matches import Matrix, Vector
from storybot.evaluation.scoring import is_hit

RIDGE = 1e-2
SIGN_RIDGE = 100.0
TRUST = 0.7
"""Exponent of the chance of no near miss: fitted on one set, so that it is trusted less."""
UNSAID = 1.0
"""Taken from the log odds where a name or number of the question goes wholly unsaid. Such near
misses are rare in the sets and common among readers, so that a fit gives it too little."""
_TOP = 30
"""Candidates of a question that the ranking is fitted on; the others are easily told."""
_SETS = {"multirc_news": 2.0, "trecqa": 4.0, "seed": 3.0, "corpus": 3.0, "seed_among_others": 1.5}
_VIEWS = {"whole": 1.0, "absent": 0.5, "alone": 0.5, "elsewhere": 0.25}
_NEAR = ("adversarial", "near_miss")


class Judged(NamedTuple):
    """A question's outcome by some weights."""

    row: Row
    ranking: RankedSentences
    signs: dict[str, float]
    right: bool
    """Whether what is quoted first, one sentence or a run of two, is a hit."""


def importance(row: Row) -> float:
    """Weigh a question against the others: sets and views differ in size and in use."""
    return _SETS.get(row.set, 1.0) * _VIEWS[row.view]


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
            weights.append(importance(row))
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
    found = signs(question.form, gathered.found, gathered.candidates, ranking, question.others)
    quote = next(quotes_of(ranking, gathered, question.terms))
    text = " ".join(spot.text for spot in quote.spots)
    right = row.answerable and is_hit(row.labelled, quote.spots[0].passage.document, text)
    return Judged(row, ranking, found, right)


def sign_matrix(judged: Sequence[Judged]) -> Matrix:
    """Return the signs, a row per question."""
    return np.array([list(j.signs.values()) for j in judged])


def fit_chances(judged: Sequence[Judged]) -> dict[str, Any]:
    """Fit both chances, and the calibration of their product."""
    names, x = list(judged[0].signs), sign_matrix(judged)
    y = np.array([float(j.row.answerable) for j in judged])
    weight = np.array([importance(j.row) for j in judged])
    near = np.array([j.row.label in _NEAR for j in judged])
    spoken_of = logistic(x, y, SIGN_RIDGE, np.where(near, 0.0, weight))
    no_near_miss = logistic(x, y, SIGN_RIDGE, np.where(near, 1.5, np.where(y > 0, weight, 0.0)))
    table: dict[str, Any] = {
        part: {"bias": bias, "weights": dict(zip(names, weights.tolist(), strict=True))}
        for part, (weights, bias) in (
            ("spoken_of", spoken_of),
            ("not_a_near_miss", no_near_miss),
        )
    }
    table |= {"trust": TRUST, "unsaid": UNSAID}
    real = np.array([j.row.view in ("whole", "alone") for j in judged])
    right = np.array([float(j.right) for j in judged])
    raw = evidence(table, x)
    scale, offset = logistic(raw[real, None], right[real], 1e-3, weight[real])
    return table | {"scale": float(scale[0]), "offset": offset}


def evidence(table: dict[str, Any], x: Matrix) -> Vector:
    """Return the log of the product of both chances, per row of signs."""
    total = np.zeros(len(x))
    for name, trust in (("spoken_of", 1.0), ("not_a_near_miss", table["trust"])):
        z = table[name]["bias"] + x @ np.array(list(table[name]["weights"].values()))
        total -= trust * np.log1p(np.exp(-np.clip(z, -30, 30)))
    return total


def confidences(table: dict[str, Any], judged: Sequence[Judged]) -> Vector:
    """Return the confidence of each answer."""
    z = table["scale"] * evidence(table, sign_matrix(judged)) + table["offset"]
    # An ablation leaves signs out.
    z -= table["unsaid"] * np.array([j.signs.get("unsaid", 0.0) for j in judged])
    return np.array(1 / (1 + np.exp(-np.clip(z, -30, 30))))

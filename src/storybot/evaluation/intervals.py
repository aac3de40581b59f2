"""Confidence intervals of scores: 95 % percentile bootstrap.

Questions are resampled with replacement (Efron and Tibshirani, 1993, chapter 13); the seed is
fixed, so equal figures give equal intervals.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

_RESAMPLES = 1_000
_SEED = 1
Interval = tuple[float, float]
Confidences = tuple[Sequence[float], Sequence[float]]
"""Confidences of the answerable questions, and those of the unanswerable ones."""
_NONE = (float("nan"), float("nan"))


def mean_interval(values: Sequence[float]) -> Interval:
    """Return the interval of a mean; of paired differences, that of the gain."""
    sample = np.asarray(values, float)
    size = len(sample)
    return _interval(lambda r: float(sample[r.integers(0, size, size)].mean())) if size else _NONE


def f1_interval(rows: Sequence[tuple[float, bool, bool]], threshold: float) -> Interval:
    """Return the interval of `answering_f1`; a row is (confidence, answerable, first is a hit)."""
    table = np.array([(c >= threshold, a, a and hit and c >= threshold) for c, a, hit in rows])

    def f1(random: Generator) -> float:
        answered, wanted, right = table[random.integers(0, len(table), len(table))].sum(axis=0)
        return float(2 * right / (answered + wanted)) if answered and wanted else 0.0

    return _interval(f1) if len(table) else _NONE


def auroc_interval(confidences: Confidences) -> Interval:
    """Return the interval of `auroc`; both sides are resampled."""
    if not all(map(len, confidences)):
        return _NONE
    score = _drawn_auroc(confidences)
    return _interval(lambda random: score(*_draw(confidences, random)))


def auroc_gain_interval(before: Confidences, now: Confidences) -> Interval:
    """Return the interval of the AUROC's gain, where both runs asked the same questions in order.

    Both sides of both are drawn alike.
    """
    if not all(map(len, now)):
        return _NONE
    old, new = _drawn_auroc(before), _drawn_auroc(now)

    def gain(random: Generator) -> float:
        drawn = _draw(now, random)
        return new(*drawn) - old(*drawn)

    return _interval(gain)


Drawn = NDArray[np.int64]


def _draw(confidences: Confidences, random: Generator) -> tuple[Drawn, Drawn]:
    """Return the resampled questions of either side."""
    up, down = map(len, confidences)
    return random.integers(0, up, up), random.integers(0, down, down)


def _drawn_auroc(confidences: Confidences) -> Callable[[Drawn, Drawn], float]:
    """Return the AUROC as a function of a resample; sorting is done once."""
    up, down = (np.asarray(side, float) for side in confidences)
    order = np.argsort(down, kind="stable")
    place = np.argsort(order, kind="stable")
    first, last = (np.searchsorted(down[order], up, side) for side in ("left", "right"))

    def score(of_up: Drawn, of_down: Drawn) -> float:
        below = np.r_[0, np.cumsum(np.bincount(place[of_down], minlength=len(down)))]
        wins = (below[first] + below[last]) / 2
        return float(wins[of_up].mean()) / len(down)

    return score


def _interval(score: Callable[[Generator], float]) -> Interval:
    random = np.random.default_rng(_SEED)
    low, high = np.percentile([score(random) for _ in range(_RESAMPLES)], [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)

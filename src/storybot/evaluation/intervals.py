"""How sure a score is: bootstrap intervals over the questions."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 1_000
_SEED = 1
Interval = tuple[float, float]


def mean_interval(values: Sequence[float]) -> Interval:
    """Return the 95 % percentile bootstrap interval of a mean (Efron and Tibshirani, 1993)."""
    sample = np.asarray(values, float)
    return _interval(len(sample), lambda chosen: float(sample[chosen].mean()))


def auroc_interval(positive: Sequence[float], negative: Sequence[float]) -> Interval:
    """Return the same for the chance that a positive's confidence is above a negative's."""
    up, down = np.asarray(positive, float), np.sort(np.asarray(negative, float))
    # A positive's wins do not depend on the other positives, so they are counted once.
    wins = (np.searchsorted(down, up, "left") + np.searchsorted(down, up, "right")) / 2
    return _interval(len(up), lambda chosen: float(wins[chosen].mean()) / len(down))


def _interval(size: int, score: Callable[[NDArray[np.int64]], float]) -> Interval:
    if not size:
        return float("nan"), float("nan")
    random = np.random.default_rng(_SEED)
    scores = [score(random.integers(0, size, size)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(scores, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)

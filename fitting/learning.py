"""Fit linear weights: by the hits of a ranking, and by yes and no."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from storybot.answering.ranking.arrays import Matrix, Vector

_TINY = 1e-12


def fit_ranking(
    tables: Sequence[Matrix], hits: Sequence[Vector], importance: Vector, ridge: float
) -> Vector:
    """Fit weights that give the hits of each question the most of a softmax over its rows."""
    x = np.concatenate(tables)
    spread = x.std(axis=0) + 1e-9
    z = ((x - x.mean(axis=0)) / spread).astype(np.float32)
    sizes = np.array([len(h) for h in hits])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    group = np.repeat(np.arange(len(sizes)), sizes)
    hit, share = np.concatenate(hits), importance / importance.sum()

    def loss(w: Vector) -> tuple[float, Vector]:
        scores = (z @ w.astype(np.float32)).astype(float)
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        p = odds / np.add.reduceat(odds, starts)[group]
        right = np.add.reduceat(p * hit, starts)
        pull = (p - p * hit / right[group]) * share[group]
        gradient = (pull.astype(np.float32) @ z).astype(float) + ridge * w
        return float(-(share * np.log(right + _TINY)).sum() + ridge / 2 * (w @ w)), gradient

    start = np.zeros(z.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.array(found.x / spread)


def logistic(x: Matrix, y: Vector, ridge: float, importance: Vector) -> tuple[Vector, float]:
    """Fit a logistic regression on standardised columns; return weights and bias for raw ones."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.c_[np.ones(len(x)), (x - mean) / spread]

    def loss(w: Vector) -> tuple[float, Vector]:
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        error = y * np.log(p + _TINY) + (1 - y) * np.log(1 - p + _TINY)
        pull = z.T @ (importance * (p - y)) + ridge * np.r_[0, w[1:]]
        return float(-(importance * error).sum() + ridge / 2 * (w[1:] @ w[1:])), pull

    w = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x
    return np.array(w[1:] / spread), float(w[0] - (w[1:] * mean / spread).sum())

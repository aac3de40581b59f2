"""Rank a small corpus: score every passage as rank-bm25 does."""

from collections.abc import Sequence
from copy import copy

import numpy as np

from storybot.search.embedded.postings import Flags, Floats, Ints, Postings, distinct
from storybot.search.embedded.scoring.shape_weights import Weights
from storybot.search.embedded.scoring.top_k import Ranking, Term, kth, rarest


class Scores:
    """Scores of all passages: a term at a time, in the query's order, in float64.

    While a processor adds to all of them in the time of a few calls, that is faster than selecting
    the ones that matter.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._scores: Floats = np.empty(0)
        self._reaching: Flags = np.empty(0, dtype=np.bool_)

    def resize(self, passages: int) -> None:
        """Prepare for a corpus of so many passages, with its current weights."""
        self._scores = np.empty(passages)
        self._reaching = np.empty(passages, dtype=np.bool_)

    def apart(self) -> "Scores":
        """Return a ranker with the same weights for another thread, unaffected by later changes."""
        apart = Scores(copy(self._weights))
        apart.resize(len(self._scores))
        return apart

    def weigh(self, postings: Postings) -> Term:
        """Prepare the postings of a term, of which there is at least one."""
        passages, shapes = postings
        idf = self._weights.idf(len(passages))
        weights = self._weights.saturation.take(shapes) * idf
        return Term(passages.astype(np.intp), shapes, idf, weights)

    def rank(self, terms: Sequence[Term], k: int) -> Ranking:
        """Rank the passages that contain a term."""
        first, *others = terms
        scores, without = self._scores, first.idf
        scores.fill(without)
        scores[first.passages] = first.weights
        for term in others:
            held = scores[term.passages] + term.weights
            scores += term.idf
            scores[term.passages] = held
            without += term.idf
        lowest = kth(scores[rarest(terms, k)], k)
        # Passages without any of the terms have a score too, and are no hits.
        found: Ints
        if lowest > without:
            found = np.greater_equal(scores, lowest, out=self._reaching).nonzero()[0]
        else:
            found = distinct(np.concatenate([term.passages for term in terms]))
        return Ranking(found, scores[found])

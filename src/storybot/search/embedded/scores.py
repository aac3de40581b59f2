"""Rank a small corpus: every passage gets its score, as rank-bm25 sums it."""

from collections.abc import Sequence

import numpy as np

from storybot.search.embedded.postings import Floats, Ints, Postings
from storybot.search.embedded.ranking import Ranking, Term, kth, rarest
from storybot.search.embedded.weights import Weights


class Scores:
    """Scores of all passages: a term at a time, in the query's order, in float64.

    As long as a processor adds to all of them in the time of a few calls, that is quicker than to
    find out which of them matter.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._scores: Floats = np.empty(0)

    def resize(self, passages: int) -> None:
        """Make ready for a corpus of so many passages, weighed as it is now."""
        self._scores = np.empty(passages)

    def weigh(self, postings: Postings) -> Term:
        """Make ready the postings of a term, of which there is at least one."""
        passages, shapes = postings
        idf = self._weights.idf(len(passages))
        weights = self._weights.saturation.take(shapes)
        weights *= idf
        return Term(passages.astype(np.intp), shapes, idf, weights)

    def rank(self, terms: Sequence[Term], k: int) -> Ranking:
        """Rank the passages that hold a term."""
        scores, without = self._scores, 0.0
        scores.fill(0.0)
        for term in terms:
            held = scores[term.passages] + term.weights
            scores += term.idf
            scores[term.passages] = held
            without += term.idf
        lowest = kth(scores[rarest(terms, k)], k)
        # Passages without any of the terms have a score too, and are no hits.
        found = (scores >= lowest).nonzero()[0] if lowest > without else _holders(terms)
        return Ranking(found, scores[found])


def _holders(terms: Sequence[Term]) -> Ints:
    return np.unique(np.concatenate([term.passages for term in terms]))

"""Rank a large corpus: sum approximately, then score the best exactly.

A weight is rounded up to a whole number of steps, so a sum of T weights exceeds the true sum by T
steps at most. Hence no passage of the best k has a sum more than T steps below the k-th best. Those
finalists are scored in rank-bm25's order: a term at a time, in the query's order, in float64.
"""

from collections.abc import Sequence
from copy import copy
from typing import Any

import numpy as np

from storybot.search.embedded.postings import Floats, Ints, Postings, distinct
from storybot.search.embedded.scoring.shape_weights import Weights
from storybot.search.embedded.scoring.top_k import Ranking, Term, kth, rarest

_Width = type[np.integer[Any]]

_SHORT_TERMS = 15
_SHORT_STEPS = 2**12
"""The most steps of a cached weight, so that two bytes fit the sum of so many terms."""

_CACHED = 2**18
"""Passages up to which two-byte sums fit the processor's cache."""

_WIDTHS: tuple[tuple[int, _Width], ...] = ((8, np.uint8), (2**12, np.uint16), (2**31, np.uint32))
"""How many terms are summed in how wide sums: the more terms, the smaller a byte's steps were."""

_SPARSE = 26
"""Passages a posting from where on it is quicker to visit the postings' passages than all."""

_UNKNOWN: Ints = np.empty(0, dtype=np.uint16)

_WORD = 8
"""Sums of which it is seen at once that none reaches a bound: a byte says so of each."""


class Sums:
    """Sums of rounded weights, in as few bytes as the query allows.

    The time is spent on memory: the sums of a million passages have to fit the processor's cache,
    and are scanned in whole to find the best.
    """

    def __init__(self, weights: Weights, short: int) -> None:
        self._weights, self._most_postings = weights, short
        self._size = 0
        self._sums: dict[_Width, Ints] = {}
        self._short_steps: Floats = np.empty(0)

    def resize(self, passages: int) -> None:
        """Prepare for a corpus of so many passages, with its current weights."""
        self._size = passages
        self._short_steps = self._scaled(_SHORT_STEPS - 1, self._weights.highest_idf)

    def apart(self) -> "Sums":
        """Return a ranker with the same weights for another thread, unaffected by later changes."""
        apart = Sums(copy(self._weights), self._most_postings)
        apart.resize(self._size)
        return apart

    def weigh(self, postings: Postings) -> Term:
        """Prepare the postings of a term, of which there is at least one."""
        return Term(*postings, self._weights.idf(len(postings.passages)), _UNKNOWN)

    def rank(self, terms: Sequence[Term], k: int) -> Ranking:
        """Rank the passages that contain a term."""
        finalists = self.finalists(terms, k)
        return Ranking(finalists, self._scores(terms, finalists))

    def finalists(self, terms: Sequence[Term], k: int) -> Ints:
        """Return few passages, ascending; the best k and all ties with the k-th are among them."""
        postings = sum(len(term.passages) for term in terms)
        short = postings <= self._most_postings and len(terms) <= _SHORT_TERMS
        short &= self._size <= _CACHED or self._size > postings * _SPARSE
        return self._short(terms, k) if short else self._long(terms, k)

    def _short(self, terms: Sequence[Term], k: int) -> Ints:
        """Return the finalists of a query with few postings."""
        places = np.concatenate([term.passages for term in terms], dtype=np.intp)
        sums = self._sums_in(np.uint16)
        everywhere = len(places) * _SPARSE > self._size
        try:
            np.add.at(sums, places, np.concatenate(list(map(self._steps, terms))))
            lowest = max(kth(sums.take(rarest(terms, k)), k) - len(terms), 1)
            if everywhere:
                found = _reaching(sums, lowest)
            else:
                found = distinct(places[sums.take(places) >= lowest])
            return _narrowed(found, sums, k, len(terms))
        finally:
            sums[slice(None) if everywhere else places] = 0

    def _long(self, terms: Sequence[Term], k: int) -> Ints:
        """Return the finalists of a query with many postings."""
        width = next(width for most, width in _WIDTHS if len(terms) <= most)
        sums = self._sums_in(width)
        try:
            self._sum_up(sums, terms, k)
            lowest = max(kth(sums.take(rarest(terms, k)), k) - len(terms), 1)
            return _narrowed(_reaching(sums, lowest), sums, k, len(terms))
        finally:
            sums.fill(0)

    def _sum_up(self, sums: Ints, terms: Sequence[Term], k: int) -> None:
        """Sum the rare terms first, and the frequent ones only where they may matter.

        Once k passages have more than the remaining terms can give, others already need a part of
        that to catch up; most postings belong to frequent terms, and most of those then need no
        weighing.
        """
        top = np.iinfo(sums.dtype).max - len(terms)
        rare_first = sorted(terms, key=lambda term: len(term.passages))
        idfs = np.array([term.idf for term in rare_first])
        tables = _rounded_up(np.outer(idfs, self._scaled(top, idfs.sum())), sums.dtype.type)
        most = tables.max(axis=1).tolist()
        few, reached, past, to_come = rarest(terms, k), 0.0, 0, sum(most)
        for done, (term, table) in enumerate(zip(rare_first, tables, strict=True)):
            passages, shapes = term.passages, term.shapes
            if reached <= to_come <= past:
                reached = kth(sums.take(few), k) - done
            if reached > to_come:
                near = (sums.take(passages) >= reached - to_come).nonzero()[0]
                passages, shapes = passages.take(near), shapes.take(near)
            np.add.at(sums, passages, table.take(shapes))
            past, to_come = past + most[done], to_come - most[done]

    def _steps(self, term: Term) -> Ints:
        if not len(term.weights):
            table = _rounded_up(self._short_steps * term.idf, np.uint16)
            term.weights = table.take(term.shapes)
        return term.weights

    def _scaled(self, top: float, idf: float) -> Floats:
        """Return steps by shape, to be multiplied by an idf: at most ``top`` for this one."""
        heaviest = self._weights.excess.max(initial=0.0) * idf
        return self._weights.excess * (top / heaviest if heaviest else 0.0)

    def _sums_in(self, width: _Width) -> Ints:
        """Return zeroed sums, slightly more than there are passages."""
        sums = self._sums.get(width)
        if sums is None or len(sums) < self._size:
            words = self._size * 9 // 8 // _WORD + 1
            sums = self._sums[width] = np.zeros(words * _WORD, dtype=width)
        return sums

    def _scores(self, terms: Sequence[Term], finalists: Ints) -> Floats:
        """Score passages given in ascending order."""
        wanted = finalists.astype(np.int32)
        places = [term.passages.searchsorted(wanted) for term in terms]
        pairs = list(zip(terms, places, strict=True))
        held = np.array([term.passages.take(at, mode="clip") for term, at in pairs]) == wanted
        shapes = np.array([term.shapes.take(at, mode="clip") for term, at in pairs])
        idfs = np.array([[term.idf] for term in terms])
        weights = np.where(held, self._weights.saturation.take(shapes) * idfs, idfs)
        # Accumulating adds in order; a plain sum may add pairwise, which rounds differently.
        scores: Floats = np.add.accumulate(weights)[-1]
        return scores


def _reaching(sums: Ints, lowest: float) -> Ints:
    """Return the positions of sums at or above the bound, which few are."""
    reaching = sums >= lowest
    words = (reaching.view(np.uint64) != 0).nonzero()[0]
    places = reaching.reshape(-1, _WORD)[words].ravel().nonzero()[0]
    found: Ints = words[places // _WORD] * _WORD + places % _WORD
    return found


def _narrowed(found: Ints, sums: Ints, k: int, slack: int) -> Ints:
    """Drop candidates whose sums are too far below the k-th best."""
    if len(found) <= 2 * k:
        return found
    values = sums[found]
    lowest = kth(values.copy(), k) - slack
    return found[(values >= lowest).nonzero()[0]]


def _rounded_up(steps: Floats, width: _Width) -> Ints:
    steps += 1
    rounded: Ints = steps.astype(width)
    return rounded

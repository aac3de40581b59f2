"""Weigh postings with rank-bm25 itself, one distinct shape at a time.

A posting's weight depends on its term's idf and on its shape: the term's frequency in the passage
and the passage's length. A corpus has millions of postings but a few hundred shapes, so after every
change the library scores the shapes as if they were documents. The weights equal those that it
would compute for every posting, bit for bit.
"""

import numpy as np
from rank_bm25 import BM25Plus  # type: ignore[import-untyped]

from storybot.search.embedded.postings import Floats, Ints, distinct

_SHIFT = 32
"""A shape's key is its frequency and its length in one integer, each below 2 ** 31."""

_NONE: Ints = np.empty(0, dtype=np.int64)

_ANY = ""
"""Placeholder for the term of a shape."""


class Shapes:
    """Pairs of term frequency and passage length, numbered in the order that they were met."""

    def __init__(self, frequencies: Ints = _NONE, lengths: Ints = _NONE) -> None:
        self._keys: Ints = _NONE
        self._numbers: Ints = _NONE
        self.frequencies: list[int] = []
        self.lengths: list[int] = []
        self._learn((frequencies << _SHIFT) | lengths)

    def __len__(self) -> int:
        """Count the shapes."""
        return len(self.frequencies)

    def number(self, frequencies: Ints, lengths: Ints) -> Ints:
        """Return the number of each shape; a new one gets the next."""
        keys = (frequencies << _SHIFT) | lengths
        at = self._keys.searchsorted(keys)
        known = at < len(self)
        known[known] = self._keys[at[known]] == keys[known]
        if not known.all():
            self._learn(distinct(keys[~known]))
            at = self._keys.searchsorted(keys)
        return self._numbers.take(at)

    def _learn(self, keys: Ints) -> None:
        self.frequencies += (keys >> _SHIFT).tolist()
        self.lengths += (keys & ((1 << _SHIFT) - 1)).tolist()
        numbers = np.arange(len(self._keys), len(self._keys) + len(keys))
        keys = np.concatenate([self._keys, keys])
        order = keys.argsort()
        self._keys = keys[order]
        self._numbers = np.concatenate([self._numbers, numbers])[order]


class Weights:
    """rank-bm25's model of the current corpus."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._model = BM25Plus([[]])
        self._frequencies: list[dict[str, int]] = []
        self.saturation: Floats = np.empty(0)
        """The factor of each shape on its term's idf."""
        self.excess: Floats = np.empty(0)
        """The part of it that a passage without the term does not get."""
        self.highest_idf = 0.0
        """The idf of a term in a single passage."""

    def refresh(self, passages: int, terms: int) -> None:
        """Weigh the shapes for a corpus of so many passages, with so many terms in all."""
        model, shapes = self._model, self._shapes
        new = shapes.frequencies[len(self._frequencies) :]
        self._frequencies += [{_ANY: frequency} for frequency in new]
        model.doc_freqs, model.doc_len = self._frequencies, shapes.lengths
        model.corpus_size = len(shapes)
        model.avgdl = terms / passages if passages else 0
        model.idf = {_ANY: 1.0}
        self.saturation = model.get_scores([_ANY] if terms else [])
        self.excess = self.saturation - model.delta
        model.corpus_size = passages
        model.idf = {}
        self.highest_idf = self.idf(1)

    def idf(self, frequency: int) -> float:
        """Return the idf of a term in so many passages."""
        # The method is private, but the library has no public one for it.
        self._model._calc_idf({_ANY: frequency})  # noqa: SLF001
        idf: float = self._model.idf[_ANY]
        return idf

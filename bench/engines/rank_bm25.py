"""rank-bm25: BM25Plus, whose scores storybot's must equal."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np
from rank_bm25 import BM25Plus  # type: ignore[import-untyped]

from bench.engines.base import Hit


class RankBM25:
    """The library as it is: a change means building anew, and nothing is kept."""

    live: ClassVar[bool] = False
    keeps: ClassVar[bool] = False

    def __init__(self, folder: Path) -> None:
        del folder
        self._model: BM25Plus = None

    def build(self, passages: Iterable[list[str]]) -> None:
        """Count the words of every passage."""
        self._model = BM25Plus(passages)

    def search(self, terms: list[str], k: int) -> list[Hit]:
        """Score every passage and sort them all, ties by number, as its `get_top_n` does."""
        scores = self._model.get_scores(terms)
        best = np.argsort(-scores, kind="stable")[:k]
        return list(zip(best.tolist(), scores[best].tolist(), strict=True))

    def add(self, first: int, passages: Sequence[list[str]]) -> None:
        """Not offered by the library."""
        raise NotImplementedError

    def keep(self) -> None:
        """Not offered by the library."""
        raise NotImplementedError

    def open(self) -> None:
        """Not offered by the library."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the model."""
        self._model = None

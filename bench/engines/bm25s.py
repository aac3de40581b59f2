"""bm25s: every score computed when it is built; plain numpy, or compiled by numba."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

import bm25s

from bench.engines.base import Hit


class Bm25sNumpy:
    """bm25s with rank-bm25's BM25+ (k1 1.5, b 0.75, delta 1), on numpy.

    One question a call and one thread; progress bars off, mapped when opened, as its README shows.
    """

    live: ClassVar[bool] = False
    keeps: ClassVar[bool] = True
    backend: ClassVar[str] = "numpy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model = bm25s.BM25(method="bm25+", k1=1.5, b=0.75, delta=1.0, backend=self.backend)

    def build(self, passages: Iterable[list[str]]) -> None:
        """Compute the scores of all words in all passages."""
        self._model.index(list(passages), show_progress=False)

    def search(self, terms: list[str], k: int) -> list[Hit]:
        """Add up the question's scores and pick the best."""
        found = self._model.retrieve([terms], k=k, show_progress=False)
        return list(zip(found.documents[0].tolist(), found.scores[0].tolist(), strict=True))

    def add(self, first: int, passages: Sequence[list[str]]) -> None:
        """Not offered by the library."""
        raise NotImplementedError

    def keep(self) -> None:
        """Save scores and vocabulary."""
        self._model.save(str(self._folder), show_progress=False)

    def open(self) -> None:
        """Map the saved scores."""
        self._model = bm25s.BM25.load(str(self._folder), mmap=True)

    def close(self) -> None:
        """Let go of the model."""
        del self._model


class Bm25sNumba(Bm25sNumpy):
    """bm25s with its loops compiled by numba, the building ones before they are timed."""

    backend: ClassVar[str] = "numba"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._model.compile(activate_numba=True)
        self._model.warmup_numba_csc()

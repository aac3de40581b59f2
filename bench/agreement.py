"""Check that the engines answer alike: rank-bm25's formula decides, to the last bit."""

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.corpus import Passages, spell
from bench.engines.base import Hit

_K1, _B, _DELTA = 1.5, 0.75, 1
_ROUNDING = 1e-5
"""What float32 sums of a few terms may differ by, as a share of the score."""


class Claim(StrEnum):
    """What an engine promises about its ranking; what it lists beyond all that match is free."""

    EXACT = "bit-equal"
    """rank-bm25's scores, best first, ties by number."""
    ROUNDED = "equal to float32"
    """rank-bm25's ranking, as far as sums in float32 can tell passages apart."""
    OTHER = "other formula"
    """A formula of its own; only the share of common passages is told."""


class Truth(NamedTuple):
    """What rank-bm25's BM25Plus would say to one question."""

    scores: NDArray[np.float64]
    """One for each passage, with the constant that passages without a word get too."""
    best: list[Hit]


class Verdict(NamedTuple):
    """How an engine's answers compare with the truth."""

    questions: int
    wrong: int
    """Questions whose answer breaks the engine's claim."""
    overlap: float
    """Share of the true best passages that were found, over all questions."""


class Oracle:
    """Scores passages by BM25Plus's formula, operation by operation as the library does it."""

    def __init__(self, passages: Passages) -> None:
        self._passages = passages
        self._lengths = np.diff(passages.starts)
        self._average = len(passages.words) / passages.size

    def answer(self, question: Sequence[int | None], k: int) -> Truth:
        """Score all passages; a word that is None is in none of them."""
        scores = np.zeros(self._passages.size)
        held = np.zeros(self._passages.size, dtype=bool)
        for word in question:
            frequencies = self._frequencies(word)
            holders = int(np.count_nonzero(frequencies))
            idf = math.log((self._passages.size + 1) / holders) if holders else 0
            norm = _K1 * (1 - _B + _B * self._lengths / self._average)
            scores += idf * (_DELTA + (frequencies * (_K1 + 1)) / (norm + frequencies))
            held |= frequencies > 0
        numbers = np.flatnonzero(held)
        best = numbers[np.lexsort((numbers, -scores[numbers]))[:k]]
        return Truth(scores, list(zip(best.tolist(), scores[best].tolist(), strict=True)))

    def _frequencies(self, word: int | None) -> NDArray[np.int64]:
        if word is None:
            return np.zeros(self._passages.size, dtype=np.int64)
        places = np.flatnonzero(self._passages.words == word)
        owners = np.searchsorted(self._passages.starts, places, side="right") - 1
        return np.bincount(owners, minlength=self._passages.size)


def numbered(questions: Sequence[Sequence[str]], passages: Passages) -> list[list[int | None]]:
    """Return the questions as numbers of words again; None for words in no passage."""
    wanted = {word for question in questions for word in question}
    known = {spell(n): n for n in np.unique(passages.words).tolist()}
    numbers = {word: known.get(word) for word in wanted}
    return [[numbers[word] for word in question] for question in questions]


def judge(
    claims: Mapping[str, Claim],
    answers: Mapping[str, Sequence[Sequence[Hit]]],
    truths: Iterable[Truth],
) -> dict[str, Verdict]:
    """Compare the answers of every engine with the truth, as far as its claim goes.

    An engine may have answered fewer questions than there are truths.
    """
    kept: dict[str, list[bool]] = {name: [] for name in claims}
    common: dict[str, list[float]] = {name: [] for name in claims}
    for position, truth in enumerate(truths):
        best = {number for number, _ in truth.best}
        for name, claim in claims.items():
            if position < len(answers[name]) and best:
                answer = [(number, score) for number, score in answers[name][position]]
                kept[name].append(_keeps(claim, answer[: len(best)], truth))
                common[name].append(len(best & {number for number, _ in answer}) / len(best))
    return {
        name: Verdict(len(kept[name]), kept[name].count(False), float(np.mean(common[name])))
        for name in claims
        if kept[name]
    }


def _keeps(claim: Claim, answer: list[Hit], truth: Truth) -> bool:
    if claim is Claim.OTHER:
        return True
    if claim is Claim.EXACT:
        return answer == truth.best
    found = sorted((float(truth.scores[number]) for number, _ in answer), reverse=True)
    wanted = [score for _, score in truth.best]
    return len(found) == len(wanted) and bool(np.allclose(found, wanted, rtol=_ROUNDING, atol=0))

"""Measure how a sentence arranges the question's words: pairs, runs, closeness, beginnings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from storybot.answering.matches import Matrix, Vector
from storybot.answering.question_form import Form
from storybot.model import Facts
from storybot.text.facts import listed

NAMES = (
    "pairs", "near_pairs", "raw_pairs", "raw_triples", "best_stretch", "spread", "longest_run",
    "longest_run_share", "first_match", "defines",
)  # fmt: skip
_STRETCH = 10
_NEAR = 5
_LATEST = 30
_SUBJECT = 8
_DEFINING = frozenset(listed("is was are were means refers became"))

Places = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of the question's own order is looked for."""

    places: dict[str, list[int]]
    pairs: dict[tuple[int, int], float]
    """Terms that follow one another, stop words left out, with a weight; these sum to 1."""
    raw_pairs: frozenset[tuple[str, ...]]
    raw_triples: frozenset[tuple[str, ...]]
    weights: Vector
    """Weight of each term; these sum to 1."""


def arrangement(form: Form, facts: Sequence[Facts], hits: Sequence[Places], idf: Vector) -> Matrix:
    """Return the features of ``NAMES``, a row per sentence."""
    asked = _asked(form, idf)
    return np.array([_row(asked, len(form.words), f, h) for f, h in zip(facts, hits, strict=True)])


def _asked(form: Form, idf: Vector) -> _Asked:
    index = {term: i for i, term in enumerate(form.terms)}
    content = [index[w] for w in form.words if w in index]
    pairs = {(a, b): min(idf[a], idf[b]) for a, b in pairwise(content)}
    total = sum(pairs.values()) or 1.0
    places: dict[str, list[int]] = {}
    for i, word in enumerate(form.words):
        places.setdefault(word, []).append(i)
    return _Asked(
        places,
        {pair: weight / total for pair, weight in pairs.items()},
        frozenset(pairwise(form.words)),
        frozenset(zip(form.words, form.words[1:], form.words[2:], strict=False)),
        idf / (idf.sum() or 1.0),
    )


def _row(asked: _Asked, words_asked: int, facts: Facts, hits: Places) -> list[float]:
    words, length = facts.words, max(len(facts.words), 1)
    if not hits:
        return [0.0] * 8 + [float(_LATEST), 0.0]
    kept = [w for w, stop in zip(words, facts.stops, strict=True) if not stop]
    order = {words[at]: term for at, term in hits}
    adjacent = {(order[a], order[b]) for a, b in pairwise(kept) if a in order and b in order}
    run = _longest_run(asked.places, words)
    return [
        sum(weight for pair, weight in asked.pairs.items() if pair in adjacent),
        _near_pairs(asked.pairs, hits),
        _shared(asked.raw_pairs, pairwise(words)),
        _shared(asked.raw_triples, zip(words, words[1:], words[2:], strict=False)),
        _best_stretch(asked.weights, hits),
        (hits[-1][0] - hits[0][0] + 1) / length,
        float(run),
        run / max(words_asked, 1),
        float(min(hits[0][0], _LATEST)),
        _defines(asked.weights, facts, hits),
    ]


def _shared(asked: frozenset[tuple[str, ...]], held: object) -> float:
    return len(asked.intersection(held)) / len(asked) if asked else 0.0  # type: ignore[arg-type]


def _near_pairs(pairs: dict[tuple[int, int], float], hits: Places) -> float:
    """Weigh the pairs that stand within a few words; the other way round counts half."""
    near = {
        (term, other)
        for i, (at, term) in enumerate(hits)
        for there, other in hits[i + 1 : i + 1 + _NEAR]
        if there - at <= _NEAR
    }
    return sum(
        weight * (1.0 if pair in near else 0.5 if pair[::-1] in near else 0.0)
        for pair, weight in pairs.items()
    )


def _best_stretch(weights: Vector, hits: Places) -> float:
    """Weigh the terms within the best stretch of about ten words."""
    best = 0.0
    for i, (start, _) in enumerate(hits):
        terms = {term for at, term in hits[i : i + _STRETCH + 1] if at - start <= _STRETCH}
        best = max(best, sum(weights[term] for term in terms))
    return best


def _longest_run(places: dict[str, list[int]], words: Sequence[str]) -> int:
    """Count the words of the longest run that stands in the question too."""
    longest, before = 0, dict[int, int]()
    for word in words:
        if word in places:
            before = {at: before.get(at - 1, 0) + 1 for at in places[word]}
            longest = max(longest, *before.values())
        elif before:
            before = {}
    return longest


def _defines(weights: Vector, facts: Facts, hits: Places) -> float:
    """Weigh the subject when the sentence opens as "X is", "X was" or "X means"."""
    top = float(weights.max()) or 1.0
    return max(
        (
            float(weights[term]) / top
            for at, term in hits
            if at < _SUBJECT and not _DEFINING.isdisjoint(facts.words[at + 1 : at + 4])
        ),
        default=0.0,
    )

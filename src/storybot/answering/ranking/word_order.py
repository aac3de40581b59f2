"""Measure how a sentence arranges the question's words: pairs, runs, closeness, beginnings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.term_matches import Matrix, Vector
from storybot.model.passages import Facts
from storybot.text.facts.mark_names import listed

NAMES = (
    "pairs", "near_pairs", "raw_pairs", "raw_triples", "best_stretch", "spread", "longest_run",
    "longest_run_share", "first_match", "defines",
)  # fmt: skip
_STRETCH = 10
_NEAR = 5
_LATEST = 30
_SUBJECT = 8
_DEFINING = frozenset(listed("is was are were means refers became"))

_NOTHING = [0.0] * 8 + [float(_LATEST), 0.0]

Places = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question's order to match against."""

    places: dict[str, list[int]]
    pairs: dict[tuple[int, int], float]
    """Adjacent terms, stop words left out, with a weight; these sum to 1."""
    raw_pairs: frozenset[tuple[str, ...]]
    raw_triples: frozenset[tuple[str, ...]]
    weights: list[float]
    """Weight of each term; these sum to 1."""


def word_order_features(
    form: AnswerType, facts: Sequence[Facts], hits: Sequence[Places], idf: Vector
) -> Matrix:
    """Return the features of ``NAMES``, a row per sentence."""
    asked = _asked(form, idf)
    return np.array([_row(asked, len(form.words), f, h) for f, h in zip(facts, hits, strict=True)])


def _asked(form: AnswerType, idf: Vector) -> _Asked:
    index = {term: i for i, term in enumerate(form.terms)}
    content = [index[w] for w in form.words if w in index]
    rarity = idf.tolist()
    pairs = {(a, b): min(rarity[a], rarity[b]) for a, b in pairwise(content)}
    total = sum(pairs.values()) or 1.0
    places: dict[str, list[int]] = {}
    for i, word in enumerate(form.words):
        places.setdefault(word, []).append(i)
    return _Asked(
        places,
        {pair: weight / total for pair, weight in pairs.items()},
        frozenset(pairwise(form.words)),
        frozenset(_triples(form.words)),
        (idf / (idf.sum() or 1.0)).tolist(),
    )


def _row(asked: _Asked, words_asked: int, facts: Facts, hits: Places) -> list[float]:
    if not hits:
        return _NOTHING
    adjacent = _adjacent(facts.stops, hits)
    stretches = _stretches(asked, facts.words)
    run = max(
        [_longest_run(asked.places, words) for words in stretches],
        # There may be only synonyms of the question's terms.
        default=int(not asked.places.keys().isdisjoint(facts.words)),
    )
    return [
        sum([weight for pair, weight in asked.pairs.items() if pair in adjacent]),
        _near_pairs(asked.pairs, hits),
        _shared(asked.raw_pairs, pairwise, stretches),
        _shared(asked.raw_triples, _triples, stretches),
        _best_stretch(asked.weights, hits),
        (hits[-1][0] - hits[0][0] + 1) / max(len(facts.words), 1),
        float(run),
        run / max(words_asked, 1),
        float(min(hits[0][0], _LATEST)),
        _defines(asked.weights, facts, hits),
    ]


def _adjacent(stops: Sequence[bool], hits: Places) -> set[tuple[int, int]]:
    """Return the adjacent terms with only stop words in between."""
    return {
        (term, other)
        for (at, term), (there, other) in pairwise([hit for hit in hits if not stops[hit[0]]])
        if all(stops[at + 1 : there])
    }


def _stretches(asked: _Asked, words: Sequence[str]) -> list[Sequence[str]]:
    """Return the runs of two or more words that are in the question, in any order."""
    held = [i for i, word in enumerate(words) if word in asked.places]
    found, start = list[Sequence[str]](), 0
    for end in range(1, len(held) + 1):
        if end == len(held) or held[end] != held[end - 1] + 1:
            if end - start > 1:
                found.append(words[held[start] : held[end - 1] + 1])
            start = end
    return found


def _triples(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(words, words[1:], words[2:], strict=False)


def _shared(
    asked: frozenset[tuple[str, ...]],
    cut: Callable[[Sequence[str]], Iterable[tuple[str, ...]]],
    stretches: Sequence[Sequence[str]],
) -> float:
    if not asked or not stretches:
        return 0.0
    held = [part for words in stretches for part in cut(words)]
    return len(asked.intersection(held)) / len(asked)


def _near_pairs(pairs: dict[tuple[int, int], float], hits: Places) -> float:
    """Weigh the pairs within a few words of each other; reversed ones count half."""
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


def _best_stretch(weights: Sequence[float], hits: Places) -> float:
    """Weigh the terms within the best stretch of about ten words."""
    best = 0.0
    for i, (start, _) in enumerate(hits):
        terms = {term for at, term in hits[i : i + _STRETCH + 1] if at - start <= _STRETCH}
        best = max(best, sum([weights[term] for term in terms]))
    return best


def _longest_run(places: dict[str, list[int]], words: Sequence[str]) -> int:
    """Count the words of the longest run in the question's order."""
    longest, before = 0, dict[int, int]()
    for word in words:
        before = {at: before.get(at - 1, 0) + 1 for at in places[word]}
        longest = max(longest, *before.values())
    return longest


def _defines(weights: Sequence[float], facts: Facts, hits: Places) -> float:
    """Weigh the subject when the sentence opens as "X is", "X was" or "X means"."""
    top = max(weights) or 1.0
    return max(
        (
            weights[term] / top
            for at, term in hits
            if at < _SUBJECT and not _DEFINING.isdisjoint(facts.words[at + 1 : at + 4])
        ),
        default=0.0,
    )

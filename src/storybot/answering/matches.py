"""Match candidate sentences with a question, term by term.

A first pass over the words of every candidate; the features are then sums over its matrices,
which have one row per candidate and one column per term of the question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from storybot.answering.question_form import Form
from storybot.answering.related import Related, Relations
from storybot.model import Facts
from storybot.text.facts import MARKS, Mark

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Terms = tuple[str, ...]
_MOSTLY = 0.67


class Found(NamedTuple):
    """A passage that the index found."""

    document: str
    title: frozenset[str]
    """Terms of the document's title."""
    score: float
    sentences: tuple[Terms, ...]


class Candidate(NamedTuple):
    """A sentence that might answer, and what stands around it in its paragraph."""

    facts: Facts
    terms: Terms
    passage: int
    """Index of its passage among those found, best first."""
    before: tuple[Terms, ...]
    """Terms of up to two sentences before it, nearest last."""
    after: Terms
    """Terms of the sentence after it, or none."""
    opening: Terms
    """Terms of the first sentence of its paragraph."""
    position: int
    """Its index in the paragraph."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Where the question's terms stand."""

    own: Matrix
    """Times that the sentence holds the term."""
    related: Matrix
    """Closeness of the closest related word, 0 to 1."""
    previous: Matrix
    earlier: Matrix
    """Times in the sentence before the one before."""
    following: Matrix
    opening: Matrix
    passage: Matrix
    document: Matrix
    """Times in the passages found of the same document."""
    title: Matrix
    named: Vector
    """1 for terms that are names, by how question and candidates write them."""
    hits: tuple[tuple[tuple[int, int], ...], ...]
    """Per candidate, (index of the word, index of the term) in order."""
    held: Matrix
    """Per candidate, 1 for each mark that a word has which the question does not hold."""


class _Counter:
    """Counts the question's terms, and other names of theirs, in runs of terms, each run once."""

    def __init__(self, index: Mapping[str, tuple[int, float]], size: int) -> None:
        self._index = index
        self._none = np.zeros(size)
        self._seen: dict[int, tuple[Terms, Vector]] = {}

    def __call__(self, terms: Terms) -> Vector:
        known = self._seen.get(id(terms))
        if known is not None:
            return known[1]
        counts = self._none
        if not self._index.keys().isdisjoint(terms):
            counts = counts.copy()
            for term in terms:
                if term in self._index:
                    at, strength = self._index[term]
                    counts[at] += strength
        self._seen[id(terms)] = (terms, counts)
        return counts


def match(
    form: Form,
    found: Sequence[Found],
    candidates: Sequence[Candidate],
    relations: Relations,
    others: Relations,
) -> Matches:
    """Match every candidate; ``found`` are the passages that they stand in, best first.

    ``others`` are other names of what the terms name: one counts as the term itself, by as much
    as it means the same.
    """
    index = _places(form, others)
    size = len(form.terms)
    count = _Counter(index, size)
    by_passage = np.array([sum(map(count, f.sentences), np.zeros(size)) for f in found])
    by_document: dict[str, Vector] = {}
    for passage, counts in zip(found, by_passage, strict=True):
        by_document[passage.document] = by_document.get(passage.document, 0.0) + counts
    titles = np.array([np.minimum(count(tuple(f.title)), 1.0) for f in found])
    at = np.array([c.passage for c in candidates])
    hits = tuple(
        tuple((i, index[w][0]) for i, w in enumerate(c.facts.words) if w in index)
        for c in candidates
    )
    return Matches(
        own=np.array([count(c.terms) for c in candidates]),
        related=_related(form, candidates, relations),
        previous=np.array([count(c.before[-1]) if c.before else count(()) for c in candidates]),
        earlier=np.array([count(c.before[0] if len(c.before) > 1 else ()) for c in candidates]),
        following=np.array([count(c.after) for c in candidates]),
        opening=np.array([count(c.opening) for c in candidates]),
        passage=by_passage[at],
        document=np.array([by_document[found[c.passage].document] for c in candidates]),
        title=titles[at],
        named=_named(form, candidates, hits),
        hits=hits,
        held=_held(form, candidates),
    )


def _places(form: Form, others: Relations) -> dict[str, tuple[int, float]]:
    """Return the column of each term and other name, and how much it counts there."""
    index: dict[str, tuple[int, float]] = {}
    for i, term in enumerate(form.terms):
        for name, strength in others.get(term, {}).items():
            if name not in index or index[name][1] < strength:
                index[name] = i, strength
    return index | {term: (i, 1.0) for i, term in enumerate(form.terms)}


def _related(form: Form, candidates: Sequence[Candidate], relations: Relations) -> Matrix:
    related = Related(form.terms, relations)
    matrix = np.zeros((len(candidates), len(form.terms)))
    for row, candidate in zip(matrix, candidates, strict=True):
        for word in candidate.terms:
            for term, closeness in related[word]:
                row[term] = max(row[term], closeness)
    return matrix


def _named(
    form: Form, candidates: Sequence[Candidate], hits: Sequence[Sequence[tuple[int, int]]]
) -> Vector:
    """Tell names by the question's capitals, and where it has none, by the candidates'."""
    seen, capital = np.zeros(len(form.terms)), np.zeros(len(form.terms))
    for candidate, places in zip(candidates, hits, strict=True):
        marks = dict(candidate.facts.marked)
        for word, term in places:
            if word:
                seen[term] += 1
                capital[term] += Mark.NAME in marks.get(word, ())
    asked = [
        surface[:1].isupper() and place > 0
        for surface, place in zip(form.surfaces, form.places, strict=True)
    ]
    mostly = capital > _MOSTLY * np.maximum(seen, 1)
    return np.array(np.maximum(np.array(asked, float), mostly), float)


def _held(form: Form, candidates: Sequence[Candidate]) -> Matrix:
    asked = set(form.words)
    held = np.zeros((len(candidates), MARKS))
    for row, candidate in zip(held, candidates, strict=True):
        words = candidate.facts.words
        for i, marks in candidate.facts.marked:
            if words[i] not in asked:
                row[list(marks)] = 1
    return held

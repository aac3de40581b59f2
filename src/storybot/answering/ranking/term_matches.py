"""Match candidate sentences with a question, term by term.

A first pass over the words of every candidate; the features are then sums over its matrices, which
have one row per candidate and one column per term of the question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.related_words import Related, Relations
from storybot.model.passages import Facts
from storybot.text.facts.mark_names import MARKS, Mark

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
Terms = tuple[str, ...]
_MOSTLY = 0.67


class TermMatch(NamedTuple):
    """A passage that the index found."""

    document: str
    title: frozenset[str]
    """Terms of the document's title."""
    score: float
    sentences: tuple[Terms, ...]


class CandidateSentence(NamedTuple):
    """A candidate sentence, and its context in the paragraph."""

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
    """Matrices of term occurrences."""

    own: Matrix
    """Occurrences in the sentence."""
    related: Matrix
    """Closeness of the closest related word, 0 to 1."""
    previous: Matrix
    earlier: Matrix
    """Occurrences two sentences before."""
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
    """Per candidate, 1 for each mark of a word that is new to the question."""


class _Counter:
    """Counts the question's terms and their synonyms in runs of terms, each run once.

    A run is counted on first use; `table` has a row for each with a match.
    """

    def __init__(self, index: Mapping[str, tuple[int, float]], size: int) -> None:
        self._index = index
        self._size = size
        self._rows = [[0.0] * size]
        self._seen: dict[int, int] = {}
        self._held: list[Terms] = []
        """Kept alive: an id identifies a run only while the run exists."""

    def row(self, terms: Terms) -> int:
        """Return the row of a run; all without a match share one."""
        known = self._seen.get(id(terms))
        if known is not None:
            return known
        found = 0
        if not self._index.keys().isdisjoint(terms):
            counts = [0.0] * self._size
            for term in terms:
                if term in self._index:
                    at, strength = self._index[term]
                    counts[at] += strength
            found = len(self._rows)
            self._rows.append(counts)
        self._seen[id(terms)] = found
        self._held.append(terms)
        return found

    def together(self, runs: Iterable[Terms]) -> list[float]:
        """Return the counts in several runs together."""
        rows = [self._rows[row] for row in map(self.row, runs) if row]
        return list(map(sum, zip(*rows, strict=True))) if rows else self._rows[0]

    @property
    def table(self) -> Matrix:
        """The counts, a row for each run."""
        return np.array(self._rows)


def match(
    form: AnswerType,
    found: Sequence[TermMatch],
    candidates: Sequence[CandidateSentence],
    relations: Relations,
    others: Relations,
) -> Matches:
    """Match every candidate; ``found`` are their passages, best first.

    ``others`` are synonyms of the terms: one counts as the term itself, by its strength.
    """
    index = _places(form, others)
    count = _Counter(index, len(form.terms))
    by_passage = np.array([count.together(f.sentences) for f in found])
    by_document: dict[str, Vector] = {}
    for passage, counts in zip(found, by_passage, strict=True):
        by_document[passage.document] = by_document.get(passage.document, 0.0) + counts
    documents = np.array([by_document[f.document] for f in found])
    titles = [count.row(tuple(f.title)) for f in found]
    at = [c.passage for c in candidates]
    rows = np.array([
        [count.row(run) for run in _runs(candidate)] + [titles[candidate.passage]]
        for candidate in candidates
    ])  # fmt: skip
    own, previous, earlier, following, opening, title = count.table[rows.T]
    hits = tuple(_hits({name: column for name, (column, _) in index.items()}, candidates))
    return Matches(
        own=own,
        related=_related(form, candidates, relations),
        previous=previous,
        earlier=earlier,
        following=following,
        opening=opening,
        passage=by_passage[at],
        document=documents[at],
        title=np.minimum(title, 1.0),
        named=_named(form, candidates, hits),
        hits=hits,
        held=_held(form, candidates),
    )


def _runs(candidate: CandidateSentence) -> tuple[Terms, Terms, Terms, Terms, Terms]:
    """Return the texts counted: the sentence, the two before, the one after, the opening."""
    before = candidate.before
    return (
        candidate.terms,
        before[-1] if before else (),
        before[0] if len(before) > 1 else (),
        candidate.after,
        candidate.opening,
    )


def _hits(
    columns: Mapping[str, int], candidates: Sequence[CandidateSentence]
) -> Iterator[tuple[tuple[int, int], ...]]:
    for candidate in candidates:
        words = candidate.facts.words
        if columns.keys().isdisjoint(words):
            yield ()
        else:
            yield tuple([(i, columns[w]) for i, w in enumerate(words) if w in columns])


def _places(form: AnswerType, others: Relations) -> dict[str, tuple[int, float]]:
    """Return the column of each term and other name, and how much it counts there."""
    index: dict[str, tuple[int, float]] = {}
    for i, term in enumerate(form.terms):
        for name, strength in others.get(term, {}).items():
            if name not in index or index[name][1] < strength:
                index[name] = i, strength
    return index | {term: (i, 1.0) for i, term in enumerate(form.terms)}


def _related(
    form: AnswerType, candidates: Sequence[CandidateSentence], relations: Relations
) -> Matrix:
    close = Related(form.terms, relations).among(frozenset().union(*[c.terms for c in candidates]))
    rows = []
    for candidate in candidates:
        row = [0.0] * len(form.terms)
        for word in close.keys() & candidate.terms:
            for term, closeness in close[word]:
                row[term] = max(row[term], closeness)
        rows.append(row)
    return np.array(rows)


def _named(
    form: AnswerType,
    candidates: Sequence[CandidateSentence],
    hits: Sequence[Sequence[tuple[int, int]]],
) -> Vector:
    """Detect names by the question's capitals, or without any, by the candidates'."""
    seen, capital = [0] * len(form.terms), [0] * len(form.terms)
    for candidate, places in zip(candidates, hits, strict=True):
        if not places:
            continue
        marks = dict(candidate.facts.marked)
        for word, term in places:
            if word:
                seen[term] += 1
                capital[term] += Mark.NAME in marks.get(word, ())
    mostly = [big > _MOSTLY * max(all, 1) for big, all in zip(capital, seen, strict=True)]
    return np.array(np.maximum(form.named, mostly), float)


def _held(form: AnswerType, candidates: Sequence[CandidateSentence]) -> Matrix:
    asked = frozenset(form.words)
    new: list[int] = []
    for row, candidate in enumerate(candidates):
        words = candidate.facts.words
        for i, marks in candidate.facts.marked:
            if words[i] not in asked:
                new += [MARKS * row + mark for mark in marks]
    held = np.zeros((len(candidates), MARKS))
    held.flat[new] = 1
    return held

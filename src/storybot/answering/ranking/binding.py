"""Bind what could fill the question's slot to the words that the question gives it.

That a sentence holds a date does not answer when; the date must be new, and stand in the clause
of what is asked. What the question says and nothing near does weighs by its rarity in the language.
"""

from collections.abc import Container, Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.query.slot import Slot
from storybot.answering.ranking.arrays import (
    Hits,
    Ints,
    Matrix,
    Vector,
    column_sums,
    flags,
    most_by,
    stretches,
)
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.term_matches import OWN, Matches, Words
from storybot.search.excerpt import CLAUSE
from storybot.text.facts.fillers import Fill
from storybot.text.facts.mark_names import Pattern

NAMES = (
    "slot_held", "slot_near", "slot_clause", "slot_of", "slot_rivals", "slot_none", "slot_other",
    "slot_weak", "said", "said_around", "unsaid_rarest", "unsaid_rarest_around",
    "negated_otherwise", "subject_clause", "plain_held", "plain_around", "plain_least",
    "plain_clause", "pair_clause", "new_words",
)  # fmt: skip
_PATTERNS: dict[str, dict[Pattern, float]] = {
    "reason": {Pattern.REASON: 1.0, Pattern.PURPOSE: 0.5},
    "quote": {Pattern.QUOTES: 1.0, Pattern.SAYS: 0.7},
    "manner": {Pattern.MEANS: 0.6},
    "definition": {Pattern.APPOSITION: 0.5, Pattern.NAMES: 0.7},
}
_MOST_RIVALS = 4
_HEAD = 0.3
"""What the words count that name the thing wanted: "how many people" is answered by "12 men"."""
_HALF = 0.5
_SAID = slice(8, 12)
_KIND, _START, _END, _OF = range(4)


def head_words(form: AnswerType) -> frozenset[str]:
    """Return the words that name the thing wanted."""
    return frozenset([form.words[i] for i in form.slot.head])


def rarity_of(form: AnswerType, head: Container[str]) -> Vector:
    """Return how rare each term is in its language, less for those that name the thing wanted."""
    pairs = zip(form.terms, form.rarity, strict=True)
    return np.array([r * (_HEAD if term in head else 1.0) for term, r in pairs])


class Said(NamedTuple):
    """How far each candidate says the terms, and it with what is around it."""

    views: Matrix
    """Both ways, per candidate and term."""
    features: Matrix
    """The four features that only weigh them, in their order."""
    share: Vector
    """Each term's share of the rarity of all."""


def binding_features(
    form: AnswerType, candidates: Candidates, m: Matches, said: Said, table: Matrix
) -> None:
    """Write the features of ``NAMES`` into the rows of a table with a column per candidate."""
    head = head_words(form)
    clauses = _clauses(m, said.share)
    _of_slot(form.slot, candidates, m, clauses, said.share, head, table[: _SAID.start])
    table[_SAID] = said.features
    np.not_equal(m.shown(Pattern.NEGATION), form.slot.negative, out=table[12])
    np.maximum.reduce(clauses.weights, out=table[13])
    _plain_words(form, m, said.views, clauses, head, table[14:])


class _Clauses(NamedTuple):
    """The clauses of the candidates; the last of each is one without a term."""

    begins: Ints
    """The words with which they begin, but the first of each sentence."""
    before: Ints
    """For each candidate, how many of them begin up to its first word."""
    weights: Matrix
    """Per clause and candidate, the weight of the question's terms there, each once."""
    terms: Matrix
    """Per term, clause and candidate, 1 where it stands there."""

    def of(self, words: Ints, owner: Ints) -> Ints:
        """Return the clause of each of some words of candidates."""
        number = _number(self.begins, words) - self.before.take(owner)
        clauses: Ints = np.minimum(number, len(self.weights) - 1)
        return clauses


def _clauses(m: Matches, share: Vector) -> _Clauses:
    words, hits = m.words, m.hits
    begins = (words.bits & CLAUSE).nonzero()[0]
    before = _number(begins, words.starts)
    number = _number(begins, hits.word) - before.take(hits.owner)
    size, most = len(words.counts), max(number.tolist(), default=0) + 2
    terms = np.zeros(len(share) * most * size)
    terms[(hits.term * most + number) * size + hits.owner] = 1.0
    weights = column_sums(terms.reshape(len(share), -1) * share[:, None])
    return _Clauses(begins, before, weights.reshape(most, size), terms.reshape(-1, most, size))


def _number(begins: Ints, words: Ints) -> Ints:
    """Return how many begin up to each of some words."""
    found: Ints = begins.searchsorted(words, side="right")
    return found


def _plain_words(
    form: AnswerType,
    m: Matches,
    views: Matrix,
    clauses: _Clauses,
    head: Container[str],
    table: Matrix,
) -> None:
    """Write what is said of the words that are neither names nor the thing wanted, each alike.

    A question of few words has each of them met, and its last one in the clause of its names.
    """
    named = m.named.nonzero()[0]
    names = set(named.tolist())
    plain = [i for i, term in enumerate(form.terms) if i not in names and term not in head]
    most = np.maximum.reduce(np.add.reduce(clauses.terms))
    np.divide(most, len(form.terms), out=table[3])
    np.log1p(np.maximum(m.lengths - np.add.reduce(m.near[OWN], axis=1), 0), out=table[5])
    if not plain:
        table[:3] = table[4] = 0.0
        return
    # A table for each word, so that the sums are from the first to the last.
    each = views.transpose(2, 0, 1)
    met = each.take(plain, axis=0)
    np.divide(np.add.reduce(met), len(plain), out=table[:2])
    np.minimum.reduce(met[:, 1], out=table[2])
    last = together = clauses.terms[plain[-1]]
    if len(named):
        led = _HALF * each[:, 1].take(named, axis=0)[:, None]
        together = np.add.reduce(np.maximum(clauses.terms.take(named, axis=0), led)) / len(named)
    np.maximum.reduce(np.minimum(together, last), out=table[4])


def _of_slot(
    slot: Slot,
    candidates: Candidates,
    m: Matches,
    clauses: _Clauses,
    share: Vector,
    head: Iterable[str],
    table: Matrix,
) -> None:
    table[:] = 0.0
    patterns = _PATTERNS.get(slot.kind)
    if patterns is not None:
        size = len(candidates.sentences)
        held = np.maximum.reduce([w * m.shown(pattern) for pattern, w in patterns.items()])
        if slot.kind == "definition":
            held = np.maximum(held, _defined(m.words, m.hits, size))
        there = flags(m.hits.term, m.hits.owner, (len(share), size))
        covered = column_sums(there * share[:, None])
        table[0] = held
        table[1:3] = held * covered
        table[5], table[7] = held == 0, held <= _HALF
    elif slot.wanted:
        _of_fillers(slot, candidates, m, clauses, share, head, table)


def _of_fillers(
    slot: Slot,
    candidates: Candidates,
    m: Matches,
    clauses: _Clauses,
    share: Vector,
    head: Iterable[str],
    table: Matrix,
) -> None:
    size = len(m.lengths)
    fillers, owner = _new_fillers(candidates, m.words)
    weight = _worth(slot.kind)[fillers[:, _KIND]]
    table[6, owner[weight == 0]] = 1.0
    fitting = weight.nonzero()[0]
    fillers, owner, weight = fillers.take(fitting, axis=0), owner[fitting], weight[fitting]
    best = most_by(owner, weight, size)
    table[0] = best
    table[1] = most_by(owner, weight * _nearness(fillers, owner, m.hits, share), size)
    clause = clauses.of(m.words.starts[owner] + fillers[:, _START], owner)
    table[2] = most_by(owner, weight * clauses.weights[clause, owner], size)
    table[3] = _of_what(m, fillers, owner, weight, head)
    rivals = np.bincount(owner[weight > _HALF], minlength=size)
    np.minimum(rivals, _MOST_RIVALS, out=table[4])
    table[5], table[7] = best == 0, best <= _HALF


@cache
def _worth(kind: str) -> Vector:
    """Return how well each kind of filler fits a kind of slot."""
    wanted = Slot(kind, (), negative=False).wanted
    return np.array([wanted.get(kind, 0.0) for kind in range(len(Fill))])


def _new_fillers(candidates: Candidates, words: Words) -> tuple[Ints, Ints]:
    """Return the fillers that are not the question's own words, with their candidates."""
    excerpt = candidates.excerpt
    starts = excerpt.fillers_from[candidates.sentences]
    counts = excerpt.fillers_from[candidates.sentences + 1] - starts
    fillers = excerpt.fillers.take(stretches(starts, counts), axis=0)
    owner = np.arange(len(counts)).repeat(counts)
    edges = fillers.T[_START : _END + 1]
    begin, end = words.asked_at.searchsorted(edges + words.starts.take(owner))
    new = (end - begin < edges[1] - edges[0]).nonzero()[0]
    return fillers.take(new, axis=0), owner[new]


def _nearness(fillers: Ints, owner: Ints, hits: Hits, share: Vector) -> Vector:
    """Weigh the question's terms by their distance to a filler."""
    one, hit = hits.by_candidate.beside(owner)
    at = hits.place[hit]
    start, last = fillers[one, _START], fillers[one, _END] - 1
    distance = np.maximum(np.maximum(start - at, at - last), 0)
    size = len(fillers)
    near = most_by(hits.term[hit] * size + one, 4 / (4 + distance), len(share) * size)
    return column_sums(near.reshape(len(share), size) * share[:, None])


def _of_what(m: Matches, fillers: Ints, owner: Ints, weight: Vector, head: Iterable[str]) -> Vector:
    """Weigh the fillers of the thing asked for; below 0 where they are only of other things."""
    size = len(m.lengths)
    of, first = np.zeros(size), np.zeros(size)
    what = fillers[:, _OF]
    own = np.zeros(len(what), bool)
    for number in m.wanted.numbers(head).tolist():
        own |= what == number
    own &= what >= 0
    np.maximum.at(of, owner[own], weight[own])
    others = ((what >= 0) & ~own).nonzero()[0][::-1]
    first[owner[others]] = weight[others]  # the first of each candidate is written last
    return np.where(of > 0, of, -0.5 * first)


def _defined(words: Words, hits: Hits, size: int) -> Vector:
    """Tell whether a clause begins right after what is asked for."""
    begins = np.zeros(len(words.bits) + 1, bool)
    np.not_equal(words.bits & CLAUSE, 0, out=begins[:-1])
    return most_by(hits.owner, 0.6 * begins[hits.word + 1], size)

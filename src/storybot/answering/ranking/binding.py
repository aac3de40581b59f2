"""Bind what could fill the question's slot to the words that the question gives it.

That a sentence holds a date does not answer when; the date must be new, and stand in the clause
of what is asked. What the question says and nothing near does weighs by its rarity in the language.
"""

from dataclasses import dataclass

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.query.slot import Slot
from storybot.answering.ranking.arrays import (
    Ints,
    Matrix,
    Vector,
    flags,
    most_by,
    row_sums,
    stretches,
)
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.term_matches import AFTER, BEFORE, OWN, Hits, Matches, Words
from storybot.search.excerpt import CLAUSE, SentenceField
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
_TOP = 5.0
_HEAD = 0.3
"""What the words count that name the thing wanted: "how many people" is answered by "12 men"."""
_HALF = 0.5
_OF_SLOT = 8
_KIND, _START, _END, _OF = range(4)
_KINDS = len(Fill)


def binding_features(form: AnswerType, candidates: Candidates, m: Matches) -> dict[str, Vector]:
    """Return the features of ``NAMES``, by name."""
    slot = form.slot
    head = {form.words[i] for i in slot.head}
    rarity = np.array([
        r * (_HEAD if t in head else 1.0) for t, r in zip(form.terms, form.rarity, strict=True)
    ])  # fmt: skip
    share = rarity / (float(rarity.sum()) or 1.0)
    held = m.holds
    around = np.maximum(held, m.title)
    np.maximum(around, m.present[BEFORE : AFTER + 1].max(axis=0), out=around)
    said = (
        held @ share,
        around @ share,
        ((1 - held) * rarity).max(axis=1) / _TOP,
        ((1 - around) * rarity).max(axis=1) / _TOP,
    )
    clauses = _clauses(m.words, m.hits, share)
    patterns = candidates.excerpt.sentences[candidates.sentences, SentenceField.PATTERNS]
    denies = patterns >> Pattern.NEGATION & 1 != slot.negative
    of_slot = _of_slot(slot, candidates, m, clauses, share, head)
    plain = _plain_words(form, m, around, clauses, head)
    columns = (*of_slot, *said, denies * 1.0, clauses.weights.max(axis=1), *plain)
    return dict(zip(NAMES, columns, strict=True))


@dataclass(frozen=True, slots=True)
class _Clauses:
    """The clauses of the candidates."""

    number: Ints
    """For each word, the number of its clause in its sentence."""
    weights: Matrix
    """Per candidate and clause, the weight of the question's terms there, each once."""
    terms: Matrix
    """Per candidate, clause and term, 1 where it stands there."""


def _clauses(words: Words, hits: Hits, share: Vector) -> _Clauses:
    begun = (words.bits & CLAUSE != 0).cumsum()
    some = np.flatnonzero(words.counts)
    before = np.zeros(len(words.counts), int)
    before[some] = begun[words.starts[some]]
    number = begun - before[words.owner]
    most, size = int(number.max(initial=0)) + 1, len(words.counts)
    place = hits.owner * most + number[hits.word]
    inside = flags(place, hits.term, (size * most, len(share)))
    weights = row_sums(inside * share).reshape(size, most)
    return _Clauses(number, weights, inside.reshape(size, most, len(share)))


def _plain_words(
    form: AnswerType, m: Matches, around: Matrix, clauses: _Clauses, head: set[str]
) -> list[Vector]:
    """Return what is said of the words that are neither names nor the thing wanted, each alike.

    A question of few words has each of them met, and its last one in the clause of its names.
    """
    named = m.named > 0
    plain = ~named & ~np.array([term in head for term in form.terms])
    new = np.log1p(np.maximum(m.lengths - m.near[OWN].sum(axis=1), 0))
    if not plain.any():
        none = np.zeros(len(m.lengths))
        return [none, none, none, clauses.terms.mean(axis=2).max(axis=1), none, new]
    last = clauses.terms[:, :, np.flatnonzero(plain)[-1]]
    led = _HALF * around[:, None, named]
    names = np.maximum(clauses.terms[:, :, named], led).mean(axis=2) if named.any() else last
    return [
        m.holds[:, plain].mean(axis=1),
        around[:, plain].mean(axis=1),
        around[:, plain].min(axis=1),
        clauses.terms.mean(axis=2).max(axis=1),
        np.minimum(names, last).max(axis=1),
        new,
    ]


def _of_slot(
    slot: Slot,
    candidates: Candidates,
    m: Matches,
    clauses: _Clauses,
    share: Vector,
    head: set[str],
) -> list[Vector]:
    size = len(candidates.sentences)
    none = np.zeros(size)
    patterns = _PATTERNS.get(slot.kind)
    if patterns is not None:
        shown = candidates.excerpt.sentences[candidates.sentences, SentenceField.PATTERNS]
        held = np.maximum.reduce([w * (shown >> form & 1) for form, w in patterns.items()])
        if slot.kind == "definition":
            held = np.maximum(held, _defined(m.words, m.hits, size))
        covered = row_sums(flags(m.hits.owner, m.hits.term, (size, len(share))) * share)
        weak = (held <= _HALF) * 1.0
        return [held, held * covered, held * covered, none, none, (held == 0) * 1.0, none, weak]
    if not slot.wanted:
        return [none] * _OF_SLOT
    return _of_fillers(slot, candidates, m, clauses, share, head)


def _of_fillers(
    slot: Slot,
    candidates: Candidates,
    m: Matches,
    clauses: _Clauses,
    share: Vector,
    head: set[str],
) -> list[Vector]:
    size = len(candidates.sentences)
    fillers, owner = _new_fillers(candidates, m.words)
    wanted = slot.wanted
    worth = np.array([wanted.get(kind, 0.0) for kind in range(_KINDS)])
    weight = worth[fillers[:, _KIND]]
    other = most_by(owner, (weight == 0) * 1.0, size)
    fitting = weight > 0
    fillers, owner, weight = fillers[fitting], owner[fitting], weight[fitting]
    best = most_by(owner, weight, size)
    near = most_by(owner, weight * _nearness(fillers, owner, m.hits, share), size)
    clause = clauses.number[m.words.starts[owner] + fillers[:, _START]]
    bound = most_by(owner, weight * clauses.weights[owner, clause], size)
    rivals = np.bincount(owner[weight > _HALF], minlength=size)
    of = _of_what(candidates, fillers, owner, weight, head)
    return [
        best,
        near,
        bound,
        of,
        np.minimum(rivals, _MOST_RIVALS) * 1.0,
        (best == 0) * 1.0,
        other,
        (best <= _HALF) * 1.0,
    ]


def _new_fillers(candidates: Candidates, words: Words) -> tuple[Ints, Ints]:
    """Return the fillers that are not the question's own words, with their candidates."""
    excerpt = candidates.excerpt
    starts = excerpt.fillers_from[candidates.sentences]
    counts = excerpt.fillers_from[candidates.sentences + 1] - starts
    fillers = excerpt.fillers[stretches(starts, counts)]
    owner = np.repeat(np.arange(len(counts)), counts)
    asked = np.concatenate(([0], (words.asked >= 0).cumsum()))
    first = words.starts[owner]
    known = asked[first + fillers[:, _END]] - asked[first + fillers[:, _START]]
    new = known < fillers[:, _END] - fillers[:, _START]
    return fillers[new], owner[new]


def _nearness(fillers: Ints, owner: Ints, hits: Hits, share: Vector) -> Vector:
    """Weigh the question's terms by their distance to a filler."""
    one, hit = hits.by_candidate.beside(owner)
    at = hits.place[hit]
    start, last = fillers[one, _START], fillers[one, _END] - 1
    distance = np.where(at < start, start - at, np.maximum(0, at - last))
    near = most_by(one * len(share) + hits.term[hit], 4 / (4 + distance), len(fillers) * len(share))
    return row_sums(near.reshape(-1, len(share)) * share)


def _of_what(
    candidates: Candidates, fillers: Ints, owner: Ints, weight: Vector, head: set[str]
) -> Vector:
    """Weigh the fillers of the thing asked for; below 0 where they are only of other things."""
    size = len(candidates.sentences)
    named = fillers[:, _OF] >= 0
    heads = candidates.table.numbers(sorted(head))
    own = named & (fillers[:, _OF][:, None] == heads).any(axis=1)
    of = most_by(owner[own], weight[own], size)
    others = np.flatnonzero(named & ~own)[::-1]
    first = np.zeros(size)
    first[owner[others]] = weight[others]  # the first of each candidate is written last
    return np.where(of > 0, of, -0.5 * first)


def _defined(words: Words, hits: Hits, size: int) -> Vector:
    """Tell whether a clause begins right after what is asked for."""
    begins = np.concatenate((words.bits & CLAUSE != 0, [False]))
    after = hits.word + 1
    return most_by(hits.owner, 0.6 * begins[after], size)

"""Bind what could fill the question's slot to the words that the question gives it.

That a sentence holds a date does not answer when; the date must be new, and stand in the clause
of what is asked. What the question says and nothing near does weighs by its rarity in the language.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.query.slot import Slot
from storybot.answering.ranking.term_matches import CandidateSentence, Matches, Vector
from storybot.model.passages import Facts, Filler
from storybot.text.facts.mark_names import Pattern

NAMES = (
    "slot_held", "slot_near", "slot_clause", "slot_of", "slot_rivals", "slot_none", "slot_other",
    "said", "said_around", "unsaid_rarest", "unsaid_rarest_around", "negated_otherwise",
    "subject_clause",
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
_OF_SLOT = 7
_NO_SLOT = [0.0] * _OF_SLOT


def binding_features(
    form: AnswerType, candidates: Sequence[CandidateSentence], m: Matches
) -> dict[str, Vector]:
    """Return the features of ``NAMES``, by name."""
    slot = form.slot
    head = {form.words[i] for i in slot.head}
    rarity = np.array([
        r * (_HEAD if t in head else 1.0) for t, r in zip(form.terms, form.rarity, strict=True)
    ])  # fmt: skip
    share = rarity / (float(rarity.sum()) or 1.0)
    bind = _Binder(slot, head, frozenset(form.words), share.tolist())
    rows = [bind.row(c.facts, hits) for c, hits in zip(candidates, m.hits, strict=True)]
    held = np.maximum(m.own > 0, m.related)
    around = np.maximum.reduce([
        held, m.title, (m.previous > 0) * 1.0, (m.earlier > 0) * 1.0, (m.opening > 0) * 1.0,
        (m.following > 0) * 1.0,
    ])  # fmt: skip
    table = np.array(rows).T
    said = np.array(
        [
            held @ share,
            around @ share,
            ((1 - held) * rarity).max(axis=1) / _TOP,
            ((1 - around) * rarity).max(axis=1) / _TOP,
        ]
    )
    return dict(zip(NAMES, (*table[:_OF_SLOT], *said, *table[_OF_SLOT:]), strict=True))


@dataclass(frozen=True, slots=True)
class _Binder:
    """One question's slot, and its words by index of their term."""

    slot: Slot
    head: set[str]
    asked: frozenset[str]
    share: Sequence[float]
    """Weight of each term; these sum to 1."""

    def row(self, facts: Facts, hits: Sequence[tuple[int, int]]) -> list[float]:
        """Return the features that are read off a sentence: those of its slot, and two more."""
        clauses = self._by_clause(facts, hits)
        return [
            *self._of_slot(facts, hits, clauses),
            float(facts.patterns[Pattern.NEGATION] != self.slot.negative),
            max(clauses.values(), default=0.0),
        ]

    def _of_slot(
        self, facts: Facts, hits: Sequence[tuple[int, int]], clauses: Mapping[int, float]
    ) -> list[float]:
        patterns = _PATTERNS.get(self.slot.kind)
        if patterns is not None:
            held = max([weight * facts.patterns[form] for form, weight in patterns.items()])
            if self.slot.kind == "definition":
                held = max(held, _defined(facts, hits))
            covered = sum([self.share[t] for t in {t for _, t in hits}])
            return [held, held * covered, held * covered, 0.0, 0.0, float(not held), 0.0]
        wanted = self.slot.wanted
        if not wanted:
            return _NO_SLOT
        best = near = clause = of = other = 0.0
        rivals = 0
        for filler in _new(facts, self.asked):
            weight = wanted.get(filler.kind, 0.0)
            if not weight:
                other = 1.0
                continue
            rivals += weight > _HALF
            best = max(best, weight)
            if hits:
                near = max(near, weight * self._nearness(filler, hits))
                inside = bisect_right(facts.clauses, filler.start)
                clause = max(clause, weight * clauses.get(inside, 0.0))
            if filler.of:
                of = max(of, weight) if filler.of in self.head else (of or -0.5 * weight)
        return [best, near, clause, of, float(min(rivals, _MOST_RIVALS)), float(not best), other]

    def _by_clause(self, facts: Facts, hits: Sequence[tuple[int, int]]) -> dict[int, float]:
        """Weigh the question's terms in each clause that holds any, each term once."""
        share = self.share
        if not facts.clauses:
            return {0: sum([share[t] for t in {t for _, t in hits}])} if hits else {}
        inside: dict[int, float] = {}
        for at, term in {(bisect_right(facts.clauses, at), term) for at, term in hits}:
            inside[at] = inside.get(at, 0.0) + share[term]
        return inside

    def _nearness(self, filler: Filler, hits: Sequence[tuple[int, int]]) -> float:
        near: dict[int, float] = {}
        start, last = filler.start, filler.end - 1
        for at, term in hits:
            closeness = 4 / (4 + (start - at if at < start else max(0, at - last)))
            if closeness > near.get(term, 0.0):
                near[term] = closeness
        share = self.share
        return sum([closeness * share[term] for term, closeness in near.items()])


def _new(facts: Facts, asked: frozenset[str]) -> Iterator[Filler]:
    """Yield the fillers that are not the question's own words."""
    for filler in facts.fillers:
        if not asked.issuperset(facts.words[filler.start : filler.end]):
            yield filler


def _defined(facts: Facts, hits: Sequence[tuple[int, int]]) -> float:
    """Tell whether a clause begins right after what is asked for."""
    return 0.6 if any(at + 1 in facts.clauses for at, _ in hits) else 0.0

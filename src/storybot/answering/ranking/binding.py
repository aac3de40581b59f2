"""Bind what could fill the question's slot to the words that the question gives it.

That a sentence holds a date does not answer when; the date must be new, and stand in the clause
of what is asked. What the question says and nothing near does weighs by its rarity in the language.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.query.slot import Slot
from storybot.answering.ranking.term_matches import CandidateSentence, Matches, Vector
from storybot.model.passages import Facts, Filler
from storybot.text.facts.fillers import Fill
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
_NUMBERS = frozenset(
    {
        Fill.NUMBER,
        *range(Fill.LENGTH, Fill.OFFICE),
        Fill.MONEY,
        Fill.PERCENT,
    }
)
_MOST_RIVALS = 4
_TOP = 5.0
_HEAD = 0.3
"""What the words count that name the thing wanted: "how many people" is answered by "12 men"."""
_DEFINED_WITHIN = 2


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
    rows = [
        _row(slot, head, frozenset(form.words), c.facts, hits, share.tolist())
        for c, hits in zip(candidates, m.hits, strict=True)
    ]
    held = np.maximum(m.own > 0, m.related)
    around = np.maximum.reduce([
        held, m.title, (m.previous > 0) * 1.0, (m.earlier > 0) * 1.0, (m.opening > 0) * 1.0,
        (m.following > 0) * 1.0,
    ])  # fmt: skip
    said = np.array(
        [
            held @ share,
            around @ share,
            ((1 - held) * rarity).max(axis=1) / _TOP,
            ((1 - around) * rarity).max(axis=1) / _TOP,
        ]
    )
    table = dict(zip(NAMES, np.array(rows).T, strict=False))
    return (
        table
        | dict(zip(NAMES[7:11], said, strict=True))
        | {
            "negated_otherwise": np.array(
                [float(c.facts.patterns[Pattern.NEGATION] != slot.negative) for c in candidates]
            ),
            "subject_clause": np.array(
                [
                    _best_clause(c.facts, hits, share.tolist())
                    for c, hits in zip(candidates, m.hits, strict=True)
                ]
            ),
        }
    )


def _row(
    slot: Slot,
    head: set[str],
    asked: frozenset[str],
    facts: Facts,
    hits: Sequence[tuple[int, int]],
    share: Sequence[float],
) -> list[float]:
    """Return the features that begin with ``slot``."""
    patterns = _PATTERNS.get(slot.kind)
    if patterns is not None:
        held = max(weight * facts.patterns[pattern] for pattern, weight in patterns.items())
        if slot.kind == "definition":
            held = max(held, _defined(facts, hits))
        covered = sum([share[t] for t in {t for _, t in hits}])
        return [held, held * covered, held * covered, 0.0, 0.0, float(not held), 0.0]
    wanted = slot.wanted
    if not wanted:
        return [0.0] * 7
    best = near = clause = of = 0.0
    rivals, other = 0, 0.0
    for filler in _new(facts, asked):
        weight = wanted.get(filler.kind, 0.0)
        if not weight:
            other = 1.0
            continue
        rivals += weight > 0.5  # noqa: PLR2004 - half
        best = max(best, weight)
        near = max(near, weight * _nearness(filler, hits, share))
        clause = max(clause, weight * _in_clause(facts, filler, hits, share))
        if filler.of:
            of = max(of, weight) if filler.of in head else (of or -0.5 * weight)
    return [best, near, clause, of, float(min(rivals, _MOST_RIVALS)), float(not best), other]


def _new(facts: Facts, asked: frozenset[str]) -> Iterator[Filler]:
    """Yield the fillers that are not the question's own words."""
    for filler in facts.fillers:
        if not asked.issuperset(facts.words[filler.start : filler.end]):
            yield filler


def _nearness(filler: Filler, hits: Sequence[tuple[int, int]], share: Sequence[float]) -> float:
    near: dict[int, float] = {}
    for at, term in hits:
        away = filler.start - at if at < filler.start else max(0, at - filler.end + 1)
        near[term] = max(near.get(term, 0.0), 4 / (4 + away))
    return sum([closeness * share[term] for term, closeness in near.items()])


def _in_clause(
    facts: Facts, filler: Filler, hits: Sequence[tuple[int, int]], share: Sequence[float]
) -> float:
    start = max((c for c in facts.clauses if c <= filler.start), default=0)
    end = min((c for c in facts.clauses if c > filler.start), default=len(facts.words))
    return sum([share[t] for t in {t for at, t in hits if start <= at < end}])


def _best_clause(facts: Facts, hits: Sequence[tuple[int, int]], share: Sequence[float]) -> float:
    """Weigh the terms in the clause that holds the most of the question."""
    borders = (0, *facts.clauses, len(facts.words))
    best = 0.0
    for start, end in pairwise(borders):
        best = max(best, sum([share[t] for t in {t for at, t in hits if start <= at < end}]))
    return best


def _defined(facts: Facts, hits: Sequence[tuple[int, int]]) -> float:
    """Tell whether a clause begins right after what is asked for."""
    after = [at + 1 for at, _ in hits]
    return 0.6 if any(place in facts.clauses for place in after) else 0.0

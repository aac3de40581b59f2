"""Features of what would answer, and of a candidate sentence among the others.

Which words are of the expected type, and what they are near; the best of its article.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import (
    Hits,
    Ints,
    Matrix,
    Vector,
    column_sums,
    most_by,
    numbered,
)
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.term_matches import Matches
from storybot.text.aliases import Aliases
from storybot.text.facts.mark_names import Mark, Pattern

KIND_NAMES = ("kind", "kind_near")
NAMES = ("number_focus", "document_best", "of_passage")
_ALIASES = Aliases()
"""Countries, peoples and bodies: no answers to who."""
_COUNTING = frozenset({"how_many", "how_much", "number_x", "how_long"})
_AHEAD, _BEHIND = 5, 3
"""Words after and before a number searched for its unit."""
_TIE = 1e-9

_WANTED: dict[str, dict[int, float]] = {
    "who": {
        Mark.LONG_NAME: 1.0, Mark.NAME: 0.7, Mark.FIRST_NAME: 0.4, Mark.OFFICE: 0.3, Mark.TRADE: 0.2
    },
    "when": {
        Mark.YEAR: 1.0, Mark.MONTH: 1.0, Mark.DECADE: 1.0, Mark.DAY: 0.9, Mark.MOMENT: 0.35,
        Mark.DURATION: 0.3, Mark.ORDINAL: 0.3,
    },
    "when_x": {
        Mark.YEAR: 1.0, Mark.MONTH: 0.8, Mark.DAY: 0.8, Mark.DECADE: 0.8, Mark.DURATION: 0.3,
        Mark.ORDINAL: 0.2,
    },
    "where": {
        Mark.LOCATED: 1.0, Mark.NAME: 0.6, Mark.PLACE_WORD: 0.5, Mark.LONG_NAME: 0.5,
        Mark.NATION: 0.3,
    },
    "where_x": {
        Mark.LOCATED: 1.0, Mark.NAME: 0.8, Mark.LONG_NAME: 0.7, Mark.FIRST_NAME: 0.5,
        Mark.NATION: 0.5, Mark.PLACE_WORD: 0.3,
    },
    "how_many": {Mark.NUMBER: 1.0, Mark.NUMBER_WORD: 0.9, Mark.YEAR: 0.2},
    "how_much": {Mark.MONEY: 1.0, Mark.NUMBER: 0.9, Mark.PERCENT: 0.9, Mark.NUMBER_WORD: 0.5},
    "number_x": {Mark.PERCENT: 1.0, Mark.NUMBER: 0.9, Mark.NUMBER_WORD: 0.6, Mark.MONEY: 0.6},
    "how_long": {
        Mark.DURATION: 1.0, Mark.UNIT: 0.6, Mark.NUMBER: 0.5, Mark.NUMBER_WORD: 0.5, Mark.YEAR: 0.4
    },
    "how_old": {Mark.NUMBER: 1.0, Mark.NUMBER_WORD: 0.5, Mark.YEAR: 0.4},
    "how_adj": {Mark.NUMBER: 1.0, Mark.UNIT: 1.0, Mark.NUMBER_WORD: 0.5, Mark.DURATION: 0.5},
}  # fmt: skip
_WANTED_PATTERNS: dict[str, dict[Pattern, float]] = {
    "why": {Pattern.REASON: 1.0, Pattern.PURPOSE: 0.4},
    "how": {Pattern.MEANS: 0.6, Pattern.PURPOSE: 0.2},
    "who": {Pattern.APPOSITION: 0.2},
    "how_old": {Pattern.AGE: 1.0},
    "how_much": {Pattern.MONEY_SIGN: 1.0},
}


def kind_features(
    form: AnswerType, candidates: Candidates, m: Matches, idf: Vector, table: Matrix
) -> None:
    """Write the features of ``KIND_NAMES``: whether a sentence has the expected type, near what."""
    table[:2] = 0.0
    weights = _WANTED.get(form.kind)
    if weights:
        at, weight = _held_wanted(form, candidates, m, weights)
        owner = m.words.owner[at]
        np.maximum.at(table[0], owner, weight)
        share = idf / (float(idf.sum()) or 1.0)
        place = at - m.words.starts[owner]
        np.maximum.at(table[1], owner, weight * _nearness(place, owner, m.hits, share))
    for pattern, worth in _WANTED_PATTERNS.get(form.kind, {}).items():
        np.maximum(table[0], worth * m.shown(pattern), out=table[0])


def _held_wanted(
    form: AnswerType, candidates: Candidates, m: Matches, weights: Mapping[int, float]
) -> tuple[Ints, Vector]:
    """Return the words of the expected type that are new to the question, with their weight."""
    wanted = sum([1 << mark for mark in weights])
    at = ((m.words.bits & wanted != 0) & (m.words.asked < 0)).nonzero()[0]
    if form.kind == "who":
        distinct, which = numbered(m.words.number[at])
        names = candidates.table.texts(np.array(distinct, int))
        at = at[~np.array([_ALIASES.knows(name, "en") for name in names], bool)[which]]
    bits = m.words.bits[at]
    worth = _worth(form.kind)
    return at, np.array([worth[held] for held in (bits & wanted).tolist()], float)


class _Worth(dict[int, float]):
    """What words are worth by their marks, as bits, to a kind of question."""

    def __init__(self, kind: str) -> None:
        self._weights = _WANTED[kind]

    def __missing__(self, marks: int) -> float:
        """Take the most that any of the marks is worth."""
        found = self[marks] = max(w * (marks >> mark & 1) for mark, w in self._weights.items())
        return found


_worth = cache(_Worth)


def _nearness(places: Ints, owner: Ints, hits: Hits, share: Vector) -> Vector:
    """Weigh the question's terms by their distance to a word."""
    one, hit = hits.by_candidate.beside(owner)
    closeness = 4 / (4 + np.abs(hits.place[hit] - places[one]))
    size = len(places)
    near = most_by(hits.term[hit] * size + one, closeness, len(share) * size)
    return column_sums(near.reshape(len(share), size) * share[:, None])


def context_features(
    form: AnswerType, candidates: Candidates, m: Matches, coverage: Vector, table: Matrix
) -> None:
    """Write the features of ``NAMES`` into the rows of a table with a column per candidate.

    ``coverage`` is the share of the question in each.
    """
    best = most_by(candidates.passage, coverage, len(candidates.found))
    of_document = most_by(m.document, best, len(best))
    table[0] = _number_focus(form, m)
    table[1] = of_document[m.document][candidates.passage]
    np.divide(coverage, np.maximum(best[candidates.passage], _TIE), out=table[2])


def _number_focus(form: AnswerType, m: Matches) -> Vector | float:
    """Return how close a new number is to the thing that the question counts, 0 to 1."""
    size, words = len(m.lengths), m.words
    counted = [term for term, inside in zip(form.terms, form.focus.tolist(), strict=True) if inside]
    if form.kind not in _COUNTING or not counted:
        return 0.0
    number = words.marked(Mark.NUMBER) | words.marked(Mark.NUMBER_WORD)
    numbers = np.flatnonzero(number & (words.asked < 0))
    thing = m.wanted.flags(counted)[words.code]
    steps = np.array([step for step in range(-_BEHIND, _AHEAD) if step])
    near = numbers[:, None] + steps
    inside = (near >= 0) & (near < len(thing))
    near = np.clip(near, 0, max(len(thing) - 1, 0))
    inside &= (words.owner[near] == words.owner[numbers][:, None]) & thing[near]
    closeness = (inside / np.abs(steps)).max(axis=1, initial=0.0)
    return most_by(words.owner[numbers], closeness, size)

"""Features of a candidate sentence among the others: its article's best, the number it is near."""

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Vector, most_by, numbered
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.term_matches import Matches
from storybot.text.facts.mark_names import Mark

_COUNTING = frozenset({"how_many", "how_much", "number_x", "how_long"})
_AHEAD, _BEHIND = 5, 3
"""Words after and before a number searched for its unit."""
_TIE = 1e-9


def context_features(
    form: AnswerType, candidates: Candidates, matches: Matches, coverage: Vector
) -> dict[str, Vector]:
    """Return context features, by name; ``coverage`` is the share of the question in each."""
    best = most_by(candidates.passage, coverage, len(candidates.found))
    _, document = numbered(candidates.excerpt.document[candidates.found])
    of_document = most_by(document, best, len(best))
    return {
        "number_focus": _number_focus(form, candidates, matches),
        "document_best": of_document[document][candidates.passage],
        "of_passage": coverage / np.maximum(best[candidates.passage], _TIE),
    }


def _number_focus(form: AnswerType, candidates: Candidates, m: Matches) -> Vector:
    """Return how close a new number is to the thing that the question counts, 0 to 1."""
    size, words = len(m.lengths), m.words
    counted = [term for term, inside in zip(form.terms, form.focus, strict=True) if inside]
    if form.kind not in _COUNTING or not counted:
        return np.zeros(size)
    number = words.marked(Mark.NUMBER) | words.marked(Mark.NUMBER_WORD)
    numbers = np.flatnonzero(number & (words.asked < 0))
    wanted = candidates.table.numbers(counted)
    thing = (words.number[:, None] == wanted).any(axis=1)
    steps = np.array([step for step in range(-_BEHIND, _AHEAD) if step])
    near = numbers[:, None] + steps
    inside = (near >= 0) & (near < len(thing))
    near = np.clip(near, 0, max(len(thing) - 1, 0))
    inside &= (words.owner[near] == words.owner[numbers][:, None]) & thing[near]
    closeness = (inside / np.abs(steps)).max(axis=1, initial=0.0)
    return most_by(words.owner[numbers], closeness, size)

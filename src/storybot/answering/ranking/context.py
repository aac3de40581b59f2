"""Context features of a candidate sentence.

The answer's sentence often omits names from the sentences before it: "His place goes to Lavrov"
answers who replaces whom two sentences later.
"""

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Vector, most_by, numbered, shares
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.term_matches import Matches
from storybot.text.facts.mark_names import Mark

_BEFORE, _EARLIER, _OPENING = 0.8, 0.7, 0.5
"""Weight of a term in the previous sentence, the one before that, or the first of the paragraph."""
_COUNTING = frozenset({"how_many", "how_much", "number_x", "how_long"})
_AHEAD, _BEHIND = 5, 3
"""Words after and before a number searched for its unit."""
_TIE = 1e-9


def context_features(
    form: AnswerType, idf: Vector, candidates: Candidates, matches: Matches, coverage: Vector
) -> dict[str, Vector]:
    """Return context features, by name; ``coverage`` is the share of the question in each."""
    columns = _led(idf, matches)
    columns["number_focus"] = _number_focus(form, candidates, matches)
    best = most_by(candidates.passage, coverage, len(candidates.found))
    _, document = numbered(candidates.excerpt.document[candidates.found])
    of_document = most_by(document, best, len(best))
    columns["document_best"] = of_document[document][candidates.passage]
    columns["of_passage"] = coverage / np.maximum(best[candidates.passage], _TIE)
    return columns


def _led(idf: Vector, m: Matches) -> dict[str, Vector]:
    held, before, earlier, opening = m.holds, m.holds_before, m.holds_earlier, m.holds_opening
    led = np.maximum.reduce([held, _BEFORE * before, _EARLIER * earlier, _OPENING * opening])
    spoken_of = np.maximum.reduce([held, before, earlier, opening, m.title])
    return {
        "led_far": shares([led], idf)[0],
        "rest_led_far": shares([led], idf * (1 - m.named))[0],
        "names_led_far": shares([spoken_of], idf * m.named)[0],
    }


def _number_focus(form: AnswerType, candidates: Candidates, m: Matches) -> Vector:
    """Return how close a new number is to the thing that the question counts, 0 to 1."""
    size, words = len(m.own), m.words
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

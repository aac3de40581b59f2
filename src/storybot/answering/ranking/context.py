"""Context features of a candidate sentence.

The answer's sentence often omits names from the sentences before it: "His place goes to Lavrov"
answers who replaces whom two sentences later.
"""

from collections.abc import Sequence

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.term_matches import (
    CandidateSentence,
    Matches,
    Matrix,
    TermMatch,
    Vector,
)
from storybot.text.facts.mark_names import Mark

_BEFORE, _EARLIER, _OPENING = 0.8, 0.7, 0.5
"""Weight of a term in the previous sentence, the one before that, or the first of the paragraph."""
_COUNTING = frozenset({"how_many", "how_much", "number_x", "how_long"})
_AHEAD, _BEHIND = 5, 3
"""Words after and before a number searched for its unit."""
_TIE = 1e-9


def context_features(
    form: AnswerType,
    idf: Vector,
    found: Sequence[TermMatch],
    candidates: Sequence[CandidateSentence],
    matches: Matches,
    coverage: Vector,
) -> dict[str, Vector]:
    """Return context features, by name; ``coverage`` is the share of the question in each."""
    columns = _led(idf, matches)
    columns["number_focus"] = np.array([_number_focus(form, c) for c in candidates])
    documents = [found[c.passage].document for c in candidates]
    passages = [c.passage for c in candidates]
    columns["document_best"] = _best_of(documents, coverage)
    columns["of_passage"] = coverage / np.maximum(_best_of(passages, coverage), _TIE)
    return columns


def _led(idf: Vector, m: Matches) -> dict[str, Vector]:
    held = np.maximum(m.own > 0, m.related)
    before, earlier, opening = ((x > 0) * 1.0 for x in (m.previous, m.earlier, m.opening))
    led = np.maximum.reduce([held, _BEFORE * before, _EARLIER * earlier, _OPENING * opening])
    spoken_of = np.maximum.reduce([held, before, earlier, opening, m.title])
    return {
        "led_far": _share(led, idf),
        "rest_led_far": _share(led, idf * (1 - m.named)),
        "names_led_far": _share(spoken_of, idf * m.named),
    }


def _share(present: Matrix, weights: Vector) -> Vector:
    total = float(weights.sum())
    return present @ weights / total if total else np.zeros(len(present))


def _number_focus(form: AnswerType, candidate: CandidateSentence) -> float:
    """Return how close a new number is to the thing that the question counts, 0 to 1."""
    if form.kind not in _COUNTING:
        return 0.0
    counted = {term for term, inside in zip(form.terms, form.focus, strict=True) if inside}
    words, best = candidate.facts.words, 0.0
    for i, marks in candidate.facts.marked:
        if (Mark.NUMBER in marks or Mark.NUMBER_WORD in marks) and words[i] not in form.words:
            near = range(max(0, i - _BEHIND), min(len(words), i + _AHEAD))
            best = max([best, *(1 / abs(j - i) for j in near if words[j] in counted and j != i)])
    return best


def _best_of(groups: Sequence[object], values: Vector) -> Vector:
    best: dict[object, float] = {}
    for group, value in zip(groups, values.tolist(), strict=True):
        best[group] = max(best.get(group, 0.0), value)
    return np.array([best[group] for group in groups])

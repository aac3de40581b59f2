"""Sum a run up: scores with their intervals, the threshold's trade-off, another run beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from storybot.evaluation.dataset import NEAR_MISSES
from storybot.evaluation.intervals import Interval, auroc_interval, f1_interval, mean_interval
from storybot.evaluation.reliability import reliability
from storybot.evaluation.runs import Asked, RunLine
from storybot.evaluation.scoring import (
    answering_f1,
    auroc,
    holds_answer,
    is_hit,
    question_scores,
)

_KINDS = {"ooc_auroc": ("out_of_corpus",), "adv_auroc": NEAR_MISSES}
THRESHOLDS = tuple(step / 10 for step in range(1, 10))
QuestionMarks = Mapping[str, Sequence[bool]]
"""For each answerable question, by id: whether each hit is right, best first."""


def marks_of(asked: Sequence[Asked]) -> QuestionMarks:
    """Mark the hits of every answerable question of a run."""
    return {
        one.question.id: [is_hit(one.question, h.doc_id, h.text) for h in one.line.hits]
        for one in asked
        if one.question.gold_sentences
    }


def scores(asked: Sequence[Asked], threshold: float) -> dict[str, Any]:
    """Score the labelled questions of a run at a threshold; empty if there are none."""
    marks = marks_of(asked)
    if not marks:
        return {}
    found: dict[str, Any] = {"answerable": len(marks)}
    intervals: dict[str, Interval] = {}
    single = question_scores(list(marks.values())) | _answer_strings(asked)
    for name, values in single.items():
        found[name] = round(sum(values) / len(values), 4)
        intervals[name] = mean_interval(values)
    right = [one.line.confidence for one in asked if one.question.id in marks]
    for name, kinds in _KINDS.items():
        wrong = [one.line.confidence for one in asked if one.question.kind in kinds]
        if wrong:
            found[name] = round(auroc(right, wrong), 4)
            intervals[name] = auroc_interval((right, wrong))
    rows = answering_rows(asked)
    found["answering_f1"] = round(answering_f1(rows, threshold), 4)
    intervals["answering_f1"] = f1_interval(rows, threshold)
    found["threshold"] = threshold
    found["answered"] = sum(one.line.answered for one in asked)
    steps = [step._asdict() for step in trade_off(rows, THRESHOLDS)]
    bins = [one._asdict() for one in reliability(rows)]
    return found | {"intervals": intervals, "trade_off": steps, "reliability": bins}


def against(asked: Sequence[Asked], earlier: Mapping[str, RunLine]) -> dict[str, Any]:
    """Compare the first hits of a run with an earlier run's: gained and lost ones."""
    gains, right, wrong = [], [], []
    for one in asked:
        before = earlier.get(one.question.id)
        if before is None or not one.question.gold_sentences:
            continue
        old, new = _first_is_hit(one, before), _first_is_hit(one, one.line)
        gains.append(float(new) - float(old))
        if new > old:
            right.append(one.question.id)
        elif old > new:
            wrong.append(one.question.id)
    return {
        "compared": len(gains),
        "P@1": round(sum(gains) / len(gains), 4) if gains else 0.0,
        "interval": mean_interval(gains) if gains else None,
        "turned_right": right,
        "turned_wrong": wrong,
    }


def _first_is_hit(one: Asked, line: RunLine) -> bool:
    return any(is_hit(one.question, hit.doc_id, hit.text) for hit in line.hits[:1])


def _answer_strings(asked: Sequence[Asked]) -> dict[str, list[float]]:
    """Return whether each first hit contains an answer string, from whatever document."""
    held = [
        float(any(holds_answer(one.question, hit.text) for hit in one.line.hits[:1]))
        for one in asked
        if one.question.answers and not one.question.no_answer_filter
    ]
    return {"answer_in_top": held} if held else {}


def answering_rows(asked: Sequence[Asked]) -> list[tuple[float, bool, bool]]:
    """Return (confidence, answerable, first is a hit) of the questions labelled either way."""
    marks = marks_of(asked)
    return [
        (one.line.confidence, one.question.id in marks, any(marks.get(one.question.id, [])[:1]))
        for one in asked
        if one.question.id in marks or one.question.answerable is False
    ]


class Step(NamedTuple):
    """The scores at one threshold."""

    threshold: float
    coverage: float
    """Share of the questions that are answered."""
    precision: float | None
    """Share of these answers that are right, where anything is answered."""
    f1: float


def trade_off(rows: Sequence[tuple[float, bool, bool]], thresholds: Sequence[float]) -> list[Step]:
    """Return the scores at each threshold; rows are those of `answering_rows`."""
    steps = []
    for threshold in thresholds:
        answered = [row for row in rows if row[0] >= threshold]
        right = sum(answerable and hit for _, answerable, hit in answered)
        steps.append(
            Step(
                threshold=threshold,
                coverage=round(len(answered) / len(rows), 4),
                precision=round(right / len(answered), 4) if answered else None,
                f1=round(answering_f1(rows, threshold), 4),
            )
        )
    return steps

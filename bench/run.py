"""Run all engines at one size, taking turns, and gather a row of figures for each."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bench.agreement import Oracle, Verdict, judge, numbered
from bench.engines.base import Hit
from bench.field import Contestant, Field
from bench.measure import TOP, Turn, percentiles
from bench.roster import OURS, ROSTER
from bench.task import QUESTIONS, Task

Tell = Callable[[str], None]
Figures = dict[str, float | None]


class Plan(NamedTuple):
    """How much is measured; the defaults are those of `make bench`."""

    rounds: int = 3
    """Turns that every engine gets at whatever is measured again and again."""
    seconds: float = 8.0
    """Seconds of questions in one turn; a slow engine is asked only the first ones."""
    additions: int = 3
    """Articles added in one turn."""
    changes: int = 20
    """Changes, each followed by a question or two, in one turn."""
    change_seconds: float = 5.0
    change_rate: float = 200.0
    """Questions a second while articles come in."""
    articles_a_second: int = 10
    judged_passages: int = 20_000_000
    """Passages scored to check rankings: the larger the corpus, the fewer questions."""


@dataclass
class Row:
    """What is known of one engine at one size."""

    name: str
    size: int
    figures: Figures = field(default_factory=dict)
    rounds_p50_us: list[float] = field(default_factory=list)
    """The median of each turn: how far apart they are tells how quiet the machine was."""
    verdict: Verdict | None = None
    failed: str = ""


def measure_size(
    task: Task, names: Iterable[str], folder: Path, plan: Plan, tell: Tell
) -> list[Row]:
    """Measure engines over one task, in files under the folder, and return their rows."""
    task.save(folder / "task")
    field_ = Field(names, folder)
    rows = {name: Row(name, task.passages.size) for name in names}
    try:
        _build(field_, rows, tell)
        tell("  checking that the answers agree")
        _agree(field_, rows, task, plan)
        tell("  asking, by turns")
        _ask(field_, rows, plan)
        tell("  adding, by turns")
        _change(field_, rows, plan)
        _change_continuously(field_, rows, plan)
        tell("  opening from disk")
        _open(field_, rows, plan)
    finally:
        field_.stop()
    for name, reason in field_.failed.items():
        rows[name].failed = reason
    return list(rows.values())


def _build(field_: Field, rows: Mapping[str, Row], tell: Tell) -> None:
    def build(one: Contestant) -> None:
        tell(f"  building {ROSTER[one.name].label}")
        rows[one.name].figures |= one.call("build")

    field_.each(build)


def _agree(field_: Field, rows: Mapping[str, Row], task: Task, plan: Plan) -> None:
    """Check the rankings; the questions warm the engines up."""
    answers: dict[str, list[list[Hit]]] = {}
    field_.each(lambda one: answers.update({one.name: one.call("answer", plan.seconds)}))
    checked = max(3, plan.judged_passages // task.passages.size)
    questions = numbered(task.questions[:checked], task.passages)
    oracle = Oracle(task.passages)
    claims = {name: ROSTER[name].claim for name in answers}
    truths = (oracle.answer(question, TOP) for question in questions)
    for name, verdict in judge(claims, answers, truths).items():
        rows[name].verdict = verdict


def _ask(field_: Field, rows: Mapping[str, Row], plan: Plan) -> None:
    turns: dict[str, list[Turn]] = {name: [] for name in rows}

    def ask(one: Contestant) -> None:
        asked = turns[one.name]
        most = len(asked[0].passes[0]) if asked else QUESTIONS
        asked.append(Turn(*one.call("ask", most, plan.seconds)))

    for _ in range(plan.rounds):
        field_.each(ask)
    field_.each(lambda one: rows[one.name].figures.update(one.call("weigh")))
    field_.each(lambda one: _profile(one, rows))
    for name, row in rows.items():
        if len(turns[name]) == plan.rounds:
            row.rounds_p50_us = [_median(turn) for turn in turns[name]]
            row.figures |= latency(turns[name])
            if len(turns.get(OURS, [])) == plan.rounds:
                row.figures["times_ours"] = ratio(turns[name], turns[OURS])


def _profile(one: Contestant, rows: Mapping[str, Row]) -> None:
    if one.name == OURS:
        rows[OURS].figures |= one.call("profile")


def latency(turns: Sequence[Turn]) -> Figures:
    """Return median and 99th percentile over questions, and questions a second of one core.

    A question's time is the median of all passes, so that what else the machine did during some
    of them does not count. ``waited`` is the share of the time in which it did something else.
    """
    passes = [each for turn in turns for each in turn.passes]
    steady = [statistics.median(times) for times in zip(*passes, strict=False)]
    p50, p99 = percentiles(steady)
    busy = sum(turn.cpu_seconds for turn in turns)
    took = sum(map(sum, passes)) / 1e6
    return {
        "asked": len(steady),
        "p50_us": p50,
        "p99_us": p99,
        "per_core_s": sum(map(len, passes)) / busy,
        "waited": max(0.0, 1 - busy / took),
    }


def ratio(turns: Sequence[Turn], ours: Sequence[Turn]) -> float:
    """Return how many times as long as ours the median question takes.

    Round by round and over the same questions; then the median of the rounds.
    """
    ratios = []
    for theirs, own in zip(turns, ours, strict=True):
        asked = min(len(theirs.passes[0]), len(own.passes[0]))
        ratios.append(_median(theirs, asked) / _median(own, asked))
    return statistics.median(ratios)


def _median(turn: Turn, asked: int | None = None) -> float:
    return statistics.median(micros for each in turn.passes for micros in each[:asked])


def _change(field_: Field, rows: Mapping[str, Row], plan: Plan) -> None:
    added: dict[str, list[float]] = {name: [] for name in rows}
    after: dict[str, list[tuple[float, float]]] = {name: [] for name in rows}
    turns = dict.fromkeys(rows, 0)

    def change_and_ask(one: Contestant) -> None:
        added[one.name] += one.call("add", plan.additions)
        after[one.name] += one.call("after_change", turns[one.name], plan.changes)
        turns[one.name] += 1

    for _ in range(plan.rounds):
        field_.each(change_and_ask)
    for name, row in rows.items():
        if added[name]:
            row.figures["add_ms"] = statistics.median(added[name])
        if after[name]:
            right_after, new_terms = zip(*after[name], strict=True)
            row.figures["after_change_us"] = statistics.median(right_after)
            row.figures["first_time_us"] = statistics.median(new_terms)


def _change_continuously(field_: Field, rows: Mapping[str, Row], plan: Plan) -> None:
    articles = round(plan.change_seconds * plan.articles_a_second)
    arguments = plan.change_seconds, plan.change_rate, articles

    def change(one: Contestant) -> None:
        if one.name == OURS:
            rows[OURS].figures |= one.call("change", *arguments)

    field_.each(change)


def _open(field_: Field, rows: Mapping[str, Row], plan: Plan) -> None:
    kept: list[str] = []
    opened: dict[str, list[Figures]] = {name: [] for name in rows}
    field_.each(lambda one: kept.append(one.name) if one.call("keep") else None)
    field_.stop()
    for name in kept * plan.rounds:
        field_.afresh(name, lambda one: opened[one.name].append(one.call("open")))
    for name, times in opened.items():
        for figure in times[0] if times else ():
            known = [value for each in times if (value := each[figure]) is not None]
            rows[name].figures[figure] = statistics.median(known) if known else None

"""Figures of what readers asked: a day at a time, by door, how often and how fast answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from storybot.corpus.desk.late_answers import with_late_answers
from storybot.store.readers.question_log import AskedQuestion

TIMES = (10, 50, 200, 1000)
"""Milliseconds at which times to an answer are told apart."""


class Day(NamedTuple):
    """A day's questions."""

    day: date
    asked: int
    answered: int


class Usage(NamedTuple):
    """What was asked in a span of days."""

    asked: int
    answered: int
    readers: int
    up: int
    down: int
    doors: Mapping[str, int]
    days: tuple[Day, ...]
    """Every day of the span, also those without a question."""
    took: tuple[int, ...]
    """How many answers were found within each of `TIMES`, and after the last."""
    median_ms: float
    slow_ms: float
    """Within which 95 of 100 were found."""


def usage_of(asked: Sequence[AskedQuestion], last: date, days: int) -> Usage:
    """Sum up questions of the days up to the last one; days are those of UTC."""
    asked = with_late_answers(asked)
    by_day = Counter(one.at.date() for one in asked)
    answered = Counter(one.at.date() for one in asked if one.answered)
    span = [last - timedelta(days=back) for back in reversed(range(days))]
    times = sorted(one.took_ms for one in asked if one.took_ms)
    return Usage(
        asked=len(asked),
        answered=sum(one.answered for one in asked),
        readers=len({one.reader for one in asked}),
        up=sum(one.up for one in asked),
        down=sum(one.down for one in asked),
        doors=Counter(one.door for one in asked),
        days=tuple(Day(day, by_day[day], answered[day]) for day in span),
        took=_histogram(times),
        median_ms=_percentile(times, 0.5),
        slow_ms=_percentile(times, 0.95),
    )


def _histogram(times: Sequence[float]) -> tuple[int, ...]:
    counts = [0] * (len(TIMES) + 1)
    for time in times:
        counts[sum(time > limit for limit in TIMES)] += 1
    return tuple(counts)


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0

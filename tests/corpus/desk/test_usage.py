"""Figures of what readers asked."""

from datetime import date

from storybot.corpus.desk.usage import Day, usage_of
from worlds.asked_questions import LAST, asked


def test_every_day_of_the_span_is_there() -> None:
    """Also one without a question; the sums are those of the span."""
    usage = usage_of(
        [
            asked(10, answered=True),
            asked(12, answered=True, took_ms=900),
            asked(12, answered=False, reader=2, took_ms=5),
        ],
        LAST,
        3,
    )
    assert usage.days == (
        Day(date(2024, 5, 10), 1, 1),
        Day(date(2024, 5, 11), 0, 0),
        Day(date(2024, 5, 12), 2, 1),
    )
    assert (usage.asked, usage.answered, usage.readers, usage.up, usage.down) == (3, 2, 2, 2, 0)
    assert usage.doors == {"group": 3}
    assert usage.took == (1, 1, 0, 1, 0)
    assert (usage.median_ms, usage.slow_ms) == (20, 900)


def test_no_question_has_no_times() -> None:
    """Nothing is divided by nothing."""
    usage = usage_of([], LAST, 7)
    assert (usage.asked, usage.median_ms, usage.slow_ms, len(usage.days)) == (0, 0, 0, 7)

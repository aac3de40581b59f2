"""What a confidence is worth: the diagram, and a threshold with a bound on its error."""

from pathlib import Path

import numpy as np
import pytest

from storybot.evaluation.reliability import (
    THRESHOLDS,
    certify,
    draw_reliability,
    reliability,
    upper_bound,
)


def test_bins_tell_how_often_each_confidence_is_right() -> None:
    """Ranges without questions are left out."""
    rows = [(0.95, True, True)] * 9 + [(0.91, True, False)] + [(0.15, False, False)] * 5
    low, high = reliability(rows)
    assert (low.low, low.questions, low.right) == (0.1, 5, 0.0)
    assert (high.high, high.questions, high.right) == (1.0, 10, 0.9)


@pytest.mark.parametrize(
    ("events", "trials", "level", "expected"),
    [(0, 100, 0.95, 0.02951), (5, 100, 0.95, 0.10225), (0, 10, 0.975, 0.30850), (3, 3, 0.95, 1.0)],
)
def test_the_bound_is_that_of_clopper_and_pearson(
    events: int, trials: int, level: float, expected: float
) -> None:
    """Values by the beta distribution's quantiles."""
    assert upper_bound(events, trials, level) == pytest.approx(expected, abs=1e-4)


def test_a_threshold_is_certified_only_when_enough_answers_are_right() -> None:
    """The lowest that holds is named; with few questions none is."""
    rows = [(0.9, True, True)] * 500 + [(0.2, True, False)] * 500
    found = certify(rows, 0.1)
    assert 0.2 < found["threshold"] <= 0.9
    assert (found["answered"], found["wrong"]) == (500, 0)
    assert certify(rows[:10], 0.1)["threshold"] is None


@pytest.mark.slow
def test_the_certified_error_is_rarely_exceeded() -> None:
    """Over sets drawn anew, the true error is above the bound in fewer than one of twenty."""
    random = np.random.default_rng(0)
    broken = 0
    for _ in range(200):
        confidence = random.random(300)
        right = random.random(300) < confidence
        rows = [(float(c), True, bool(r)) for c, r in zip(confidence, right, strict=True)]
        threshold = certify(rows, 0.2)["threshold"]
        broken += threshold is not None and 1 - (1 + threshold) / 2 > 0.2
    assert broken / 200 <= 0.05
    assert len(THRESHOLDS) > 10


def test_the_diagram_is_a_picture_with_a_dot_a_range(tmp_path: Path) -> None:
    """It is plain SVG."""
    bins = reliability([(0.95, True, True), (0.95, True, True), (0.15, False, False)])
    draw_reliability(bins, tmp_path / "r.svg")
    text = (tmp_path / "r.svg").read_text()
    assert text.startswith("<svg")
    assert text.count("<circle") == len(bins) == 2
    assert "<title>0.1 to 0.2: 1 question, 0.00 right</title>" in text
    assert "<title>0.9 to 1: 2 questions, 1.00 right</title>" in text

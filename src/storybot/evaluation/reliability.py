"""Check what a confidence is worth: how often answers of each are right, and a bound on the error.

`certify` finds a threshold above which the share of wrong answers is bounded, exactly (Clopper and
Pearson, 1934), whatever the confidence was fitted on. The bound holds for questions drawn as those
of the labelled set were, and for no others.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

Row = tuple[float, bool, bool]
"""Confidence, whether the question is answerable, whether the first hit is right."""

BINS = 10
LEVEL = 0.95
THRESHOLDS = tuple(step / 20 for step in range(2, 20))
"""What `certify` tries: fixed beforehand, so that trying them can be corrected for."""
_STEPS = 60
_SIDE, _EDGE = 320, 45


class Bin(NamedTuple):
    """The questions whose confidence lies in a range."""

    low: float
    high: float
    questions: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share whose first hit is right."""


def reliability(rows: Sequence[Row]) -> list[Bin]:
    """Return how often the first hit is right, by confidence; empty ranges are left out."""
    found = []
    for step in range(BINS):
        inside = [row for row in rows if min(int(row[0] * BINS), BINS - 1) == step]
        if inside:
            mean = sum(row[0] for row in inside) / len(inside)
            right = sum(row[1] and row[2] for row in inside) / len(inside)
            found.append(
                Bin(step / BINS, (step + 1) / BINS, len(inside), round(mean, 4), round(right, 4))
            )
    return found


def certify(rows: Sequence[Row], error: float) -> dict[str, Any]:
    """Find the lowest threshold whose share of wrong answers is surely at most ``error``.

    Surely means at the confidence level `LEVEL` for all of `THRESHOLDS` together: each is tested at
    its share of what may go wrong (Bonferroni), so that the best may be picked.
    """
    found: dict[str, Any] = {"error": error, "level": LEVEL, "thresholds_tried": len(THRESHOLDS)}
    for threshold in THRESHOLDS:
        said = [row for row in rows if row[0] >= threshold]
        wrong = sum(not (row[1] and row[2]) for row in said)
        bound = upper_bound(wrong, len(said), 1 - (1 - LEVEL) / len(THRESHOLDS))
        if bound <= error:
            return found | {
                "threshold": threshold,
                "answered": len(said),
                "wrong": wrong,
                "bound": round(bound, 4),
            }
    return found | {"threshold": None}


def upper_bound(events: int, trials: int, level: float) -> float:
    """Return the exact upper confidence bound of a share, by bisection."""
    if events >= trials:
        return 1.0
    low, high = events / trials, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _at_most(events, trials, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def _at_most(events: int, trials: int, share: float) -> float:
    """Return the chance of at most so many events."""
    if share in (0.0, 1.0):
        return float(share == 0.0)
    one, none = math.log(share), math.log1p(-share)
    whole = math.lgamma(trials + 1)
    return sum(
        math.exp(
            whole - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * one + (trials - k) * none
        )
        for k in range(events + 1)
    )


def draw_reliability(bins: Sequence[Bin], path: Path) -> None:
    """Write the diagram as SVG: a dot a range, its area by its questions; the diagonal is ideal.

    Raises:
        OSError: the file cannot be written.
    """
    most = max((b.questions for b in bins), default=1)
    dots = "".join(
        f'<circle cx="{_x(b.confidence):.1f}" cy="{_y(b.right):.1f}"'
        f' r="{3 + 9 * math.sqrt(b.questions / most):.1f}" fill="#3366aa" fill-opacity="0.6">'
        f"<title>{b.low:g} to {b.high:g}: {b.questions} question{'s' * (b.questions != 1)},"
        f" {b.right:.2f} right</title>"
        "</circle>"
        for b in bins
    )
    ticks = "".join(
        f'<text x="{_x(t)}" y="{_y(0) + 16}" text-anchor="middle">{t:g}</text>'
        f'<text x="{_x(0) - 6}" y="{_y(t) + 4}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    size = _SIDE + 2 * _EDGE
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        ' font-family="sans-serif" font-size="11">'
        f'<rect width="{size}" height="{size}" fill="white"/>'
        f'<rect x="{_EDGE}" y="{_EDGE}" width="{_SIDE}" height="{_SIDE}" fill="none"'
        ' stroke="#888"/>'
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#888"'
        ' stroke-dasharray="4 4"/>'
        f"{ticks}{dots}"
        f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">confidence</text>'
        f'<text x="12" y="{size / 2}" text-anchor="middle"'
        f' transform="rotate(-90 12 {size / 2})">share that is right</text>'
        "</svg>\n",
        encoding="utf-8",
    )


def _x(share: float) -> float:
    return _EDGE + _SIDE * share


def _y(share: float) -> float:
    return _EDGE + _SIDE * (1 - share)

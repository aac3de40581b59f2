"""Figures of a fit, as lines of a Markdown table."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fitting.model import Judged
from storybot.evaluation.dataset import NEAR_MISSES
from storybot.evaluation.scoring import answering_f1, auroc, ranking_metrics

_UNANSWERABLE = ("out_of_corpus", *NEAR_MISSES, "furniture")
HEADER = (
    "| set | view | answerable | P@1 single | P@1 | R@3 | MRR@10 | ooc | adv | F1 | answered"
    " | ooc refused | near misses refused | furniture refused |\n" + "|---" * 14 + "|"
)


class Scored(NamedTuple):
    """A judged question and the confidence in its answer."""

    judged: Judged
    confidence: float


def table(scored: Sequence[Scored], threshold: float) -> str:
    """Return a table with a line per set and view."""
    keys = dict.fromkeys((s.judged.row.set, s.judged.row.view) for s in scored)
    lines = [
        _line([s for s in scored if (s.judged.row.set, s.judged.row.view) == key], key, threshold)
        for key in keys
        if key[1] in ("whole", "alone")
    ]
    return "\n".join([HEADER, *lines])


def _line(scored: Sequence[Scored], key: tuple[str, str], threshold: float) -> str:
    asked = [s for s in scored if s.judged.row.answerable]
    marks = [[bool(s.judged.row.hits[i]) for i in s.judged.ranking.order[:10]] for s in asked]
    single = ranking_metrics(marks)
    runs = [[s.judged.right, *mark[1:]] for s, mark in zip(asked, marks, strict=True)]
    figures = ranking_metrics(runs)
    yes = [s.confidence for s in asked]
    no = {
        kind: [s.confidence for s in scored if s.judged.row.label == kind] for kind in _UNANSWERABLE
    }
    rows = [(s.confidence, s.judged.row.answerable, s.judged.right) for s in scored]
    near = [c for kind in NEAR_MISSES for c in no[kind]]
    cells = [
        *key,
        str(len(asked)),
        *(f"{value:.3f}" for value in (single["P@1"], figures["P@1"], figures["R@3"])),
        f"{figures['MRR@10']:.3f}",
        _auroc(yes, no["out_of_corpus"]),
        _auroc(yes, near),
        f"{answering_f1(rows, threshold):.3f}",
        _above(yes, threshold),
        *(_below(part, threshold) for part in (no["out_of_corpus"], near, no["furniture"])),
    ]
    return f"| {' | '.join(cells)} |"


def _auroc(yes: Sequence[float], no: Sequence[float]) -> str:
    return f"{auroc(yes, no):.3f}" if yes and no else "–"


def _above(values: Sequence[float], threshold: float) -> str:
    return f"{np.mean(np.array(values) >= threshold):.2f}" if values else "–"


def _below(values: Sequence[float], threshold: float) -> str:
    return f"{np.mean(np.array(values) < threshold):.2f}" if values else "–"


def calibration(scored: Sequence[Scored], bins: int = 5) -> str:
    """Return how often the first quote is right, by confidence."""
    lines = ["| confidence | questions | right |\n|---|---|---|"]
    real = [s for s in scored if s.judged.row.view == "whole"]
    for low in range(bins):
        inside = [s for s in real if min(int(s.confidence * bins), bins - 1) == low]
        if inside:
            right = np.mean([s.judged.right for s in inside])
            lines.append(
                f"| {low / bins:.1f} to {(low + 1) / bins:.1f} | {len(inside)} | {right:.2f} |"
            )
    return "\n".join(lines)

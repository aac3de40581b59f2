"""Tables of quality in Markdown, every figure with its 95 % bootstrap interval."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fitting.figures import Scored
from fitting.model import Judged
from storybot.evaluation.dataset import NEAR_MISSES
from storybot.evaluation.intervals import Interval, auroc_gain_interval, mean_interval
from storybot.evaluation.report import answering_rows, marks_of, scores, trade_off
from storybot.evaluation.runs import Asked
from storybot.evaluation.scoring import auroc

_FIGURES = {
    "P@1": "P@1", "R@3": "R@3", "R@10": "R@10", "MRR@10": "MRR@10",
    "answer_in_top": "answer in top sentence", "ooc_auroc": "out-of-corpus AUROC",
    "adv_auroc": "near-miss AUROC",
}  # fmt: skip
_NEAR = NEAR_MISSES
_REFUSED = {"near misses": _NEAR, "furniture": ("furniture",), "out of corpus": ("out_of_corpus",)}
_NOTHING = "–"
SETS: dict[str, tuple[str, ...]] = {
    "squad2": ("squad2",),
    "newwiki": ("newwiki",),
    "multirc_news": ("multirc_news",),
    "trecqa": ("trecqa",),
    "xquad": ("xquad_de", "xquad_es", "xquad_ru", "xquad_tr"),
    "own questions": ("seed", "corpus"),
    "newsroom": tuple(f"newsroom_{code}" for code in ("de", "en", "es", "fr", "ru", "tr", "uk")),
    "all": ("squad2", "newwiki", "multirc_news", "trecqa", "seed", "corpus"),
}
"""Columns of an ablation, with the sets that they take together."""


def standing(runs: Mapping[str, Mapping[str, Sequence[Asked]]], threshold: float) -> str:
    """Return a line per set and system; runs are given by the set, then by the system."""
    lines = [["set", "questions", "system", *_FIGURES.values()]]
    for name, systems in runs.items():
        for system, run in systems.items():
            if figures := scores(run, threshold):
                cells = [_figure(figures, key) for key in _FIGURES]
                lines.append([name, str(figures["answerable"]), system, *cells])
    return table(lines)


def _figure(figures: Mapping[str, Any], key: str) -> str:
    if key not in figures:
        return _NOTHING
    low, high = figures["intervals"][key]
    return f"{_share(figures[key])} [{_share(low)}, {_share(high)}]"


def answering(runs: Mapping[str, Sequence[Asked]], thresholds: Sequence[float]) -> str:
    """Return what each threshold gives: coverage, precision and F1 of answering of every set."""
    lines = [["threshold", *runs]]
    steps = [trade_off(answering_rows(run), thresholds) for run in runs.values()]
    for at in zip(*steps, strict=True):
        cells = [" / ".join(map(_share, (s.coverage, s.precision, s.f1))) for s in at]
        lines.append([f"{at[0].threshold:g}", *cells])
    return table(lines)


def readers(runs: Mapping[str, Sequence[Asked]]) -> str:
    """Return how readers' questions fare: what is answered rightly, and what is refused."""
    lines = [["set", "questions", "right first", "among three", "right and answered",
              *(f"{kind} refused" for kind in _REFUSED)]]  # fmt: skip
    for name, run in runs.items():
        marks = marks_of(run)
        answered = {one.question.id for one in run if one.line.answered}
        shares = [
            [any(mark[:1]) for mark in marks.values()],
            [any(mark[:3]) for mark in marks.values()],
            [any(mark[:1]) and id in answered for id, mark in marks.items()],
            *(
                [not one.line.answered for one in run if one.question.kind in kinds]
                for kinds in _REFUSED.values()
            ),
        ]
        lines.append([name, str(len(marks)), *map(_mean, shares)])
    return table(lines)


def saying(runs: Mapping[str, Sequence[Asked]]) -> str:
    """Return what a reader meets: what is right of what is said, refused and held back."""
    lines = [["set", "answerable", "P@1", "R@3", "F1 of answering", "right of what is said",
              "right, and held back", "near misses refused", "out of corpus refused",
              "near-miss AUROC", "out-of-corpus AUROC"]]  # fmt: skip
    for name, run in runs.items():
        marks = marks_of(run)
        if not marks:
            continue
        right = {id for id, mark in marks.items() if any(mark[:1])}
        said = {one.question.id for one in run if one.line.answered}
        yes = [one.line.confidence for one in run if one.question.id in marks]
        kinds = (_NEAR, ("out_of_corpus",))
        no = [[one for one in run if one.question.kind in kind] for kind in kinds]
        lines.append(
            [
                name,
                str(len(marks)),
                _mean([id in right for id in marks]),
                _mean([any(mark[:3]) for mark in marks.values()]),
                _share(2 * len(said & right) / (len(said) + len(marks))),
                _mean([id in right for id in said]),
                _mean([id not in said for id in right]),
                *(_mean([not one.line.answered for one in part]) for part in no),
                *(
                    _share(auroc(yes, [one.line.confidence for one in part])) if part else _NOTHING
                    for part in no
                ),
            ]
        )
    return table(lines)


def features_ablated(
    full: Sequence[Judged], without: Iterable[tuple[str, Sequence[Judged]]]
) -> str:
    """Return the points of P@1 that leaving each group out adds or takes."""
    lines = [["left out", *SETS], ["*nothing: P@1*", *(_mean(_right(full, s)) for s in SETS)]]
    for name, judged in without:
        cells = []
        for column in SETS:
            pairs = zip(_right(full, column), _right(judged, column), strict=True)
            gains = [float(now) - float(before) for before, now in pairs]
            cells.append(
                _change(sum(gains) / len(gains), mean_interval(gains)) if gains else _NOTHING
            )
        lines.append([f"− {name}", *cells])
    return table(lines)


def _right(judged: Sequence[Judged], column: str) -> list[bool]:
    """Tell of each answerable question, in order of their ids, whether the first quote is a hit."""
    rows = [one for one in judged if one.row.set in SETS[column]]
    whole = [one for one in rows if one.row.view == "whole" and one.row.answerable]
    return [j.right for j in sorted(whole, key=lambda j: (j.row.set, j.row.labelled.id))]


def signs_ablated(full: Sequence[Scored], without: Iterable[tuple[str, Sequence[Scored]]]) -> str:
    """Return the points of AUROC that leaving each group out adds or takes."""
    columns = [
        (column, kinds)
        for kinds in (("out_of_corpus",), _NEAR)
        for column in SETS
        if column != "all" and all(_sides(full, column, kinds))
    ]
    names = [f"{c}, {'near misses' if kinds == _NEAR else 'out of corpus'}" for c, kinds in columns]
    before = [_sides(full, *column) for column in columns]
    lines = [["left out", *names], ["*nothing: AUROC*", *(_share(auroc(*both)) for both in before)]]
    for name, scored in without:
        now = [_sides(scored, *column) for column in columns]
        cells = [
            _change(auroc(*b) - auroc(*a), auroc_gain_interval(a, b))
            for a, b in zip(before, now, strict=True)
        ]
        lines.append([f"− {name}", *cells])
    return table(lines)


def _sides(
    scored: Sequence[Scored], column: str, kinds: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Return the confidences of answerable questions and of those of some kinds."""
    whole = [s for s in scored if s.judged.row.view == "whole" and s.judged.row.set in SETS[column]]
    ordered = sorted(whole, key=lambda s: (s.judged.row.set, s.judged.row.labelled.id))
    return (
        [s.confidence for s in ordered if s.judged.row.answerable],
        [s.confidence for s in ordered if s.judged.row.label in kinds],
    )


def table(lines: Sequence[Sequence[str]]) -> str:
    """Return a table of Markdown; the first line is its head."""
    head, *body = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, "|---" * len(lines[0]) + "|", *body])


def _share(value: object) -> str:
    return f"{value:.3f}".replace("0.", ".", 1) if isinstance(value, float) else _NOTHING


def _mean(values: Sequence[bool]) -> str:
    return _share(sum(values) / len(values)) if values else _NOTHING


def _change(value: float, interval: Interval) -> str:
    """Write a change in points; bold where the interval leaves 0 out."""
    low, high = interval
    text = f"{_points(value)} [{_points(low)}, {_points(high)}]"
    return f"**{text}**" if low > 0 or high < 0 else text


def _points(value: float) -> str:
    return f"{100 * value:+.1f}".replace("-", "−")

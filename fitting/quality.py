"""Measure where the quality stands: ``python -m fitting.quality SHARED_DIR``.

It writes ``quality-figures.md`` and ``quality.svg``. Whatever is fitted is cross-validated by
document over the part of the sets that choices may be made on; ``--tested`` adds the documents that
were kept back. Needs the dependency groups ``fit`` and ``bench``.
"""

import argparse
import asyncio
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from string import Template
from typing import NamedTuple

import click

from fitting import tables
from fitting.ablation import without_features, without_second_sentence, without_signs
from fitting.baselines import by_sentences, by_ten_features
from fitting.figures import Scored
from fitting.newsroom import Third
from fitting.picture import draw
from fitting.readers import answered
from fitting.rows import NEWSROOM, Row
from fitting.runs import completed, run_of
from fitting.sets import (
    SETS,
    LabelledSet,
    all_rows,
    asked_whole,
    newsroom_sets,
    read_set,
    stories,
)
from fitting.validation import apply, cross_validated, fit, is_kept_back, shipped
from storybot.answering.answer import THRESHOLD
from storybot.evaluation.reliability import draw_reliability, reliability
from storybot.evaluation.report import THRESHOLDS, answering_rows
from storybot.evaluation.runs import Asked

_PROJECT = Path(__file__).parents[1]
FIGURES, PICTURE = "quality-figures.md", "quality.svg"
RELIABILITY = "quality-reliability.svg"
_BM25, _TEN, _NOW = "BM25 over sentences", "ten features, constant weights", "now"
_LEFT = "Not scored in this run; `--tested` scores them."
_NOT_ABLATED = "Not measured in this run; `--ablation` measures it."
_NO_NEWSROOM = "This project has no newsroom."
_TEMPLATE = Path(__file__).parent / "figures.template.md"
Runs = dict[str, dict[str, list[Asked]]]


class Part(NamedTuple):
    """Some of the labelled questions, and what was asked of them."""

    sets: list[LabelledSet]
    rows: list[Row]


def main() -> None:
    """Measure, and write the tables and the picture."""
    arguments = argparse.ArgumentParser(
        prog="python -m fitting.quality", description="Measure where the quality stands."
    )
    arguments.add_argument("shared", type=Path, help="folder with data/ and seed/")
    arguments.add_argument("--out", type=Path, default=_PROJECT / "docs", help="folder to write to")
    arguments.add_argument(
        "--project", type=Path, default=_PROJECT, help="folder with corpus/ and tests/questions/"
    )
    arguments.add_argument("--tested", action="store_true", help="score the part kept back, too")
    arguments.add_argument("--ablation", action="store_true", help="fit anew without each group")
    given = arguments.parse_args()
    _tell("asking")
    rows = all_rows(given.project, given.shared)
    chosen = {"tested": given.tested, "ablation": given.ablation}
    write(rows, given.project, given.shared, given.out, **chosen)


def write(
    rows: list[Row], project: Path, shared: Path, out: Path, *, tested: bool, ablation: bool
) -> None:
    """Measure by what was asked of the sets in ``shared`` and of the project's own, and write."""
    sets = [read_set(shared / "data" / name) for name in SETS]
    own = [*stories(project, shared, "dev"), *newsroom_sets(project)]
    chosen_on = _part([*sets, *own], rows, kept_back=False)
    held_out = stories(project, shared, "held-out")
    _tell("fitting")
    scored = cross_validated(chosen_on.rows)
    runs = _standing(chosen_on, scored)
    now = {name: systems[_NOW] for name, systems in runs.items()}
    drawn = {name: run for name, run in now.items() if not name.startswith(NEWSROOM)}
    news = [one for name, run in now.items() if name.startswith(NEWSROOM) for one in run]
    together = {**drawn, NEWSROOM: news} if news else drawn
    draw(together, THRESHOLD, out / PICTURE)
    draw_reliability(reliability(answering_rows(news)), out / RELIABILITY)
    left_out = {"features": _NOT_ABLATED, "signs": _NOT_ABLATED}
    if ablation:
        _tell("leaving out, group by group")
        left_out = _ablations(chosen_on.rows, scored)
    text = Template(_TEMPLATE.read_text("utf-8")).substitute(
        left_out,
        standing=tables.standing(runs, THRESHOLD),
        kept_back=_kept_back(_part(sets, rows, kept_back=True), scored) if tested else _LEFT,
        saying=tables.saying({**now, NEWSROOM: news}),
        final=_final(project) if tested else _LEFT,
        readers=tables.readers({s.name: asyncio.run(answered(s)) for s in held_out}),
        answering=tables.answering(together, THRESHOLDS),
        reliability=RELIABILITY,
        threshold=f"{THRESHOLD:g}",
        picture=PICTURE,
    )
    (out / FIGURES).write_text(text, "utf-8")
    _tell(f"wrote {out / FIGURES} and {out / PICTURE}")


def _part(sets: Sequence[LabelledSet], rows: Sequence[Row], *, kept_back: bool) -> Part:
    return Part(
        [
            s._replace(questions=[q for q in s.questions if is_kept_back(s.name, q) is kept_back])
            for s in sets
        ],
        [row for row in rows if is_kept_back(row.set, row.labelled) is kept_back],
    )


def _standing(part: Part, scored: Sequence[Scored]) -> Runs:
    """Return the runs of every system on every set."""
    return {
        labelled.name: {
            _BM25: completed(by_sentences(labelled), labelled.questions),
            _TEN: completed(
                by_ten_features(
                    r for r in part.rows if (r.set, r.view) == (labelled.name, "whole")
                ),
                labelled.questions,
            ),
            _NOW: _run(labelled, scored),
        }
        for labelled in part.sets
    }


def _run(labelled: LabelledSet, scored: Sequence[Scored]) -> list[Asked]:
    """Return the run of a set's questions, asked of all of it."""
    rows = ((s, s.judged.row) for s in scored)
    return run_of(
        (s for s, row in rows if (row.set, row.view) == (labelled.name, "whole")),
        labelled.questions,
    )


def _kept_back(part: Part, chosen_on: Sequence[Scored]) -> str:
    judged = [one.judged for one in chosen_on]
    scored = apply(fit([one.row for one in judged], judged), part.rows)
    return tables.standing(_standing(part, scored), THRESHOLD)


def _final(project: Path) -> str:
    """Score the newsroom's final third with what is shipped, which was not fitted on it."""
    sets = newsroom_sets(project, (Third.FINAL,))
    if not sets:
        return _NO_NEWSROOM
    rows = (row for one in sets for row in asked_whole(one))
    scored = apply(shipped(), list(rows))
    runs = {one.name: _run(one, scored) for one in sets}
    return tables.saying({**runs, NEWSROOM: [asked for run in runs.values() for asked in run]})


def _ablations(rows: Sequence[Row], full: Sequence[Scored]) -> dict[str, str]:
    judged = [one.judged for one in full]
    left = chain(without_features(rows), [without_second_sentence(judged)])
    return {
        "features": tables.features_ablated(judged, left),
        "signs": tables.signs_ablated(full, without_signs(judged)),
    }


def _tell(what: str) -> None:
    click.echo(what, err=True)


if __name__ == "__main__":
    main()

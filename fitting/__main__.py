"""Fit the weights anew: ``python -m fitting SHARED_DIR``.

SHARED_DIR holds ``data/`` with the labelled sets and ``seed/``. Documents are divided by a hash:
three tenths have no part in any choice and are scored once, with ``--tested``; choices are made by
cross-validation in four parts over the rest. The weights written are fitted on everything. The
same input gives the same weights. Needs the dependency group ``fit``.
"""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click
import numpy as np

from fitting.figures import Scored, calibration, table
from fitting.model import Judged, confidences, fit_chances, fit_weights, judge
from fitting.rows import Row
from fitting.sets import SETS, STORIES, set_rows, story_rows
from storybot.answering.answer import THRESHOLD
from storybot.evaluation.scoring import best_threshold

_PROJECT = Path(__file__).parents[1]
_OUT = _PROJECT / "src" / "storybot" / "answering" / "weights.json"
_TESTED = 3
_PARTS = 4


def read_rows(shared: Path) -> list[Row]:
    """Ask everything: the sets, and the project's own questions of the part for development."""
    with ProcessPoolExecutor(2) as pool:
        sets = pool.map(set_rows, [shared / "data" / name for name in SETS])
        stories = story_rows(_PROJECT, shared, "dev")
        return [row for rows in (*sets, stories) for row in rows]


def cross_validated(rows: Sequence[Row], columns: Sequence[int] | None = None) -> list[Scored]:
    """Score each question with weights and chances that its documents had no share in."""
    judged: list[Judged] = []
    for part in range(_PARTS):
        weights = fit_weights([r for r in rows if r.part % _PARTS != part], columns)
        judged += [judge(r, weights) for r in rows if r.part % _PARTS == part]
    scored = []
    for part in range(_PARTS):
        chances = fit_chances([j for j in judged if j.row.part % _PARTS != part])
        held = [j for j in judged if j.row.part % _PARTS == part]
        scored += [Scored(*pair) for pair in zip(held, confidences(chances, held), strict=True)]
    return scored


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """Fit everything; the chances are fitted on rankings that did not see their question."""
    weights = fit_weights(rows)
    judged = [s.judged for s in cross_validated(rows)]
    names = rows[0].measured.names
    return {
        "ranking": dict(zip(names, weights.tolist(), strict=True)),
        "confidence": fit_chances(judged),
    }


def apply(model: dict[str, Any], rows: Sequence[Row]) -> list[Scored]:
    """Score questions with fitted weights."""
    weights = np.array(list(model["ranking"].values()))
    judged = [judge(row, weights) for row in rows]
    return [
        Scored(*pair) for pair in zip(judged, confidences(model["confidence"], judged), strict=True)
    ]


def is_tested(row: Row) -> bool:
    """Tell whether a question belongs to the part that no choice was made on."""
    return row.set not in STORIES and row.part < _TESTED


def main() -> None:
    """Fit, print the figures, write the weights."""
    arguments = argparse.ArgumentParser(prog="python -m fitting", description="Fit the weights.")
    arguments.add_argument("shared", type=Path, help="folder with data/ and seed/")
    arguments.add_argument("--out", type=Path, default=_OUT)
    arguments.add_argument("--tested", action="store_true", help="score the part kept back, too")
    given = arguments.parse_args()
    rows = read_rows(given.shared)
    used = [row for row in rows if not is_tested(row)]
    scored = cross_validated(used)
    click.echo("\n\n".join(["## Cross-validated", table(scored, THRESHOLD), calibration(scored)]))
    click.echo(f"\nThreshold with the best F1: {_threshold(scored):.3f}")
    if given.tested:
        kept = [row for row in rows if is_tested(row)]
        held_out = story_rows(_PROJECT, given.shared, "held-out")
        model = fit(used)
        scores = table(apply(model, [*kept, *held_out]), THRESHOLD)
        click.echo(f"\n## Kept back\n\n{scores}")
    model = rounded(fit(rows))
    given.out.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", "utf-8")
    click.echo(f"wrote {given.out}", err=True)


def _threshold(scored: Sequence[Scored]) -> float:
    return best_threshold([
        (s.confidence, s.judged.row.answerable, s.judged.right)
        for s in scored
        if s.judged.row.view == "whole"
    ])  # fmt: skip


def rounded(value: Any) -> Any:
    """Round every number to five digits."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return float(f"{value:.5g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()

"""Fit the weights anew: ``python -m fitting SHARED_DIR``.

SHARED_DIR holds ``data/`` with the labelled sets and ``seed/``. The weights written are fitted on
everything; what is printed is cross-validated, and with ``--tested`` the documents kept back are
scored, too. The same input gives the same weights. Needs the dependency group ``fit``.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from fitting.figures import Scored, calibration, table
from fitting.sets import all_rows, story_rows
from fitting.validation import apply, cross_validated, fit, is_kept_back
from storybot.answering.answer import THRESHOLD
from storybot.evaluation.scoring import best_threshold

_PROJECT = Path(__file__).parents[1]
_OUT = _PROJECT / "src" / "storybot" / "answering"
_FILES = {"ranking": "ranking/weights.json", "confidence": "abstention/trees.json"}


def main() -> None:
    """Fit, print the figures, write the weights."""
    arguments = argparse.ArgumentParser(prog="python -m fitting", description="Fit the weights.")
    arguments.add_argument("shared", type=Path, help="folder with data/ and seed/")
    arguments.add_argument("--out", type=Path, default=_OUT)
    arguments.add_argument("--tested", action="store_true", help="score the part kept back, too")
    given = arguments.parse_args()
    rows = all_rows(_PROJECT, given.shared)
    used = [row for row in rows if not is_kept_back(row.set, row.labelled)]
    scored = cross_validated(used)
    click.echo("\n\n".join(["## Cross-validated", table(scored, THRESHOLD), calibration(scored)]))
    click.echo(f"\nThreshold with the best F1: {_threshold(scored):.3f}")
    if given.tested:
        kept = [row for row in rows if is_kept_back(row.set, row.labelled)]
        held_out = story_rows(_PROJECT, given.shared, "held-out")
        scores = table(apply(fit(used), [*kept, *held_out]), THRESHOLD)
        click.echo(f"\n## Kept back\n\n{scores}")
    model = rounded(fit(rows))
    write(model, given.out)


def write(model: dict[str, Any], out: Path) -> None:
    """Write a fit to the two files that the package ships."""
    tables = {"ranking": {"ranking": model["ranking"]}, "confidence": model["confidence"]}
    for part, file in _FILES.items():
        indent = 1 if part == "ranking" else None
        text = json.dumps(tables[part], ensure_ascii=False, indent=indent) + "\n"
        (out / file).write_text(text, "utf-8")
        click.echo(f"wrote {out / file}", err=True)


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

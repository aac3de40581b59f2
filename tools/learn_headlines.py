"""Fit how copied pages tell their headlines, from pages that are labelled with them.

``python tools/learn_headlines.py DATA`` writes the weights of
``ingest/boilerplate/headlines/ranking.py`` and prints how many headlines are ranked first, on the
pages themselves and, in ten folds, on pages that were not learned from. A third of the pages, told
by their names' digests, is held back and not looked at while features are chosen.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from storybot.ingest.boilerplate.head import story_of
from storybot.ingest.boilerplate.headlines import finding, ranking
from storybot.ingest.boilerplate.page import PageKind, read_page
from storybot.ingest.formats.pasting.pasted import clean
from storybot.ingest.lines import normalise

_OUT = Path(__file__).parents[1] / "src/storybot/ingest/boilerplate/headlines/weights.json"
_SETS = ("strings.jsonl", "bodies.jsonl")
_RIDGE = 16.0
_FOLDS = 10


class Labelled(NamedTuple):
    """The lines of a page that may be its headline, as rows of traits, and which of them are."""

    name: str
    rows: Any
    right: list[int]


def main() -> None:
    """Read the pages, fit, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    pages = [
        json.loads(line)
        for name in _SETS
        for line in (data / "dumps" / name).read_text("utf-8").splitlines()
    ]
    names: list[str] = []
    found = [page for page in (_labelled(page, names) for page in pages) if page]
    seen = [page for page in found if _digest(page.name)[0] % 3]
    held = [page for page in found if not _digest(page.name)[0] % 3]
    folded = 0
    for fold in range(_FOLDS):
        rest = [page for page in seen if _digest(page.name)[1] % _FOLDS != fold]
        unseen = [page for page in seen if _digest(page.name)[1] % _FOLDS == fold]
        folded += _right(_fit(rest), unseen)
    weights = _fit(seen)
    print(f"of {len(seen)}: {_right(weights, seen)} right, {folded} in folds")
    print(f"held back: {_right(weights, held)} of {len(held)}")
    rounded = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
    _OUT.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


def _labelled(page: dict[str, Any], names: list[str]) -> Labelled | None:
    """Return the lines of a page that is a whole one and shows its headline."""
    said = _plain(page["title"] or "")
    if not said or said not in _plain(page["dump"]):
        return None
    lines = read_page(clean(normalise(page["dump"])).text)
    story = story_of(lines)
    able = finding.able_lines(lines, story)
    if lines.kind is not PageKind.PAGE or not able:
        return None
    traits = ranking.HeadlineTraits(
        lines, story.start, able, finding.opening_stems(lines, story, able)
    )
    rows = [traits.traits(index) for index in able]
    names[:] = list(rows[0])
    right = [k for k, i in enumerate(able) if _plain(lines.lines[i].bare) == said]
    table = np.array([[float(row[name]) for name in names] for row in rows])
    return Labelled(str(page["id"]), table, right)


def _fit(pages: Sequence[Labelled]) -> Any:
    """Maximise the likelihood of the right lines, with a ridge on the scaled weights."""
    told = [page for page in pages if page.right]
    spread = np.vstack([page.rows for page in told]).std(0) + 1e-6
    tables = [page.rows / spread for page in told]

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for table, page in zip(tables, told, strict=True):
            scores = table @ weights
            odds = np.exp(scores - scores.max())
            right = np.zeros_like(odds)
            right[page.right] = odds[page.right]
            total -= float(np.log(right.sum() + 1e-300) - np.log(odds.sum()))
            slope = slope - table.T @ (right / (right.sum() + 1e-300) - odds / odds.sum())
        return total, slope

    start = np.zeros(len(spread))
    return minimize(loss, start, jac=True, method="L-BFGS-B").x / spread


def _right(weights: Any, pages: Sequence[Labelled]) -> int:
    return sum(int(np.argmax(page.rows @ weights)) in page.right for page in pages)


def _digest(name: str) -> bytes:
    return hashlib.sha1(name.encode(), usedforsecurity=False).digest()


def _plain(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()

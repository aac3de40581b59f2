"""How the project's pictures look: SVG that the same figures make the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

COLOURS = ("#d55e00", "#0072b2", "#009e73", "#56b4e9", "#cc79a7", "#7f7f7f")
"""Okabe and Ito's, told apart by colour-blind readers too; ours comes first."""


@contextmanager
def picture(path: Path, size: tuple[float, float]) -> Iterator[Figure]:
    """Give a figure of a size in inches to draw on, and write it.

    Its ground is white, so that it can be read on a light and on a dark page.
    """
    with mpl.rc_context({"svg.hashsalt": "storybot", "font.size": 9, "svg.fonttype": "none"}):
        figure = Figure(figsize=size, layout="constrained", facecolor="white")
        yield figure
        figure.savefig(path, format="svg", metadata={"Date": None})

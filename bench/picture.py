"""Draw how each engine grows with the corpus, on logarithmic axes."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.roster import OURS, ROSTER
from bench.run import Row

_PANELS = {
    "p50_us": "a question, µs",
    "after_change_us": "a question right after a change, µs",
    "add_ms": "an article, until it is found, ms",
    "asked_mb": "memory over the bare process, MB",
    "build_s": "building, s",
    "open_ms": "opening from disk, ms",
}

_COLOURS = ("#d55e00", "#0072b2", "#009e73", "#56b4e9", "#cc79a7", "#7f7f7f")
"""Okabe and Ito's, told apart by colour-blind readers too."""


def draw(rows: Sequence[Row], path: Path) -> None:
    """Write the picture as SVG; the same figures give the same file."""
    with mpl.rc_context({"svg.hashsalt": "storybot", "font.size": 9, "svg.fonttype": "none"}):
        figure = Figure(figsize=(13, 7.5), layout="constrained")
        axes = figure.subplots(2, 3).flat
        for panel, (key, title) in zip(axes, _PANELS.items(), strict=True):
            _draw_panel(panel, rows, key, title)
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
        figure.savefig(path, format="svg", metadata={"Date": None})


def _draw_panel(panel: Axes, rows: Sequence[Row], key: str, title: str) -> None:
    for (name, entrant), colour in zip(ROSTER.items(), _COLOURS, strict=True):
        known = [(row.size, row.figures.get(key)) for row in rows if row.name == name]
        points = [(size, value) for size, value in known if value is not None and value > 0]
        if points:
            width = 2.5 if name == OURS else 1.2
            panel.plot(
                *zip(*points, strict=True), "o-", color=colour, label=entrant.label, linewidth=width
            )
    sizes = sorted({row.size for row in rows})
    panel.set(xscale="log", yscale="log", title=title, xlabel="passages")
    panel.set_xticks(sizes, [f"{size:,}" for size in sizes])
    panel.set_xticks([], minor=True)
    panel.grid(visible=True, which="major", alpha=0.3)

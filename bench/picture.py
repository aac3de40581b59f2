"""Draw how each engine grows with the corpus, on logarithmic axes."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes

from bench.drawing import COLOURS, picture
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


def draw(rows: Sequence[Row], path: Path) -> None:
    """Write the picture as SVG; the same figures give the same file."""
    with picture(path, (13, 7.5)) as figure:
        axes = figure.subplots(2, 3).flat
        for panel, (key, title) in zip(axes, _PANELS.items(), strict=True):
            _draw_panel(panel, rows, key, title)
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)


def _draw_panel(panel: Axes, rows: Sequence[Row], key: str, title: str) -> None:
    for (name, entrant), colour in zip(ROSTER.items(), COLOURS, strict=True):
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

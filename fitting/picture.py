"""Draw precision against coverage, as the threshold of answering moves."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.drawing import COLOURS, picture
from storybot.evaluation.report import answering_rows, trade_off
from storybot.evaluation.runs import Asked

_STEPS = 200
_FEWEST = 0.05
"""Coverage below which precision is of too few questions to be drawn."""


def draw(runs: Mapping[str, Sequence[Asked]], threshold: float, path: Path) -> None:
    """Write the picture: a curve per set, the threshold marked on each."""
    with picture(path, (7, 4.5)) as figure:
        panel = figure.subplots()
        for (name, run), colour in zip(runs.items(), COLOURS, strict=False):
            rows = answering_rows(run)
            steps = trade_off(rows, [step / _STEPS for step in range(_STEPS + 1)])
            curve = [(s.coverage, s.precision or 0.0) for s in steps if s.coverage >= _FEWEST]
            panel.plot(*zip(*curve, strict=True), color=colour, label=name, linewidth=1.6)
            [mark] = trade_off(rows, [threshold])
            panel.plot(mark.coverage, mark.precision or 0.0, "o", color=colour, markersize=7)
        panel.plot([], [], "o", color="black", label=f"the threshold shipped, {threshold:g}")
        panel.set(
            xlabel="coverage: share of all questions that are answered",
            ylabel="precision: share of the answers that are right",
            xlim=(0, 1),
            ylim=(0.3, 1.01),
        )
        panel.grid(visible=True, alpha=0.3)
        panel.legend(frameon=False, loc="lower left")

"""Draw the Grafana dashboard's panels from a Prometheus, where no Grafana is at hand.

The queries are those of `deploy/monitoring/dashboard.json`, run by Prometheus; only the drawing is
ours. ``python tools/draw_dashboard.py http://127.0.0.1:9090 MINUTES PICTURE`` needs what
`make bench` installs.
"""

import json
import math
import re
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure

DASHBOARD = Path(__file__).parents[1] / "deploy" / "monitoring" / "dashboard.json"
RATE, STEP = "30s", 5
UNITS = {"s": "s", "reqps": "per second", "bytes": "MiB", "short": ""}


def series(
    client: httpx.Client, target: dict[str, str], since: float
) -> list[tuple[str, Any, Any]]:
    """Return label, times and values of each series of a panel's query."""
    query = target["expr"].replace("$__rate_interval", RATE)
    found = client.get(
        "/api/v1/query_range",
        params={"query": query, "start": since, "end": time.time(), "step": STEP},
    ).json()["data"]["result"]
    lines = []
    for one in found:
        label = target["legendFormat"]
        for name, value in one["metric"].items():
            label = label.replace("{{" + name + "}}", value or "none")
        label = re.sub(r"{{\w+}}", "none", label)
        points = [(float(at), float(value)) for at, value in one["values"]]
        lines.append((label, [at - since for at, _ in points], [value for _, value in points]))
    return lines


def draw(axes: Axes, panel: dict[str, Any], lines: list[tuple[str, Any, Any]]) -> None:
    """Draw one panel: lines, or the last value in large."""
    unit = panel["fieldConfig"]["defaults"]["unit"]
    scale = 2**20 if unit == "bytes" else 1
    axes.set_title(panel["title"], fontsize=9, loc="left")
    if panel["type"] == "stat":
        last = lines[0][2][-1] if lines else math.nan
        axes.text(0.02, 0.35, f"{last:,.1f} {UNITS[unit]}", ha="left", va="center", fontsize=18)
        axes.set_axis_off()
        return
    for label, times, values in lines:
        axes.plot([t / 60 for t in times], [v / scale for v in values], label=label, linewidth=1.2)
    axes.tick_params(labelsize=7)
    axes.set_ylabel(UNITS[unit], fontsize=7)
    axes.grid(alpha=0.25)
    axes.set_ylim(bottom=0)
    if lines:
        axes.legend(fontsize=6, loc="upper left", framealpha=0.6)


def main() -> None:
    """Ask Prometheus for each panel and draw them in the dashboard's grid."""
    address, minutes, picture = sys.argv[1:]
    since = time.time() - float(minutes) * 60
    panels = json.loads(DASHBOARD.read_text())["panels"]
    rows = max(p["gridPos"]["y"] + p["gridPos"]["h"] for p in panels)
    figure: SubFigure | Any = plt.figure(figsize=(15, rows * 0.38))
    grid = figure.add_gridspec(rows, 24, hspace=6, wspace=4)
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
        for panel in panels:
            place = panel["gridPos"]
            span = grid[
                place["y"] : place["y"] + place["h"] - 1, place["x"] : place["x"] + place["w"] - 1
            ]
            found = [one for target in panel["targets"] for one in series(client, target, since)]
            draw(figure.add_subplot(span), panel, found)
    figure.savefig(picture, dpi=80, bbox_inches="tight")


if __name__ == "__main__":
    main()

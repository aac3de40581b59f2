"""The dashboard and the alert rules ask for metrics that the bot has."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as families

from storybot.bot.http.metrics import Metrics

FOLDER = Path(__file__).parents[2] / "deploy" / "monitoring"
NAME = re.compile(r"\b(?:storybot|process)_[a-z_]+\b")


def known() -> set[str]:
    """Return the names of all samples that the bot serves; a label makes those with labels."""
    metrics = Metrics()
    metrics.questions.labels("answered", "group", "en").inc()
    metrics.steps.labels("answer").observe(1)
    metrics.finished.labels("done").inc()
    metrics.deaths.labels("backups").inc()
    found = families(metrics.text().decode())
    return {sample.name for family in found for sample in family.samples}


def rules() -> list[dict[str, Any]]:
    """Return the alert rules."""
    (group,) = yaml.safe_load((FOLDER / "alerts.yaml").read_text())["groups"]
    return list(group["rules"])


def panels() -> list[dict[str, Any]]:
    """Return the panels of the dashboard."""
    return list(json.loads((FOLDER / "dashboard.json").read_text())["panels"])


def test_every_metric_that_is_asked_for_exists() -> None:
    """In alert rules and in the dashboard."""
    asked = [rule["expr"] for rule in rules()]
    asked += [target["expr"] for panel in panels() for target in panel["targets"]]
    named = {name for expression in asked for name in NAME.findall(expression)}
    assert len(named) > 25
    assert named <= known()


def test_every_own_metric_is_looked_at() -> None:
    """What is measured is shown or woken for; a metric nobody sees is none."""
    shown = (FOLDER / "dashboard.json").read_text() + (FOLDER / "alerts.yaml").read_text()
    own = {name for name in known() if name.startswith("storybot_")}
    ends = ("_created", "_count", "_sum")
    unseen = {name for name in own if not name.endswith(ends) and name not in shown}
    assert unseen <= {"storybot_corpus_changes"}


def test_every_alert_says_what_to_do() -> None:
    """With how bad it is."""
    for rule in rules():
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert rule["annotations"]["action"]
        assert rule["annotations"]["summary"]


def test_the_panels_do_not_cover_each_other() -> None:
    """Each has its own place in the grid."""
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


@pytest.mark.parametrize(
    "check",
    [
        ["check", "rules", "alerts.yaml"],
        ["check", "config", "prometheus.yaml"],
        ["test", "rules", "alerts-test.yaml"],
    ],
)
def test_prometheus_own_tool_accepts_them(check: list[str]) -> None:
    """The rules fire when they should, and only then."""
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    ran = subprocess.run([promtool, *check], cwd=FOLDER, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr

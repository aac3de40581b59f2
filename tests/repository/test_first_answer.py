"""The tool that times the first answer says what went wrong."""

import importlib
import sys
from pathlib import Path

import pytest


def test_a_playground_that_died_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and not hidden by the failure to end what has ended."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "tools"))
    first_answer = importlib.import_module("first_answer")
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    with pytest.raises(SystemExit, match="ended with 3"):
        first_answer.ask(command, tmp_path, first_answer.Watch())

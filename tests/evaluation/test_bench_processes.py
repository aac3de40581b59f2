"""What a question costs the processes of a bot: the bench, small."""

import asyncio
import os
import subprocess
import sys

import pytest

from bench import processes
from bench.processes import Load
from bench.story import make_story
from engines.postgresql import programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc")


def test_what_a_child_that_ended_took_counts() -> None:
    """As a worker's does that was begun again."""
    before = processes._of_tree(os.getpid())
    subprocess.run([sys.executable, "-c", "for _ in range(4_000_000): pass"], check=True)
    assert processes._of_tree(os.getpid()) - before >= 0.02


@pytest.mark.slow
@pytest.mark.skipif(programs() is None, reason="no PostgreSQL is installed")
def test_both_doors_of_a_bot_with_workers_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """All processes took some time, of which the receiver took the least."""
    for name, value in {"_IDLE_SECONDS": 0.1, "_SETTLE_SECONDS": 0.1, "_WARM": 2}.items():
        monkeypatch.setattr(processes, name, value)
    story = make_story(1, 2, 2 + 2 * 8)
    found = asyncio.run(processes._measured(story, 2, Load(20.0, 8, 4)))
    for door in ("private", "inline"):
        assert found[door]["bot"] > found[door]["of_it_first_process"] >= 0
    assert found["inline"]["per_s"] > 0

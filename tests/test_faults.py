"""The faults of `python -m faults`, briefly: what breaks, and that nothing is lost by it."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from faults.kills import kills
from faults.storage import damaged, disk_full
from faults.storms import flooded_chat, inline_load, stopped_under_load
from faults.trouble import hostile_texts, poison, repeated
from faults.world import Row

Run = Callable[[Path], Awaitable[Row]]

RUNS: dict[str, Run] = {
    "kill, polling": lambda folder: kills(folder, 1, webhook=False),
    "kill, webhook": lambda folder: kills(folder, 1, webhook=True),
    "429 storm": lambda folder: flooded_chat(folder, 10),
    "inline load": lambda folder: inline_load(folder, 50, 50),
    "SIGTERM": lambda folder: stopped_under_load(folder, 20),
    "poison": poison,
    "repeated": lambda folder: repeated(folder, 10),
    "hostile texts": hostile_texts,
    "disk full": lambda folder: disk_full(folder, 1),
    "damaged": damaged,
}
TIMED = {"429 storm", "inline load"}
"""What these measure depends on how busy the machine is; only the long run judges it."""


@pytest.mark.parametrize("name", RUNS)
async def test_nothing_is_lost(name: str, tmp_path: Path) -> None:
    """Whatever breaks, each question is answered."""
    row = await RUNS[name](tmp_path)
    assert row.passed or name in TIMED, row.outcome

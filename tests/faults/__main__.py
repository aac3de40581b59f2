"""Runs every fault at length and writes the table: ``cd tests && python -m faults [FILE]``.

STORYBOT_KILLS sets how often the corpus is killed while it is changed.
"""

import asyncio
import logging
import os
import platform
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from faults.calls import cost_of_calls
from faults.fairness import crowded_group, silent_connections
from faults.forgeries import forged_buttons
from faults.kills import kills
from faults.loop import clock_jumps, indexing
from faults.storage import damaged, damaged_texts, disk_full, locked, read_only
from faults.storms import flooded_chat, inline_load, stopped_under_load
from faults.trouble import (
    broken_answers,
    broken_off,
    hang,
    hostile_texts,
    outage,
    poison,
    repeated,
)
from faults.updates import killed_updates, power_cuts
from faults.world import Row

_KILLS = int(os.environ.get("STORYBOT_KILLS", "1000"))
RUNS: tuple[tuple[Callable[[Path], Awaitable[Row]], ...], ...] = (
    (  # no times are measured in these, so they may run beside each other
        lambda folder: kills(folder, 200, webhook=False),
        lambda folder: kills(folder, 100, webhook=True),
    ),
    (
        lambda folder: killed_updates(folder, _KILLS),
        lambda folder: power_cuts(folder, 1000),
    ),
    (lambda folder: broken_off(folder, 20),),
    (lambda folder: flooded_chat(folder, 320),),
    (lambda folder: crowded_group(folder, 5000, 480),),
    (lambda folder: silent_connections(folder, 205),),
    (lambda folder: forged_buttons(folder, 10_000),),
    (lambda folder: inline_load(folder, 10_000, 200),),
    (lambda folder: indexing(folder, 100_000),),
    (lambda folder: cost_of_calls(folder, 1000),),
    (lambda folder: stopped_under_load(folder, 300),),
    (broken_answers,),
    (lambda folder: outage(folder, 10),),
    (lambda folder: hang(folder, 12),),
    (poison,),
    (lambda folder: repeated(folder, 300),),
    (hostile_texts,),
    (clock_jumps,),
    (lambda folder: disk_full(folder, 10),),
    (lambda folder: locked(folder, 10),),
    (read_only,),
    (damaged,),
    (lambda folder: damaged_texts(folder, 500),),
)
"""Those of one group run at once."""
_HEAD = """\
# Faults

Each was made on purpose by `make faults`, against the bot in a process of its own and a stand-in of
the Bot API on the same machine: {machine}. The whole table took {minutes:.0f} minutes.

The power cuts are simulated: what a killed process had written to the log since its last
acknowledgement is cut, zeroed or overwritten in sectors. That shows that what was synced is enough;
it does not show that a disk does sync when it says so.

Where an earlier commit, 63ddbb6, fell short, what it did stands beside the outcome.

| fault | goal | outcome | at 63ddbb6 | |
|---|---|---|---|---|
"""


def main() -> None:
    """Run all, print each row when it is there, and write them where a file is named."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it is told to break calls off
    begun, lines, failed = time.monotonic(), [], False
    for group in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            rows = asyncio.run(_run(group, Path(folder)))
        for row in rows:
            failed |= not row.passed
            mark = "met" if row.passed else "**missed**"
            lines.append(f"| {row.fault} | {row.goal} | {row.outcome} | {row.before} | {mark} |\n")
            print(lines[-1], end="", flush=True)  # noqa: T201 - the command's output
    if len(sys.argv) > 1:
        minutes = (time.monotonic() - begun) / 60
        head = _HEAD.format(machine=_machine(), minutes=minutes)
        Path(sys.argv[1]).write_text(head + "".join(lines))
    sys.exit(failed)


async def _run(group: tuple[Callable[[Path], Awaitable[Row]], ...], folder: Path) -> list[Row]:
    async def alone(number: int) -> Row:
        (own := folder / str(number)).mkdir()
        return await group[number](own)

    return await asyncio.gather(*map(alone, range(len(group))))


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()

"""Runs every fault at length and writes the table: ``cd tests && python -m faults [FILE]``."""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from faults.kills import kills
from faults.storage import damaged, disk_full, locked
from faults.storms import flooded_chat, inline_load, stopped_under_load
from faults.trouble import broken_answers, hostile_texts, outage, poison, repeated
from faults.world import Row

RUNS: tuple[Callable[[Path], Awaitable[Row]], ...] = (
    lambda folder: kills(folder, 200, webhook=False),
    lambda folder: kills(folder, 100, webhook=True),
    lambda folder: flooded_chat(folder, 200),
    lambda folder: inline_load(folder, 10_000, 200),
    lambda folder: stopped_under_load(folder, 300),
    broken_answers,
    lambda folder: outage(folder, 10),
    poison,
    lambda folder: repeated(folder, 100),
    hostile_texts,
    lambda folder: disk_full(folder, 10),
    lambda folder: locked(folder, 10),
    damaged,
)
_HEAD = """\
# Faults

Each was made on purpose by `python -m faults`, against the bot in a process of its own and a
stand-in of the Bot API on the same machine.

| fault | goal | outcome | |
|---|---|---|---|
"""


def main() -> None:
    """Run all, print each row when it is there, and write them where a file is named."""
    rows: list[str] = []
    failed = False
    for run in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            row = asyncio.run(_run(run, Path(folder)))
        failed |= not row.passed
        mark = "met" if row.passed else "**missed**"
        rows.append(f"| {row.fault} | {row.goal} | {row.outcome} | {mark} |\n")
        print(rows[-1], end="", flush=True)  # noqa: T201 - the command's output
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(_HEAD + "".join(rows))
    sys.exit(failed)


async def _run(run: Callable[[Path], Awaitable[Row]], folder: Path) -> Row:
    return await run(folder)


if __name__ == "__main__":
    main()

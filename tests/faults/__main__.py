"""Runs every fault at length and writes the table: ``cd tests && python -m faults [FILE]``.

STORYBOT_KILLS sets how often the corpus is killed while it is changed. STORYBOT_FAULTS names the
rows to run, separated by commas; in the file the other rows stay.
"""

import asyncio
import logging
import os
import platform
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from faults.runs import RUNS, Run
from faults.world import Row

_HEAD = """\
# Faults

Each was made on purpose by `make faults`, against the bot in a process of its own and a stand-in of
the Bot API on the same machine: {machine}. A row can be
made anew alone, as `make faults ROWS=crash_loop,second_bot`; the others stay as they were measured.
Rows that judge times are worth something only on a machine that does nothing else.

The power cuts are simulated: what a killed process had written to the log since its last
acknowledgement is cut, zeroed or overwritten in sectors. That shows that what was synced is enough;
it does not show that a disk does sync when it says so.

Where an earlier commit, 63ddbb6, fell short, what it did stands beside the outcome.

| fault | goal | outcome | at 63ddbb6 | |
|---|---|---|---|---|
"""


def main() -> None:
    """Run the rows, print each when it is there, and write them where a file is named."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it is told to break calls off
    wanted = set(filter(None, os.environ.get("STORYBOT_FAULTS", "").split(",")))
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    lines = _lines(file) if file and wanted else {}
    failed = False
    for group in RUNS:
        chosen = {name: run for name, run in group.items() if not wanted or name in wanted}
        with tempfile.TemporaryDirectory() as folder:
            rows = asyncio.run(_run(chosen, Path(folder)))
        for row in rows:
            failed |= not row.met
            lines[_key(row.fault)] = line = _line(row)
            print(line, end="", flush=True)  # noqa: T201 - the command's output
            if file:
                file.write_text(_HEAD.format(machine=_machine()) + "".join(lines.values()))
    sys.exit(failed)


async def _run(group: Mapping[str, Run], folder: Path) -> list[Row]:
    async def alone(name: str) -> Row:
        (own := folder / name).mkdir()
        return await group[name](own)

    return await asyncio.gather(*map(alone, group))


def _line(row: Row) -> str:
    mark = "met" if row.met else "**missed**"
    return f"| {row.fault} | {row.goal} | {row.outcome} | {row.before} | {mark} |\n"


def _lines(file: Path) -> dict[str, str]:
    """Return the rows of an earlier run, by what names them."""
    rows = file.read_text().partition("|---|---|---|---|---|\n")[2].splitlines(keepends=True)
    return {_key(row.split(" | ")[0].removeprefix("| ")): row for row in rows}


def _key(fault: str) -> str:
    """Name a fault without its numbers, some of which are counted anew by each run."""
    return re.sub("[0-9]+", "#", fault)


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()

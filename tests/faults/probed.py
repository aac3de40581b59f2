"""Run the bot with a probe in its event loop and a clock that can be moved from outside.

``python -m faults.probed FILE bot``: the probe appends to FILE, eight bytes a look, how late the
loop came back to it; the first eight bytes are the seconds by which the clock is wrong.
"""

import asyncio
import struct
import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

LOOK_SECONDS = 0.005
_NUMBER = struct.Struct("d")
_right = time.time


def set_clock(file: Path, seconds: float) -> None:
    """Move the clock of the bot that runs with this file, from now on."""
    with file.open("r+b") as report:
        report.write(_NUMBER.pack(seconds))


def lags(file: Path, skipped: int = 0) -> list[float]:
    """Return how late the loop was at each look after those that are skipped.

    Looks that a late one made impossible count too, each with what was left of the lateness.
    """
    numbers = [value for (value,) in _NUMBER.iter_unpack(file.read_bytes())][1 + skipped :]
    return [
        late - LOOK_SECONDS * missed
        for late in numbers
        for missed in range(1 + max(int(late / LOOK_SECONDS), 0))
    ]


def looks(file: Path) -> int:
    """Return how often the probe has looked so far."""
    return file.stat().st_size // _NUMBER.size - 1


def _wrong_by(file: Path) -> float:
    with file.open("rb") as report:
        (seconds,) = _NUMBER.unpack(report.read(_NUMBER.size))
    return float(seconds)


def main() -> None:
    """Run the command that follows the file's name."""
    file = Path(sys.argv.pop(1))
    if not file.exists():
        file.write_bytes(_NUMBER.pack(0))
    time.time = lambda: _right() + _wrong_by(file)
    # Imported when the clock is changed: some take the function over.
    from storybot.bot import app
    from storybot.cli.main import main as storybot
    from storybot.store import reader_memory as readers
    from storybot.store.sqlite import sqlite_documents as sqlite

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return datetime.fromtimestamp(time.time(), tz)

    for module in (readers, sqlite):
        vars(module)["datetime"] = Shifted
    serve = app.serve

    async def probed(*arguments: Any) -> None:
        looking = asyncio.create_task(_look(file))
        try:
            await serve(*arguments)
        finally:
            looking.cancel()

    vars(app)["serve"] = probed
    storybot()


async def _look(file: Path) -> None:
    with file.open("ab", buffering=0) as report:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(LOOK_SECONDS)
            report.write(_NUMBER.pack(time.perf_counter() - begun - LOOK_SECONDS))


if __name__ == "__main__":
    main()

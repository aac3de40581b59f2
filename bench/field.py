"""The engines at one size, each in a process of its own, started and spoken to."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
"""One core for everyone, and the same order of dicts and sets in every run."""


class WorkerDied(Exception):
    """An engine's process ended while it was asked something; the reason is on stderr."""


class Contestant:
    """The process of one engine, waiting for commands."""

    def __init__(self, name: str, task: Path, folder: Path) -> None:
        self.name = name
        folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bench.worker", name, str(task), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | _ONE_THREAD,
            cwd=Path(__file__).parents[1],
        )

    def call(self, command: str, *arguments: float) -> Any:
        """Have the process do something, and return its answer.

        Raises:
            WorkerDied: it could not.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            print(json.dumps([command, *arguments]), file=self._process.stdin, flush=True)
        except BrokenPipeError:
            raise WorkerDied(f"{self.name} is gone before {command}.") from None
        line = self._process.stdout.readline()
        if not line:
            raise WorkerDied(
                f"{self.name} ended in {command} with exit code {self._process.wait()}."
            )
        return json.loads(line)

    def stop(self) -> None:
        """End the process, which stops when it has nothing more to read."""
        self._process.communicate()


class Field:
    """The engines that run at one size."""

    def __init__(self, names: Iterable[str], folder: Path) -> None:
        self.failed: dict[str, str] = {}
        """Why engines are no longer running."""
        self._folder = folder
        self._running = {name: self._start(name) for name in names}
        self._turn = 1
        self.each(lambda one: one.call("ready"))

    def _start(self, name: str) -> Contestant:
        return Contestant(name, self._folder / "task", self._folder / name)

    def each(self, do: Callable[[Contestant], object]) -> None:
        """Have every engine do something: in order, then in reverse, and so on by turns."""
        self._turn += 1
        for name in list(self._running)[:: 1 if self._turn % 2 else -1]:
            self._try(self._running[name], do)

    def afresh(self, name: str, do: Callable[[Contestant], object]) -> None:
        """Have another process of an engine do something, over the files of the first."""
        one = self._start(name)
        self._try(one, do)
        one.stop()

    def _try(self, one: Contestant, do: Callable[[Contestant], object]) -> None:
        try:
            do(one)
        except WorkerDied as died:
            one.stop()
            self.failed[one.name] = str(died)
            self._running.pop(one.name, None)

    def stop(self) -> None:
        """End all processes."""
        for contestant in self._running.values():
            contestant.stop()
        self._running.clear()

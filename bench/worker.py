"""A process of its own for one engine: reads commands on stdin, answers figures on stdout.

`bench.field` starts it: ``python -m bench.worker NAME TASK FOLDER``. TASK is the folder that
`bench.task` wrote, FOLDER the engine's own. A command is one line, ``["build"]`` or
``["ask", 200, 10.0]``: the name of a method and its arguments; so is the answer.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import measure, memory
from bench.corpus import ARTICLE
from bench.engines.base import Engine, Hit, Profiled
from bench.roster import ROSTER
from bench.task import Task, marker

_REBUILD_LIMIT = 10.0
"""Seconds of building up to which building anew is measured, and not taken from the first time."""

Figures = dict[str, float | None]


class Worker:
    """The engine, what it is asked, and how far its additions have come."""

    def __init__(self, name: str, task: Task, folder: Path) -> None:
        self._make, self._task, self._folder = ROSTER[name].load(), task, folder
        self._engine: Engine
        self._bare: float | None
        self._bare_resident: float | None
        self._built = 0.0
        self._rebuilt = False
        self._next = task.passages.size
        self._more = self._additions()

    def ready(self) -> None:
        """Do nothing but answer, which comes when everything is imported."""

    def build(self) -> Figures:
        """Build and weigh the index."""
        self._engine = self._make(self._folder)
        self._bare, self._bare_resident = memory.held_mb(), memory.resident_mb()
        self._built = measure.build_seconds(self._engine, self._task.passages)
        return {
            "build_s": self._built,
            "bare_mb": self._bare_resident,
            "held_mb": self._held(),
            "peak_mb": self._over_bare(memory.peak_mb()),
        }

    def answer(self, budget: float) -> list[Sequence[Hit]]:
        """Return the hits of the questions, as many as the budget of seconds allows.

        What is made or compiled at the first question is ready after that, and garbage collection
        leaves alone what was built, as in any server that follows the advice of `gc.freeze`.
        """
        self._engine.search(self._task.questions[0], measure.TOP)
        begun, answers = time.perf_counter(), list[Sequence[Hit]]()
        for question in self._task.questions:
            answers.append(self._engine.search(question, measure.TOP))
            if len(answers) >= measure.LEAST and time.perf_counter() - begun > budget:
                break
        gc.collect()
        gc.freeze()
        return answers

    def ask(self, count: int, budget: float) -> measure.Turn:
        """Time the first questions."""
        return measure.ask(self._engine, self._task.questions[:count], budget)

    def weigh(self) -> Figures:
        """Weigh again, now that it was asked; resident counts mapped files, too."""
        return {
            "asked_mb": self._held(),
            "resident_mb": self._over_bare(memory.resident_mb()),
        }

    def profile(self) -> Figures:
        """Return where the time of storybot's questions goes."""
        assert isinstance(self._engine, Profiled)
        return self._engine.profile(self._task.questions)

    def add(self, times: int) -> list[float]:
        """Return the milliseconds of additions of an article.

        Where that means building anew, one only, and the first time that it is called.
        """
        if not self._engine.live:
            return [] if self._rebuilt else [self._rebuild() * 1e3]
        articles = [self._article() for _ in range(times)]
        return [
            measure.addition_ms(self._engine, first, passages, marker(first))
            for first, passages in articles
        ]

    def after_change(self, turn: int, times: int) -> list[tuple[float, float]]:
        """Return microseconds of questions right after a change, and of ones with new terms.

        None of them, where a change means building anew.
        """
        if not self._engine.live:
            return []
        questions = self._task.questions[turn * times :]
        passages = [next(self._more) for _ in range(times)]
        self._next += times
        first = self._next - times
        return measure.after_change_micros(self._engine, questions, first, passages)

    def change(self, seconds: float, rate: float, articles: int) -> Figures:
        """Return latencies with and without articles coming in, in microseconds."""
        new = [self._article() for _ in range(articles)]
        questions = self._task.questions
        before = measure.paced_micros(self._engine, questions, [], seconds, rate)
        while_ = measure.paced_micros(self._engine, questions, new, seconds, rate)
        after = measure.paced_micros(self._engine, questions, [], seconds, rate)
        rest = measure.percentiles(before + after)
        busy = measure.percentiles(while_)
        return {
            "rest_p50_us": rest[0],
            "rest_p99_us": rest[1],
            "change_p50_us": busy[0],
            "change_p99_us": busy[1],
        }

    def keep(self) -> bool:
        """Leave on disk what `open` reads, and return whether that is possible."""
        if self._make.keeps:
            self._engine.keep()
        self._engine.close()
        return self._make.keeps

    def open(self) -> Figures:
        """Open what another process kept and answer one question."""
        self._bare = memory.held_mb()
        begun = time.perf_counter()
        self._engine = self._make(self._folder)
        self._engine.open()
        hits = self._engine.search(self._task.questions[0], measure.TOP)
        took = (time.perf_counter() - begun) * 1e3
        if not hits:
            raise RuntimeError("The index that was opened from disk finds nothing.")
        return {"open_ms": took, "opened_mb": self._held()}

    def _held(self) -> float | None:
        held = memory.held_mb()
        return None if held is None or self._bare is None else held - self._bare

    def _over_bare(self, resident: float | None) -> float | None:
        bare = self._bare_resident
        return None if resident is None or bare is None else resident - bare

    def _rebuild(self) -> float:
        self._rebuilt = True
        if self._built > _REBUILD_LIMIT:
            return self._built
        article = self._task.more.slice(0, ARTICLE)
        return measure.build_seconds(self._make(self._folder), self._task.passages, article)

    def _additions(self) -> Iterator[list[str]]:
        while True:
            yield from measure.Stream(self._task.more)

    def _article(self) -> tuple[int, list[list[str]]]:
        passages = [next(self._more) for _ in range(ARTICLE)]
        self._next += len(passages)
        return self._next - len(passages), passages


def main() -> None:
    """Carry out the commands on stdin until it ends; what engines print goes to stderr."""
    name, task, folder = sys.argv[1:]
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    worker = Worker(name, Task.load(Path(task)), Path(folder))
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        print(json.dumps(getattr(worker, command)(*arguments)), file=answers, flush=True)


if __name__ == "__main__":
    main()

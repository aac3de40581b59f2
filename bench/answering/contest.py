"""Measure the whole answer at one size: this build, and the one it is compared with, by turns."""

import json
import os
import statistics
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from bench.corpus import ARTICLE
from bench.measure import percentiles
from bench.story import Story, make_story

EARLIER = "63ddbb6"
"""The commit that is the peer: the last before answers had slots, and trees to judge them by."""
NOW = "storybot"
PEER_UP_TO = 400_000
"""Paragraphs above which the peer is left out unless all is asked for: it would take too long."""
_ROOT = Path(__file__).parents[2]
_SUBJECT = Path(__file__).with_name("subject.py")
_TURN = 20
"""Questions that one build is asked before it is the other's turn."""

Tell = Callable[[str], None]


class AnswerLoad(NamedTuple):
    """How many questions are asked."""

    warm_up: int = 60
    """Questions asked first and not counted."""
    counted: int = 200
    staged: int = 60
    """Questions asked once more, of others, to see where the time goes."""


@dataclass
class AnswerRow:
    """What one build was measured at, at one size."""

    build: str
    size: int
    figures: dict[str, float | None] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)


class _Subject:
    """The process of a build."""

    def __init__(self, source: Path | None, database: Path) -> None:
        environment = os.environ | {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
        if source:
            environment["PYTHONPATH"] = str(source)
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, str(_SUBJECT), str(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def call(self, command: str, argument: object = None) -> Any:
        """Have the process do something, and return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([command, argument]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        """Have it close the story."""
        self._process.communicate()


@contextmanager
def _running(source: Path | None, database: Path) -> Iterator[_Subject]:
    subject = _Subject(source, database)
    try:
        yield subject
    finally:
        subject.end()


def earlier_build(folder: Path) -> Path | None:
    """Unpack the peer's source into a folder; None where git does not have the commit."""
    command = ["git", "-C", str(_ROOT), "archive", EARLIER, "src"]
    try:
        packed = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def real_story(folders: Sequence[Path], paragraphs: int, questions: int) -> Story | None:
    """Return the articles of labelled sets and their questions; None where these are too few."""
    articles: list[list[str]] = []
    asked: list[str] = []
    for folder in folders:
        for text in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines():
            if sum(map(len, articles)) < paragraphs:
                articles.append(json.loads(text)["paragraphs"])
        lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        asked += [json.loads(text)["question"] for text in lines]
    if sum(map(len, articles)) < paragraphs or len(asked) < questions:
        return None
    return Story(articles, asked[:: len(asked) // questions][:questions])


def measure_answers(
    seed: int,
    size: int,
    folder: Path,
    tell: Tell,
    texts: Sequence[Path] = (),
    load: AnswerLoad = AnswerLoad(),  # noqa: B008 (it is immutable)
    *,
    full: bool = False,
) -> list[AnswerRow]:
    """Measure both builds over the same articles and questions, real ones if there are enough.

    The peer takes part up to `PEER_UP_TO`, or everywhere if all is asked for in ``full``.
    """
    asked = load.warm_up + load.counted + load.staged
    story = real_story(texts, size, asked) or make_story(seed, max(1, size // ARTICLE), asked)
    articles = folder / "articles.jsonl"
    with articles.open("w", encoding="utf-8") as lines:
        for number, paragraphs in enumerate(story.articles):
            title = paragraphs[0].partition(".")[0]
            about = {"id": f"{number}", "title": title, "paragraphs": paragraphs, "language": "en"}
            lines.write(json.dumps(about) + "\n")
    sources: dict[str, Path | None] = {NOW: None}
    if size > PEER_UP_TO and not full:
        tell(f"  {EARLIER} would take too long, so it is left out")
    elif earlier := earlier_build(folder / "earlier"):
        sources[EARLIER] = earlier
    else:
        tell(f"  git does not have {EARLIER}, so it is left out")
    rows = {build: AnswerRow(build, size) for build in sources}
    for build, source in sources.items():
        tell(f"  adding the articles to {build}")
        with _running(source, folder / f"{build}.db") as subject:
            figures = subject.call("build", str(articles))
            helpers_mb, own_mb = figures.pop("helpers_mb"), subject.call("peak")
            rows[build].figures |= figures
            rows[build].figures["build_mb"] = own_mb and own_mb + helpers_mb
    tell("  asking, by turns")
    with ExitStack() as stack:
        subjects: dict[str, _Subject] = {}
        for build, source in sources.items():
            subject = stack.enter_context(_running(source, folder / f"{build}.db"))
            rows[build].figures["open_ms"] = subject.call("opened", story.questions[:1])
            subject.call("ask", story.questions[1 : load.warm_up])
            subject.call("settle", None)
            subjects[build] = subject
        counted = story.questions[load.warm_up :][: load.counted]
        for build, times in _by_turns(subjects, counted).items():
            rows[build].figures |= _figures(times)
            rows[build].figures["ask_mb"] = subjects[build].call("peak")
            rows[build].figures["own_mb"] = subjects[build].call("own")
        rows[NOW].stages = subjects[NOW].call("stages", story.questions[-load.staged :])
    return list(rows.values())


def _by_turns(
    subjects: dict[str, _Subject], questions: Sequence[str]
) -> dict[str, list[tuple[float, float]]]:
    times: dict[str, list[tuple[float, float]]] = {build: [] for build in subjects}
    for start in range(0, len(questions), _TURN):
        for build, subject in subjects.items():
            times[build] += subject.call("ask", questions[start : start + _TURN])
    return times


def _figures(times: Sequence[tuple[float, float]]) -> dict[str, float | None]:
    busy, waited = zip(*times, strict=True)
    p50, p99 = percentiles(waited)
    return {"cpu_ms": statistics.mean(busy), "answer_p50_ms": p50, "answer_p99_ms": p99}

"""Articles analysed by processes of their own: the same results, errors with names, no orphans."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Never, cast

import pytest

from storybot.model.documents import Document
from storybot.model.errors import Refused
from storybot.text.bulk import analysing_here, analysing_pool, analysing_process, analysing_worker
from storybot.text.bulk.analysing_here import AnalysingHere
from storybot.text.bulk.analysing_pool import AnalysingPool
from storybot.text.bulk.analysing_worker import AnalysingWorker
from storybot.text.bulk.analysis_frames import (
    Analysed,
    analyse_article,
    receive,
    send,
    times_as_long,
)
from storybot.text.bulk.build_stamp import build_stamp
from worlds.articles import make_document

_RUN = """
import sys
from storybot.text.bulk.analysing_pool import AnalysingPool
from worlds.articles import make_document
pool = AnalysingPool(2, worth=0, portion=1)
pool.analyse([make_document("One.", source=f"{n}") for n in range(4)])
print(*pool.pids, flush=True)
sys.stdin.read()
"""

_HELD = """
import os
def refused(step):
    raise PermissionError(step)
os.nice = refused
from storybot.text.bulk.analysing_process import main
main()
"""

_ENDLESS = """
import os, threading
from storybot.text.bulk import analysing_process
def endless(document):
    os.write(1, b".")
    threading.Event().wait()
analysing_process.analyse_article = endless
analysing_process.main()
"""

_SILENT = """
import sys, threading
from storybot.text.bulk.build_stamp import build_stamp
sys.stdout.buffer.write(build_stamp())
sys.stdout.flush()
threading.Event().wait()
"""

_OTHER = """
import sys
sys.stdout.buffer.write(bytes(32))
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture
def pool() -> Iterator[AnalysingPool]:
    """Make a pool of two processes that are asked for anything."""
    made = AnalysingPool(2, worth=0, portion=100)
    yield made
    made.close()


def articles(count: int) -> list[Document]:
    """Make articles in several languages, some of them long."""
    texts = [
        ("en", "The minister flew to Oslo on 5 May 2021. He said that he was not afraid."),
        ("it", "Il ministro non è andato all'isola. Costa $33m."),
        ("zh", "部长飞往奥斯陆。他说了。"),
    ]
    found = []
    for number in range(count):
        language, text = texts[number % len(texts)]
        paragraphs = [f"{text} Number {number}, {n}." for n in range(1 + number % 7)]
        found.append(make_document(*paragraphs, source=f"{number}.txt", language=language))
    return found


def test_processes_find_what_one_finds(pool: AnalysingPool) -> None:
    """In the order of the articles, and again with the processes that are there already."""
    documents = articles(40)
    expected = [analyse_article(document) for document in documents]
    assert pool.analyse(documents) == expected
    running = pool.pids
    assert len(running) == 2
    assert pool.analyse(documents[:3]) == expected[:3]
    assert pool.pids == running


def test_one_article_and_few_ones_are_analysed_here() -> None:
    """Starting a process would take longer; with one processor there is nothing to be won."""
    documents = articles(3)
    for pool, few in (
        (AnalysingPool(2, worth=0), documents[:1]),
        (AnalysingPool(2), documents),
        (AnalysingPool(1, worth=0), documents),
    ):
        assert pool.analyse(few) == [analyse_article(document) for document in few]
        assert pool.pids == []


def test_an_error_names_the_article(pool: AnalysingPool) -> None:
    """It is the one that was raised in the process, which goes on."""
    broken = cast(Any, SimpleNamespace(source="b.txt", text="x" * 200, language="en", title="B"))
    with pytest.raises(AttributeError, match="subheads") as raised:
        pool.analyse([*articles(1), broken])
    assert raised.value.__notes__ == ["while the article b.txt was analysed"]
    with pytest.raises(AttributeError) as here:
        AnalysingPool(1).analyse([broken])
    assert here.value.__notes__ == raised.value.__notes__
    assert len(pool.analyse(articles(9))) == 9


def test_an_error_that_cannot_be_sent_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its note, as another error."""

    class Odd(Exception):
        def __init__(self, one: str, two: str) -> None:
            super().__init__(one + two)

    def analyse(document: Document) -> None:
        error = Odd("o", "dd")
        error.add_note(document.source)
        raise error

    monkeypatch.setattr(analysing_process, "analyse_article", analyse)
    reply = analysing_process.reply(articles(1))
    assert isinstance(reply, RuntimeError)
    assert "odd" in str(reply)
    assert reply.__notes__ == ["0.txt"]


def _started(program: str) -> subprocess.Popen[bytes]:
    """Start a process of a program that is asked through its pipes."""
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_a_process_that_may_not_step_back_analyses_all_the_same() -> None:
    """A service manager may forbid it to change its priority."""
    with _started(_HELD) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.read(32) == build_stamp()
        send(process.stdin, articles(1))
        assert receive(process.stdout) == [analyse_article(document) for document in articles(1)]
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_what_a_dead_process_was_asked_is_done_here(
    pool: AnalysingPool, caplog: pytest.LogCaptureFixture
) -> None:
    """The system may end it for want of memory; what is asked later gets others."""
    documents = articles(12)
    expected = pool.analyse(documents)
    dead = pool.pids
    for pid in dead:
        os.kill(pid, signal.SIGKILL)
    assert pool.analyse(documents) == expected
    assert "0.txt" in caplog.text
    assert pool.analyse(documents) == expected
    assert len(pool.pids) == 2
    assert set(pool.pids).isdisjoint(dead)


def test_no_process_is_started_in_place_of_one_that_died(
    pool: AnalysingPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within what was asked at once: it would lack the same memory."""
    started = list[int]()

    def dies(_: AnalysingWorker, documents: Sequence[Document], _stopped: object) -> Never:
        started.append(len(documents))
        raise EOFError

    monkeypatch.setattr(AnalysingWorker, "_ask", dies)
    documents = articles(40)
    assert pool.analyse(documents) == [analyse_article(document) for document in documents]
    assert 1 <= len(started) <= 2


def test_a_process_that_takes_too_long_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the error names what it was asked; what is asked later gets another process."""
    real = analysing_worker.started
    pool = AnalysingPool(2, worth=0, longest=0.2)
    monkeypatch.setattr(analysing_worker, "started", lambda: _started(_SILENT))
    with pytest.raises(TimeoutError, match=re.escape("0.txt, 1.txt took longer than 0.2 s")):
        pool.analyse(articles(2))
    assert pool.pids == []
    monkeypatch.setattr(analysing_worker, "started", real)
    monkeypatch.setattr(pool._all[0], "_seconds", 60)
    monkeypatch.setattr(pool._all[1], "_seconds", 60)
    assert pool.analyse(articles(2)) == [analyse_article(document) for document in articles(2)]
    pool.close()


def test_a_process_that_is_not_there_in_time_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer to start it than it has to answer."""
    given_up, give_up = threading.Event(), AnalysingWorker._give_up

    def late(worker: AnalysingWorker) -> None:
        give_up(worker)
        given_up.set()

    def started() -> subprocess.Popen[bytes]:
        assert given_up.wait(60)
        return _started(_OTHER)  # which says something, or we would wait for it here

    monkeypatch.setattr(AnalysingWorker, "_give_up", late)
    monkeypatch.setattr(analysing_worker, "started", started)
    worker = AnalysingWorker(0.01)
    with pytest.raises(TimeoutError, match="took longer"):
        worker.analyse(articles(1), lambda: False)
    assert worker.pid is None


async def test_a_long_article_alone_is_analysed_by_a_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Which is killed where it takes too long; the article is refused by name."""
    pool = AnalysingPool(2, longest=0.1)
    (document,) = articles(1)
    long = document.model_copy(update={"title": "The flight", "text": document.text * 8_000})
    monkeypatch.setattr(analysing_worker, "started", lambda: _started(_SILENT))
    with pytest.raises(Refused, match="“The flight” takes longer") as raised:
        await pool.analysed([long])
    assert (raised.value.code, raised.value.values) == ("analysis_too_long", {"name": "The flight"})
    assert pool.pids == []
    pool.close()


@pytest.mark.parametrize("processes", [1, 2])
async def test_an_article_that_hangs_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    """The thread that works on it ends, the others are not begun, and the next one is analysed."""
    pool, ended = AnalysingPool(processes, longest=0.05), threading.Event()
    begun, start = list[str](), time.monotonic()

    def now() -> float:
        """Stand still until an article is under way, however long a busy machine takes."""
        return time.monotonic() if begun else start

    def hang(document: Document) -> Analysed:
        try:
            begun.append(document.source)
            while True:
                pass
        finally:
            ended.set()

    with monkeypatch.context() as hanging:
        hanging.setattr(analysing_here, "time", SimpleNamespace(monotonic=now))
        hanging.setattr(analysing_pool, "analyse_article", hang)
        with pytest.raises(Refused, match="takes longer to analyse") as raised:
            await pool.analysed(articles(3))
    assert raised.value.code == "analysis_too_long"
    assert await asyncio.to_thread(ended.wait, 60)
    assert begun == ["0.txt"]
    assert await AnalysingPool(processes).analysed(articles(1)) == [analyse_article(articles(1)[0])]


async def test_a_longer_text_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """In proportion, here as in a process: it is not refused for its length."""
    (document,) = articles(1)
    long = document.model_copy(update={"text": document.text * 20_000})
    assert times_as_long([document]) == 1
    assert times_as_long([long]) == len(long.text) / 500_000 > 2
    left = list[float]()

    def look(_: Document) -> Analysed:
        left.append(here.left)
        return Analysed((), [])

    here = AnalysingHere(60)
    here.analysed([document, long], look)
    assert 0 < left[0] <= 60 < left[1]
    assert here.late is None


def test_a_process_of_another_build_is_not_believed(
    pool: AnalysingPool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The program may be upgraded in place while a bot runs; no such process is started again."""
    count = list[int]()

    def started() -> subprocess.Popen[bytes]:
        count.append(1)
        return _started(_OTHER)

    monkeypatch.setattr(analysing_worker, "started", started)
    documents = articles(12)
    expected = [analyse_article(document) for document in documents]
    assert pool.analyse(documents) == expected
    assert pool.pids == []
    assert caplog.text.count("start it anew") == 1
    assert pool.analyse(documents) == expected
    assert len(count) <= 2


def test_a_process_that_ends_at_once_is_of_no_other_build(
    pool: AnalysingPool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As one that is killed for want of memory before it says of which; others are tried later."""
    real, documents = analysing_worker.started, articles(12)
    monkeypatch.setattr(analysing_worker, "started", lambda: _started(""))
    expected = [analyse_article(document) for document in documents]
    assert pool.analyse(documents) == expected
    assert "start it anew" not in caplog.text
    assert "What is left is done here" in caplog.text
    monkeypatch.setattr(analysing_worker, "started", real)
    assert pool.analyse(documents) == expected
    assert pool.pids


def test_a_build_is_told_by_its_files(tmp_path: Path) -> None:
    """By their names and times; what Python compiles beside them is of no account."""
    for folder in ("model", "text/inner"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "text/inner/one.py").write_text("1")
    stamps = [build_stamp(tmp_path)]
    cached = tmp_path / "text/inner/__pycache__"
    cached.mkdir()
    (cached / "one.pyc").write_text("2")
    assert build_stamp(tmp_path) == stamps[0]
    os.utime(tmp_path / "text/inner/one.py", (1, 1))
    stamps.append(build_stamp(tmp_path))
    (tmp_path / "text/inner/one.py").rename(tmp_path / "text/inner/two.py")
    stamps.append(build_stamp(tmp_path))
    assert len(set(stamps)) == 3


@pytest.mark.parametrize("processes", [1, 2])
async def test_articles_that_nobody_waits_for_are_given_up(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In processes, which are killed, as in this one; no more of them are begun."""
    pool = AnalysingPool(processes, worth=0, portion=1)
    loop, begun, done = asyncio.get_running_loop(), asyncio.Event(), threading.Event()
    asked, ended = list[str](), threading.Event()

    def here(document: Document) -> Analysed:
        asked.append(document.source)
        loop.call_soon_threadsafe(begun.set)
        assert done.wait(60)
        return Analysed((), [])

    def started() -> subprocess.Popen[bytes]:
        asked.append("a process")
        loop.call_soon_threadsafe(begun.set)
        program = (sys.executable, "-c", "import sys; sys.stdin.read()")
        return subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def analyse(*given: Any) -> list[Analysed]:
        try:
            return real(*given)
        finally:
            ended.set()

    real = pool.analyse
    monkeypatch.setattr(pool, "analyse", analyse)
    monkeypatch.setattr(analysing_pool, "analyse_article", here)
    monkeypatch.setattr(analysing_worker, "started", started)
    waiting = asyncio.create_task(pool.analysed(articles(20)))
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    done.set()
    assert await asyncio.to_thread(ended.wait, 60)
    assert len(asked) <= processes
    assert pool.pids == []


def test_processes_end_with_the_one_that_started_them() -> None:
    """However it ended: its pipes are closed, and what it wrote to is at its end."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    starter = subprocess.Popen(
        [sys.executable, "-c", _RUN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,  # which the processes have too
        env=environment,
    )
    assert starter.stdout
    assert len(starter.stdout.readline().split()) == 2
    starter.kill()
    _, said = starter.communicate(timeout=60)  # until nobody has its end of the pipe any more
    assert said == b""


def test_a_process_ends_in_the_middle_of_an_article_that_nobody_waits_for() -> None:
    """Its pipe is closed while it analyses."""
    with _started(_ENDLESS) as process:
        assert process.stdin
        assert process.stdout
        assert len(process.stdout.read(32)) == 32
        send(process.stdin, articles(1))
        assert process.stdout.read(1) == b"."
        process.stdin.close()
        try:
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()


def test_processes_end_when_they_are_not_asked_for_a_while() -> None:
    """They take memory."""
    closed = threading.Event()

    class Noting(AnalysingPool):
        def close(self) -> None:
            super().close()
            closed.set()

    pool = Noting(2, worth=0, portion=1, idle=0)
    pool.analyse(articles(4))
    assert closed.wait(60)
    assert pool.pids == []

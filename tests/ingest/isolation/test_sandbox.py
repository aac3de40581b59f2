"""Files made to take memory, time or more: each is refused, and the next one is read."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storybot.ingest.formats.kinds import FileKind
from storybot.ingest.formats.readers import RawSource
from storybot.ingest.isolation.sandbox import Sandbox
from storybot.ingest.reading import read_all
from storybot.model.errors import Refused
from worlds.files import HEADLINE, STORY, column, page, paragraphs_of, pdf
from worlds.hostile_files import HOSTILE, TEXT, WORD_LAUGHS, bomb


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Start a sandbox that waits for nothing long."""
    made = Sandbox(seconds=8)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_ends_in_a_refusal(make: Callable[[], bytes]) -> None:
    """Within the limits of the sandbox, whatever it was made to take; nothing else is raised."""
    with pytest.raises(Refused) as refused:
        read_all(make(), name="story", source="story")
    assert str(refused.value).endswith(".")
    assert "root:" not in str(refused.value)


def test_after_each_attack_an_article_is_read() -> None:
    """A worker that was ended is replaced."""
    body = page(f"<article><h1>{HEADLINE}</h1>{paragraphs_of()}</article>")
    (article,) = read_all(body, name="story", source="story").articles
    assert article.document.text == TEXT


def ask(sandbox: Sandbox, data: bytes, kind: FileKind = FileKind.PDF) -> str:
    """Read a file apart; return the text of its article."""
    (article,) = sandbox.read(kind, RawSource(data, "a", "a")).articles
    return article.document.text


def test_a_worker_that_takes_too_long_is_ended() -> None:
    """The limit is the sandbox's own, by its clock."""
    impatient = Sandbox(seconds=0)
    try:
        with pytest.raises(Refused, match="more time or memory"):
            ask(impatient, pdf([column(50, 700, STORY, 80)]))
        assert impatient._process is None
    finally:
        impatient.close()


def test_a_worker_is_replaced_after_some_files() -> None:
    """What a file left behind in it goes with it."""
    short = Sandbox(files=2)
    data = pdf([column(50, 700, STORY, 80)])
    try:
        ask(short, data)
        first = short._process
        assert first
        ask(short, data)
        assert short._process is None
        assert first.poll() is not None
        ask(short, data)
    finally:
        short.close()


def test_a_worker_that_died_is_replaced(sandbox: Sandbox) -> None:
    """Also one that something else has ended."""
    data = pdf([column(50, 700, STORY, 80)])
    ask(sandbox, data)
    assert sandbox._process
    sandbox._process.kill()
    sandbox._process.wait()
    assert ask(sandbox, data) == TEXT


CONFINED = """
import ctypes, os, socket, subprocess, sys
from storybot.ingest.isolation.confinement import confine
confine(memory=600_000_000, files=32)
def tried(name, call):
    try:
        call()
    except (OSError, MemoryError):
        print(name, "refused")
    else:
        print(name, "allowed")
libc = ctypes.CDLL(None, use_errno=True)
tried("socket", lambda: socket.socket())
tried("program", lambda: subprocess.run(["true"]))
tried("write", lambda: open("/tmp/x", "w"))
tried("memory", lambda: bytearray(700_000_000))
print("native socket", libc.socket(2, 1, 0))
print("native program", libc.execv(b"/bin/true", None))
"""


def test_a_worker_reaches_nothing() -> None:
    """Neither the network, another program, a file to write, nor more memory."""
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "socket refused",
        "program refused",
        "write refused",
        "memory refused",
        "native socket -1",
        "native program -1",
    ]


def test_a_worker_knows_no_secret(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token in the surroundings of the bot is not in those of the worker."""
    monkeypatch.setenv("STORYBOT_TOKEN", "123:secret")
    sandbox.close()
    ask(sandbox, pdf([column(50, 700, STORY, 80)]))
    assert sandbox._process
    surroundings = Path(f"/proc/{sandbox._process.pid}/environ").read_bytes()
    assert b"secret" not in surroundings
    assert os.environ["STORYBOT_TOKEN"] == "123:secret"


def test_the_hostile_archives_are_what_they_are_made_to_be() -> None:
    """So that none is refused only for being broken."""
    assert zipfile.ZipFile(io.BytesIO(bomb("a.txt"))).infolist()[0].file_size == 50_000_000
    assert b"ENTITY i" in zipfile.ZipFile(io.BytesIO(WORD_LAUGHS)).read("word/document.xml")

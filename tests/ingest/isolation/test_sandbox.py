"""Files made to take memory, time or more: each is refused, and the next one is read."""

import gzip
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storybot.ingest.formats.kinds import FileKind
from storybot.ingest.formats.readers import RawSource
from storybot.ingest.isolation.sandbox import Sandbox
from storybot.ingest.reading import read_all
from storybot.model.errors import Refused
from worlds.files import HEADLINE, STORY, column, docx, odt, page, paragraphs_of, pdf, run, zipped

TEXT = "\n\n".join(STORY)
LAUGHS = "<!DOCTYPE d [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = "<!DOCTYPE d [<!ENTITY i SYSTEM 'file:///etc/passwd'>]>"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Start a sandbox that waits for nothing long."""
    made = Sandbox(seconds=8)
    yield made
    made.close()


def bomb(name: str, size: int = 50_000_000) -> bytes:
    """Pack zeros."""
    return zipped({name: bytes(size)})


def lying(data: bytes) -> bytes:
    """Let the directory of a zip file claim that its first member is small."""
    place = data.rindex(b"PK\x01\x02") + 24
    return data[:place] + (100).to_bytes(4, "little") + data[place + 4 :]


def nested(depth: int) -> bytes:
    """Put an archive into an archive, again and again."""
    data = zipped({"a.txt": TEXT})
    for _ in range(depth):
        data = zipped({"a.zip": data})
    return data


def cyclic_pdf() -> bytes:
    """Write a PDF whose pages hold themselves."""
    return pdf([[(50, 700, "a")]]).replace(b"/Kids [3 0 R]", b"/Kids [4 0 R]")


def mail(body: str, kind: str) -> bytes:
    """Write a mail of a kind."""
    return (
        f"From: a@b.example\nSubject: a\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{body}".encode()
    )


def endless_mail() -> bytes:
    """Write a mail of parts within parts."""
    body = "".join(
        f'--{n}\nContent-Type: multipart/mixed; boundary="{n + 1}"\n\n' for n in range(400)
    )
    return mail(body, 'multipart/mixed; boundary="0"')


def many_members() -> bytes:
    """Pack more files than any folder of articles has."""
    return zipped({f"{n}.txt": "a" for n in range(2100)})


def locked() -> bytes:
    """Mark the member of a zip file as encrypted."""
    data = bytearray(docx([run("a")]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


def rss(items: str, prologue: str = "") -> bytes:
    """Write a feed."""
    channel = f"<channel>{items}</channel>"
    return f"<?xml version='1.0'?>{prologue}<rss version='2.0'>{channel}</rss>".encode()


WORD_LAUGHS = docx([run("&i;")], f"{LAUGHS}]>")
HOSTILE = {
    "zip of zeros": bomb("a.txt", 59_000_000),
    "zip of more zeros": bomb("a.txt", 300_000_000),
    "zip that lies": lying(bomb("a.txt", 30_000_000)),
    "zip in zip in zip": nested(6),
    "zip of thousands": many_members(),
    "zip cut off": zipped({"a.txt": TEXT})[:-30],
    "zip of nothing": zipped({}),
    "zip of a path outside": zipped({"../../etc/passwd": b"\x00\x01\x02"}),
    "word of laughs": WORD_LAUGHS,
    "word with a file outside": docx([run("&i;")], OUTSIDE),
    "word of zeros": zipped(
        {"[Content_Types].xml": "<a/>", "word/document.xml": bytes(50_000_000)}
    ),
    "word without a document": zipped({"[Content_Types].xml": "<a/>", "word/a.xml": "<a/>"}),
    "word of no words": zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}),
    "word of depth": docx(["<w:r>" * 5000 + "</w:r>" * 5000]),
    "word that is locked": locked(),
    "odt of laughs": odt("<text:p>&i;</text:p>", f"{LAUGHS}]>"),
    "odt with a file outside": odt("<text:p>&i;</text:p>", OUTSIDE),
    "odt of depth": odt("<text:p>" * 5000 + "a" + "</text:p>" * 5000),
    "odt of sections": odt("<text:section>" * 240 + "a" + "</text:section>" * 240),
    "odt without content": zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "page of depth": page("<div>" * 100_000),
    "page of spans": page("<span>" * 100_000 + "a"),
    "page of elements": page("<p>a</p>" * 100_000),
    "page of attributes": page("<p " + " ".join(f"a{n}=b" for n in range(100_000)) + ">"),
    "page of tables": page("<table><tr><td>" * 20_000),
    "page of nothing": page(""),
    "page of a script": page(f"<script>{'a' * 3_000_000}</script>"),
    "page of broken data": page("", f"<script type='application/ld+json'>{'[' * 100_000}</script>"),
    "pdf of nothing": b"%PDF-1.7\n",
    "pdf of itself": cyclic_pdf(),
    "pdf cut off": pdf([column(50, 700, STORY, 80)])[:400],
    "pdf of noise": b"%PDF-1.4\n" + bytes(range(256)) * 4000,
    "rtf of depth": b"{\\rtf1 " + b"{" * 500_000,
    "rtf of numbers": b"{\\rtf1 \\u99999999999999999999999? \\bin999999999 a}",
    "rtf of pictures": b"{\\rtf1 {\\pict " + b"ff" * 1_000_000 + b"}}",
    "mail of parts": endless_mail(),
    "mail of itself": mail("--a\n" * 50_000, 'multipart/mixed; boundary="a"'),
    "mail of a wrong encoding": mail("", "text/plain; charset=none-such"),
    "feed of laughs": rss("<item><title>&i;</title></item>", f"{LAUGHS}]>"),
    "feed with a file outside": rss("<item><title>&i;</title></item>", OUTSIDE),
    "feed of depth": rss("<item>" * 50_000),
    "export of depth": b'{"messages": ' + b"[" * 100_000,
    "export of nothing": b'{"messages": [{"id": "x"}]}',
    "gzip of zeros": gzip.compress(bytes(5_000_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_ends_in_a_refusal(data: bytes) -> None:
    """Within the limits of the sandbox, whatever it was made to take; nothing else is raised."""
    with pytest.raises(Refused) as refused:
        read_all(data, name="story", source="story")
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

"""Files made to take memory, time or more than they may: bombs, cycles, storms of entities."""

import gzip
from collections.abc import Callable

from worlds.files import STORY, column, docx, odt, page, pdf, run, zipped

TEXT = "\n\n".join(STORY)
LAUGHS = "<!DOCTYPE d [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
OUTSIDE = "<!DOCTYPE d [<!ENTITY i SYSTEM 'file:///etc/passwd'>]>"


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
HOSTILE: dict[str, Callable[[], bytes]] = {
    "zip of zeros": lambda: bomb("a.txt", 59_000_000),
    "zip of more zeros": lambda: bomb("a.txt", 300_000_000),
    "zip that lies": lambda: lying(bomb("a.txt", 30_000_000)),
    "zip in zip in zip": lambda: nested(6),
    "zip of thousands": many_members,
    "zip cut off": lambda: zipped({"a.txt": TEXT})[:-30],
    "zip of nothing": lambda: zipped({}),
    "zip of a path outside": lambda: zipped({"../../etc/passwd": b"\x00\x01\x02"}),
    "word of laughs": lambda: WORD_LAUGHS,
    "word with a file outside": lambda: docx([run("&i;")], OUTSIDE),
    "word of zeros": lambda: zipped(
        {"[Content_Types].xml": "<a/>", "word/document.xml": bytes(50_000_000)}
    ),
    "word without a document": lambda: zipped(
        {"[Content_Types].xml": "<a/>", "word/a.xml": "<a/>"}
    ),
    "word of no words": lambda: zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}),
    "word of depth": lambda: docx(["<w:r>" * 5000 + "</w:r>" * 5000]),
    "word that is locked": locked,
    "odt of laughs": lambda: odt("<text:p>&i;</text:p>", f"{LAUGHS}]>"),
    "odt with a file outside": lambda: odt("<text:p>&i;</text:p>", OUTSIDE),
    "odt of depth": lambda: odt("<text:p>" * 5000 + "a" + "</text:p>" * 5000),
    "odt of sections": lambda: odt("<text:section>" * 240 + "a" + "</text:section>" * 240),
    "odt without content": lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
    "page of depth": lambda: page("<div>" * 100_000),
    "page of spans": lambda: page("<span>" * 100_000 + "a"),
    "page of elements": lambda: page("<p>a</p>" * 100_000),
    "page of attributes": lambda: page("<p " + " ".join(f"a{n}=b" for n in range(1_000)) + ">"),
    "page of tables": lambda: page("<table><tr><td>" * 20_000),
    "page of nothing": lambda: page(""),
    "page of a script": lambda: page(f"<script>{'a' * 3_000_000}</script>"),
    "page of broken data": lambda: page(
        "", f"<script type='application/ld+json'>{'[' * 100_000}</script>"
    ),
    "pdf of nothing": lambda: b"%PDF-1.7\n",
    "pdf of itself": cyclic_pdf,
    "pdf cut off": lambda: pdf([column(50, 700, STORY, 80)])[:400],
    "pdf of noise": lambda: b"%PDF-1.4\n" + bytes(range(256)) * 4000,
    "rtf of depth": lambda: b"{\\rtf1 " + b"{" * 500_000,
    "rtf of numbers": lambda: b"{\\rtf1 \\u99999999999999999999999? \\bin999999999 a}",
    "rtf of pictures": lambda: b"{\\rtf1 {\\pict " + b"ff" * 1_000_000 + b"}}",
    "mail of parts": endless_mail,
    "mail of itself": lambda: mail("--a\n" * 50_000, 'multipart/mixed; boundary="a"'),
    "mail of a wrong encoding": lambda: mail("", "text/plain; charset=none-such"),
    "feed of laughs": lambda: rss("<item><title>&i;</title></item>", f"{LAUGHS}]>"),
    "feed with a file outside": lambda: rss("<item><title>&i;</title></item>", OUTSIDE),
    "feed of depth": lambda: rss("<item>" * 5_000),
    "export of depth": lambda: b'{"messages": ' + b"[" * 100_000,
    "export of nothing": lambda: b'{"messages": [{"id": "x"}]}',
    "gzip of zeros": lambda: gzip.compress(bytes(5_000_000)),
}
"""How each is made, by what it is: some are large, so they are made when they are asked for."""

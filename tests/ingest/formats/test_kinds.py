"""What a file is is told from its bytes; what has no reader is refused with what it is."""

import base64
import json

import pytest

from storybot.ingest.formats.kinds import FileKind, kind_of, kind_of_text
from storybot.model.errors import Refused
from worlds.files import HEADLINE, STORY, docx, odt, page, paragraphs_of, pdf, run, zipped

TEXT = "\n\n".join((HEADLINE, *STORY))
MAIL = f"From: a@b.example\nSubject: {HEADLINE}\nMIME-Version: 1.0\n\n{TEXT}"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEXT.encode(), FileKind.TEXT),
        (TEXT.encode("utf-16"), FileKind.TEXT),
        (b"[Agency]: City\n\n" + TEXT.encode(), FileKind.TEXT),
        (b"{brackets} open a text\n\n" + TEXT.encode(), FileKind.TEXT),
        (b"<Name> leaves.\n\n" + TEXT.encode(), FileKind.TEXT),
        (b"From: the quay\nto the town\n\n" + TEXT.encode(), FileKind.TEXT),
        (f"---\ntitle: A\n---\n{TEXT}".encode(), FileKind.MARKDOWN),
        (f"# {TEXT}".encode(), FileKind.MARKDOWN),
        (page(paragraphs_of()), FileKind.HTML),
        (page(paragraphs_of()).decode().encode("utf-16"), FileKind.HTML),
        (f"<!-- saved -->\n<div class='a'>{paragraphs_of()}</div>".encode(), FileKind.HTML),
        (b"\xef\xbb\xbf<?xml version='1.0'?><html><body></body></html>", FileKind.HTML),
        (pdf([[(50, 700, TEXT)]]), FileKind.PDF),
        (docx([run(TEXT)]), FileKind.DOCX),
        (odt(paragraphs_of("text:p")), FileKind.ODT),
        (b"{\\rtf1 " + TEXT.encode() + b"}", FileKind.RTF),
        (b"\xef\xbb\xbf{\\rtf1 " + TEXT.encode() + b"}", FileKind.RTF),
        (b"view-source:https://a.example/b\n" + page(paragraphs_of()), FileKind.HTML),
        (MAIL.encode(), FileKind.MAIL),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", FileKind.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", FileKind.FEED),
        (b'{"name": "a", "messages": []}', FileKind.CHANNEL),
        (zipped({"a.txt": TEXT}), FileKind.ARCHIVE),
    ],
)
def test_a_kind_is_told_from_the_bytes(data: bytes, kind: FileKind) -> None:
    """A name that says otherwise changes nothing."""
    assert kind_of(data, "story.bin") == kind
    assert kind_of(data, "story.txt") == kind


def test_a_name_tells_markdown_from_text() -> None:
    """Both are text, and either may look like the other."""
    assert kind_of(TEXT.encode(), "a.md") is FileKind.MARKDOWN
    assert kind_of(b"<div>A</div>\n\n" + TEXT.encode(), "a.md") is FileKind.MARKDOWN


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "PNG"),
        (b"GIF89a" + bytes(90), "GIF"),
        (b"ID3\x03" + bytes(200), "kind"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(90), "MP4"),
        (b"MZ\x90\x00" + bytes(200), "EXE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"save it as \.docx"),
        (zipped({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "Excel"),
        (zipped({"mimetype": "application/epub+zip"}), "epub"),
        (json.dumps({"a": [1, 2]}).encode(), "JSON"),
        (b"<?xml version='1.0'?><note><to>A</to></note>", r"XML \(note\)"),
        (b"https://example.org/a", "nothing but an address"),
        (b"www.example.org/a", "nothing but an address"),
        (b"ftp://example.org/a", "opens with http:// or https://"),
        (b"http://exa mple.org", "opens with http:// or https://"),
        (b"https://example.org/a worth reading", "opens with http:// or https://"),
        (b"view-source:https://example.org/a", "nothing but an address"),
        (b"example.org/a", "nothing but an address"),
        (b"mailto:ada@example.org ada@example.org", "nothing but an address"),
        (b"[InternetShortcut]\r\nURL=https://example.org/a\r\n", "nothing but an address"),
        (b'{"a": 1}\n{"a": 2}\n', "JSON lines"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>A</text></svg>", r"XML \(svg\)"),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "calendar"),
        (b"1\n00:00:01,000 --> 00:00:04,000\nThe road is shut.\n", "subtitles"),
        (b"\\documentclass{article}\n\\begin{document}\n", "LaTeX"),
        (base64.b64encode(TEXT.encode()), "base64"),
        (base64.encodebytes(TEXT.encode()), "base64"),
        (b"body {\n  color: red;\n}\n.a { margin: 0; }\n", "style sheet"),
        (b"function f(a) {\n  return a;\n}\nvar b = f(1);\n", "program"),
        (b"PK\x03\x04 broken off", "damaged"),
    ],
)
def test_what_has_no_reader_is_named(data: bytes, named: str) -> None:
    """The refusal says what the file is and what would do."""
    with pytest.raises(Refused, match=named):
        kind_of(data, "story.txt")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a The mayor opened it.",
        "https://example.org/a The mayor said: “It is open.”",
        "ftp://example.org/a\n\nThe mayor opened it",
        "example.org opens an office",
        "Closed.",
        "U.S.",
        f"https://example.org/a {'and so on ' * 9}",
    ],
)
def test_words_beside_an_address_are_a_text(text: str) -> None:
    """An article may open with where it was."""
    assert kind_of_text(text, "story") is FileKind.TEXT

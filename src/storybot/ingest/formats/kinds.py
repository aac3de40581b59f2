"""Tell what bytes are from the bytes; a name only tells Markdown from plain text."""

import io
import json
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

import puremagic

from storybot.ingest.formats.charsets.charset import decode
from storybot.ingest.formats.front_matter import has_front_matter
from storybot.ingest.notations import FENCES, notation
from storybot.model.errors import Refused

READABLE = (
    "text, Markdown, web pages, PDF, Word (.docx), OpenDocument (.odt), RTF, e-mail (.eml), "
    "RSS and Atom, Telegram's channel export, and zip files of these"
)


class FileKind(StrEnum):
    """What can be read."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "Word"
    ODT = "OpenDocument"
    RTF = "RTF"
    MAIL = "e-mail"
    FEED = "feed"
    CHANNEL = "Telegram export"
    ARCHIVE = "zip"


IN_PROCESS = frozenset({FileKind.TEXT, FileKind.MARKDOWN})
"""Kinds whose readers are linear and their own; everything else is parsed in the sandbox."""

_HEAD = 4096
"""Bytes at the start of a text in which its kind shows."""
_TUTORIAL = 1 << 18
"""Bytes of a text with listings in which prose is looked for, as they may fill its start."""
_MARKDOWN = frozenset({".md", ".markdown"})
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMMENTS = re.compile(r"\A(?:\s|\ufeff|<\?xml\b[^>]*>|<!--.*?-->)*", re.DOTALL)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:article|main|section|div|span|p|h[1-6]|ul|ol|table|header|figure|blockquote|meta|"
    r"title|link|script|style|nav|a|b|i|em|strong|img|center|font)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</[a-z][a-z0-9]*\s*>", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_XML = re.compile(r"\A\s*<\?xml\b|\A\s*<!DOCTYPE\s+(?!html)", re.IGNORECASE)
_ROOT = re.compile(r"<(?P<name>[A-Za-z][\w:.-]{0,60})[\s/>]")
_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,40}):[ \t]?.*")
_MAIL_LEAST = frozenset({"from", "subject", "date"})
_MAIL_SURE = frozenset(
    {"mime-version", "message-id", "received", "content-type", "return-path", "delivered-to"}
)
_MAIL_ENDS = frozenset({"from", "to", "cc", "bcc", "reply-to", "sender"})
_FRONT = re.compile(r"\A---[ \t]*\n")
_HEADING = re.compile(r"\A# \S")
_SCHEME = r"(?:(?:[a-z][\w+.-]*:)+/+|mailto:)"
_HOST = r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}"
_ADDRESS = re.compile(
    rf"\[InternetShortcut\]|(?:URL=)?(?:{_SCHEME}\S*|www\.\S+|(?:\S+@)?{_HOST}(?::\d+)?(?:/\S*)?)",
    re.IGNORECASE,
)
_WITH_SPACES = re.compile(rf"{_SCHEME}.*", re.IGNORECASE)
"""An address with a space in it, or with words behind it, where they make no sentence."""
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)]?\Z")
_SHOWN_PAGE = re.compile(r"\A\s*(?:view-source:)?https?://\S+\s*(?=<)")
"""The address above a page's source, as a browser copies it."""


def kind_of(data: bytes, name: str) -> FileKind:
    """Tell what a file holds.

    Raises:
        Refused: nothing that can be read; the message says what it is instead.
    """
    start = data[:_HEAD].lstrip()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    if start.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"\x00" in data[:_HEAD]):
        return FileKind.PDF
    if start.startswith(b"{\\rtf"):
        return FileKind.RTF
    if foreign := _named(data):
        raise unreadable_kind(name, foreign)
    return _of_text(_readable_head(data), data, name)


def kind_of_text(text: str, name: str) -> FileKind:
    """Tell what a pasted text is: the source of a page or of a mail, say.

    Raises:
        Refused: nothing that anybody wrote to be read.
    """
    return _of_text(text[:_HEAD].lstrip(), text.encode("utf-8", "replace"), name)


def unreadable_kind(name: str, kind: str) -> Refused:
    """Return the refusal of a file of a kind that has no reader."""
    return Refused(
        f"{name} is a file of the kind {kind}, which holds no text that can be read. Send one of "
        f"these: {READABLE}.",
        "file_kind",
        name=name,
        kind=kind,
    )


def _zipped(data: bytes, name: str) -> FileKind:
    """Look into a zip file: documents of office programs are such files too."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            told = "mimetype" in names and archive.getinfo("mimetype").file_size < _HEAD
            mimetype = archive.read("mimetype").decode("ascii", "replace") if told else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refused(
            f"{name} is a damaged zip file or Office document. Save it again.",
            "file_damaged",
            name=name,
        ) from error
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        return FileKind.ODT
    if mimetype:
        raise unreadable_kind(name, mimetype.rpartition(".")[2].rpartition("/")[2])
    if "[Content_Types].xml" not in names:
        return FileKind.ARCHIVE
    if any(part.startswith("word/") for part in names):
        return FileKind.DOCX
    sheet = any(part.startswith("xl/") for part in names)
    raise unreadable_kind(name, "Excel" if sheet else "Office, but not Word")


def _named(data: bytes) -> str:
    """Name a kind of file that is no text; empty where the bytes may be text."""
    if data.startswith(_OLD_WORD):
        return "Word 97 or Outlook (save it as .docx or .eml)"
    sample = data[:_HEAD]
    if not sample.strip(b"\x00"):  # as a disk leaves it after a power cut; some format begins so
        return ""
    try:
        found = puremagic.magic_string(sample)
    except (puremagic.PureError, ValueError):
        return ""
    if not found:  # from version 2 on, for what it does not know
        return ""
    best = found[0]
    binary = b"\x00" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    media = best.mime_type.startswith(("image/", "audio/", "video/", "font/"))
    if (binary or (media and not _is_text(sample))) and best.confidence >= _SURE:
        return str(best.extension.lstrip(".") or best.name).upper()
    return ""


_SURE = 0.3


def _is_text(sample: bytes) -> bool:
    try:
        sample[: len(sample) - 4].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _readable_head(data: bytes) -> str:
    """Decode enough of a text to see what it is; markup is ASCII in any encoding but UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:_HEAD]:
        return decode(data[: _HEAD * 2 & ~3])
    return data[:_HEAD].decode("utf-8", "replace")


def _of_text(head: str, data: bytes, name: str) -> FileKind:
    shown = _SHOWN_PAGE.match(head)
    head = head[shown.end() :] if shown else head
    comments = _COMMENTS.match(head)
    bare = head[comments.end() :] if comments else head
    if bare.startswith("{\\rtf"):
        return FileKind.RTF
    fronted = bool(_FRONT.match(bare)) or has_front_matter(bare)
    markdown = fronted or PurePath(name).suffix.lower() in _MARKDOWN
    if bare.startswith("<") and not bare.startswith("<?php"):
        return _of_markup(head, bare, name, markdown=markdown)
    if bare.startswith(("{", "[")) and (found := _of_json(data, name)):
        return found
    if _is_mail(head) or (len(data) <= _HEAD and _is_headers(head)):
        return FileKind.MAIL
    if _is_address(data):
        raise Refused(
            f"{name} holds nothing but an address. Add one that opens with http:// or https://, "
            "without spaces and alone, and its page is read.",
            "only_an_address",
            name=name,
        )
    whole = bare if len(data) <= _HEAD else bare.rpartition("\n")[0] or bare
    if not fronted and (named := notation(whole)):
        fenced = any(fence in whole for fence in FENCES)
        if not fenced or (named := notation(decode(data[:_TUTORIAL]))):
            raise unreadable_kind(name, named)
    return FileKind.MARKDOWN if markdown or _HEADING.match(bare) else FileKind.TEXT


def _of_markup(head: str, bare: str, name: str, *, markdown: bool) -> FileKind:
    if _PAGE.match(bare):
        return FileKind.HTML
    if _FEED.match(bare) or (_XML.match(head) and _FEED.search(head)):
        return FileKind.FEED
    if markdown:
        return FileKind.MARKDOWN
    if _PAGE.search(head) or (_TAG.match(bare) and _CLOSING.search(head)):
        return FileKind.HTML
    if _XML.match(head):
        root = _ROOT.search(bare)
        raise unreadable_kind(name, f"XML ({root['name']})" if root else "XML")
    if (root := _ROOT.match(bare)) and "xmlns" in bare.partition(">")[0]:
        raise unreadable_kind(name, f"XML ({root['name']})")
    return FileKind.TEXT


def _of_json(data: bytes, name: str) -> FileKind | None:
    """Tell a channel's export from other JSON; text that only begins like JSON is no JSON."""
    try:
        value = json.loads(data)
    except RecursionError:
        raise unreadable_kind(name, "JSON") from None
    except ValueError:
        if _is_json_lines(data):
            raise unreadable_kind(name, "JSON lines") from None
        return None
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        return FileKind.CHANNEL
    if isinstance(value, dict | list):
        raise unreadable_kind(name, "JSON")
    return None


def _is_json_lines(data: bytes) -> bool:
    """Say whether each of the first lines is an object of JSON, as in exports of databases."""
    first = data.split(b"\n", 2)[:2]
    try:
        return all(isinstance(json.loads(line), dict | list) for line in first if line.strip())
    except (ValueError, RecursionError):
        return False


def _is_mail(head: str) -> bool:
    """Say whether a text opens with the headers of a stored mail, a machine's among them."""
    names = set()
    for line in head.lstrip("\ufeff\r\n").splitlines():
        if not line.strip():
            break
        if line[0] in " \t" or line.startswith("From "):
            continue
        header = _HEADER.fullmatch(line)
        if not header:
            return False
        names.add(header["name"].casefold())
    return len(names & _MAIL_LEAST) > 1 and bool(names & _MAIL_SURE)


def _is_headers(text: str) -> bool:
    """Say whether a text is the headers of a mail and nothing else, a mail without its body."""
    headers = [_HEADER.fullmatch(line) for line in text.strip("\ufeff\r\n \t").splitlines()]
    names = {header["name"].casefold() for header in headers if header}
    return all(headers) and "from" in names and len(names & (_MAIL_LEAST | _MAIL_ENDS)) > 1


def _is_address(data: bytes) -> bool:
    if len(data) > _HEAD:
        return False
    text = data.decode("utf-8", "replace").lstrip("\ufeff").strip()
    words = text.split()
    if not 0 < len(words) <= _ADDRESSES:
        return False
    says = any(map(_SENTENCE_END.search, words[1:]))
    return all(map(_ADDRESS.fullmatch, words)) or (bool(_WITH_SPACES.fullmatch(text)) and not says)


_ADDRESSES = 20

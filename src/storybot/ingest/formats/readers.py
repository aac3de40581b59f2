"""Parse bytes of a known kind into articles, in the process that calls it.

``worker`` calls this for the kinds that are parsed apart, ``reading`` for plain text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath, PurePosixPath
from urllib.parse import urlsplit

from storybot.ingest.formats.charsets.charset import Decoded, decode_text
from storybot.ingest.formats.charsets.html_encoding import decode_page
from storybot.ingest.formats.collections.channel_export import posts_of, read_channel
from storybot.ingest.formats.collections.feed import Item, read_feed
from storybot.ingest.formats.kinds import FileKind, kind_of
from storybot.ingest.formats.mail import Mail, read_mail
from storybot.ingest.formats.markdown import read_markdown
from storybot.ingest.formats.office.open_document import read_open_document
from storybot.ingest.formats.office.rich_text import read_rich_text
from storybot.ingest.formats.office.word import read_word
from storybot.ingest.formats.office.zip_guard import open_package
from storybot.ingest.formats.pdf.pdf_layout import paragraphs
from storybot.ingest.formats.pdf.pdf_lines import read_pages
from storybot.ingest.formats.plain_text import read_article
from storybot.ingest.formats.web.html_page import read_html
from storybot.ingest.results import Note, Reading, Refusal
from storybot.model.documents import Document
from storybot.model.errors import Refused

_MOST_MEMBERS = 500
_SAMPLE = 60
_DEEPEST = 2


@dataclass(frozen=True)
class RawSource:
    """Bytes to read, and what is known of where they come from."""

    data: bytes
    name: str
    """How the messages call it."""
    source: str
    """The identity that the article will have."""
    url: str | None = None
    charset: str = ""
    """Encoding that a server named."""
    now: datetime | None = None
    """The moment of reading, which "3 hours ago" is reckoned from."""
    depth: int = 0
    """How many files it lies in: a mail in an archive lies in one."""


def parse(kind: FileKind, source: RawSource) -> Reading:
    """Read what a source of a known kind holds.

    Raises:
        Refused: nothing of it can be read; of several articles those that can be read are returned.
    """
    return _READERS[kind](source)


def _text(source: RawSource) -> Reading:
    decoded = decode_text(source.data)
    document = read_article(decoded.text, source=source.source, url=source.url, now=source.now)
    return Reading.one(document, *_guess(decoded))


def _markdown(source: RawSource) -> Reading:
    decoded = decode_text(source.data)
    document = read_markdown(decoded.text, source=source.source, now=source.now)
    return Reading.one(document, *_guess(decoded))


def _html(source: RawSource) -> Reading:
    decoded = decode_page(source.data, source.charset)
    document = read_html(
        decoded.text, name=source.name, source=source.source, url=source.url, now=source.now
    )
    return Reading.one(document, *_guess(decoded))


def _guess(decoded: Decoded) -> Iterator[Note]:
    """Note that an encoding was guessed, with letters by which a moderator sees whether rightly."""
    if decoded.guessed:
        sample = decoded.sample(_SAMPLE)
        yield Note(
            code="guessed_encoding",
            message=f"Its encoding is a guess ({decoded.encoding}): is “{sample}” right? "
            "If not, save it as UTF-8.",
            values={"encoding": decoded.encoding, "sample": sample},
        )


def _from_paragraphs(read: Callable[[bytes, str], list[str]]) -> Callable[[RawSource], Reading]:
    def reader(source: RawSource) -> Reading:
        found = read(source.data, source.name)
        if not found:
            raise Refused(
                f"{source.name} holds no text: its pages may be pictures. Send the article's text.",
                "file_without_text",
                name=source.name,
            )
        document = read_article(
            "\n\n".join(found), source=source.source, url=source.url, now=source.now, wrapped=False
        )
        return Reading.one(document)

    return reader


def _pdf(data: bytes, name: str) -> list[str]:
    return paragraphs(read_pages(data, name))


def _mail(source: RawSource) -> Reading:
    mail = read_mail(source.data, source.name)
    try:
        if mail.text.strip():
            document = read_article(
                mail.text, source=source.source, now=mail.sent or source.now, mailed=True
            )
        elif mail.html:
            document = read_html(
                mail.html, name=source.name, source=source.source, url=mail.address, now=source.now
            )
        else:
            raise _wordless(source.name)
    except Refused:
        attached = list(_attached(mail, source))
        if not attached:
            raise
        return _merged(attached)
    if mail.address:
        return Reading.one(document)
    return Reading.one(_signed(document, mail))


def _wordless(name: str) -> Refused:
    return Refused(
        f"{name} is a mail without a text: it holds only headers. Save the whole mail, or send the "
        "article's text.",
        "mail_without_text",
        name=name,
    )


def _signed(document: Document, mail: Mail) -> Document:
    """Lend an article what its mail says of it, where it does not say it itself."""
    named = document.title and not document.text.startswith(document.title.rstrip("…"))
    return document.model_copy(
        update={
            "title": document.title if named or not mail.subject else mail.subject,
            "authors": document.authors or ((mail.sender,) if mail.sender else ()),
            "published": document.published or mail.sent,
        }
    )


def _attached(mail: Mail, source: RawSource) -> Iterator[Reading]:
    for file, data in mail.files:
        yield _member(source, file, data)


_SUMMARY = Note(code="feed_summary", message="The feed holds only a summary of it.", values={})


def _feed(source: RawSource) -> Reading:
    feed = read_feed(source.data, source.name)
    return _merged([_item(item, feed.name, source) for item in feed.items])


def _item(item: Item, outlet: str, source: RawSource) -> Reading:
    try:
        document = read_html(
            f"<html><body><article>{item.html}</article></body></html>",
            name=item.title or item.source,
            source=item.source,
            url=item.url,
            now=source.now,
        )
    except Refused as refused:
        return Reading(refused=(Refusal.of(refused, item.source),))
    updates = {
        "title": item.title or document.title,
        "authors": item.authors or document.authors,
        "published": item.published or document.published,
        "publisher": _outlet(document.publisher, outlet, item.url),
    }
    notes = () if item.whole else (_SUMMARY,)
    return Reading.one(document.model_copy(update={k: v for k, v in updates.items() if v}), *notes)


def _outlet(read: str, feed: str, url: str | None) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return feed if feed and read in {"", host} else read


def _channel(source: RawSource) -> Reading:
    channel = read_channel(decode_text(source.data).text, source.name)
    found: list[Reading] = []
    for identity, post in posts_of(channel):
        try:
            read = read_article(post.words, source=identity, now=post.posted)
        except Refused as refused:
            found.append(Reading(refused=(Refusal.of(refused, identity),)))
            continue
        updates = {
            "publisher": read.publisher or channel.name or "",
            "authors": read.authors or ((post.author,) if post.author else ()),
            "published": post.posted,
        }
        found.append(Reading.one(read.model_copy(update=updates)))
    if not found:
        raise Refused("There is no text in it. Send the text of an article.", "no_text")
    return _merged(found)


def _archive(source: RawSource) -> Reading:
    package = open_package(source.data, source.name)
    files = [m for m in package.archive.infolist() if not m.is_dir() and _is_wanted(m.filename)]
    if len(files) > _MOST_MEMBERS:
        raise Refused(
            f"{source.name} holds more than {_MOST_MEMBERS} files. Send it in parts.",
            "archive_too_many",
            name=source.name,
            most=_MOST_MEMBERS,
        )
    found = [_member(source, file.filename, package.read(file.filename)) for file in files]
    if not any(reading.articles for reading in found):
        raise Refused(
            f"{source.name} holds no file that can be read.",
            "archive_empty",
            name=source.name,
        )
    return _merged(found)


def _is_wanted(path: str) -> bool:
    """Pass over what systems leave in archives, and pages' styles, scripts and pictures."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    hidden = any(part.startswith((".", "_")) for part in parts)
    return bool(parts) and not hidden and not is_asset(parts[-1])


def _member(source: RawSource, path: str, data: bytes) -> Reading:
    """Read a file within another; a folder of folders is not opened twice."""
    inner = replace(
        source,
        data=data,
        name=PurePosixPath(path.replace("\\", "/")).name,
        source=f"{source.source}/{path.replace(chr(92), '/').lstrip('/')}",
        url=None,
        charset="",
        depth=source.depth + 1,
    )
    try:
        return parse(_inner_kind(inner), inner)
    except Refused as refused:
        return Reading(refused=(Refusal.of(refused, inner.source),))


def _inner_kind(inner: RawSource) -> FileKind:
    """Tell the kind of a file within another; an archive is not opened there, nor a third file."""
    if not inner.data.strip():
        raise Refused(f"{inner.name} is empty.", "empty_file", name=inner.name)
    kind = kind_of(inner.data, inner.name)
    if kind is FileKind.ARCHIVE or inner.depth > _DEEPEST:
        raise Refused(
            f"{inner.name} lies too deep in other files. Send it alone.",
            "file_too_involved",
            name=inner.name,
        )
    return kind


def _merged(readings: list[Reading]) -> Reading:
    return Reading(
        articles=tuple(a for reading in readings for a in reading.articles),
        refused=tuple(r for reading in readings for r in reading.refused),
    )


_ASSETS = re.compile(
    r"(?:css|js|mjs|map|ts|py|sh|ini|cfg|toml|ya?ml|lock|log|csv|tsv|sql|db|sqlite3?|ico|svg|png|"
    r"jpe?g|gif|webp|avif|heic|bmp|tiff?|mp[34]|m4[av]|mov|avi|mkv|webm|og[gav]|opus|wav|flac|"
    r"woff2?|ttf|otf|eot|exe|dll|so|dmg|bak|tmp|swp|part|sha256|asc|sig)",
    re.IGNORECASE,
)


def is_asset(name: str) -> bool:
    """Say whether a file of a folder is by its name none that anybody would add as an article."""
    return bool(_ASSETS.fullmatch(PurePath(name).suffix.removeprefix(".")))


_READERS: dict[FileKind, Callable[[RawSource], Reading]] = {
    FileKind.TEXT: _text,
    FileKind.MARKDOWN: _markdown,
    FileKind.HTML: _html,
    FileKind.PDF: _from_paragraphs(_pdf),
    FileKind.DOCX: _from_paragraphs(read_word),
    FileKind.ODT: _from_paragraphs(read_open_document),
    FileKind.RTF: _from_paragraphs(read_rich_text),
    FileKind.MAIL: _mail,
    FileKind.FEED: _feed,
    FileKind.CHANNEL: _channel,
    FileKind.ARCHIVE: _archive,
}

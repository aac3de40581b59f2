"""Read articles from files, uploads, pages, pasted text and messages.

The format is detected from the bytes. Plain text is parsed here, everything else in the sandbox;
the input is untrusted.
"""

import asyncio
import os
import stat
from datetime import datetime
from pathlib import Path

from storybot.ingest.composing import opening
from storybot.ingest.fetching.address_guard import Network
from storybot.ingest.fetching.client import fetch
from storybot.ingest.formats.front_matter import has_front_matter
from storybot.ingest.formats.kinds import IN_PROCESS, FileKind, kind_of, kind_of_text
from storybot.ingest.formats.markdown import read_markdown
from storybot.ingest.formats.plain_text import read_article
from storybot.ingest.formats.readers import RawSource, is_asset, parse
from storybot.ingest.isolation.sandbox import SANDBOX
from storybot.ingest.metadata.urls import check_address, host_of
from storybot.ingest.results import Article, Reading
from storybot.model.documents import Document
from storybot.model.errors import Refused

MAX_BYTES = 2_000_000
"""The largest text that is read; the longest real articles are a tenth of it."""
MAX_PAGE_BYTES = 5_000_000
"""The largest page, mail or feed: scripts and styles take up most of it."""
MAX_FILE_BYTES = 20_000_000
"""The largest file of any kind, and what Telegram lets bots fetch."""

_NAMED = 200
"""Characters of a pasted text from which the name is made under which it is refused."""

_LIMITS = {
    FileKind.TEXT: MAX_BYTES,
    FileKind.MARKDOWN: MAX_BYTES,
    FileKind.HTML: MAX_PAGE_BYTES,
    FileKind.FEED: MAX_PAGE_BYTES,
    FileKind.RTF: MAX_PAGE_BYTES,
}


def read_file(path: Path, *, source: str, now: datetime | None = None) -> Document:
    """Read the article of a file; links are not followed.

    Raises:
        Refused: it cannot be read, is a link, or does not hold one article; the message names
            the file and says which.
    """
    return _single(read_files(path, source=source, now=now), path.name).document


def read_files(path: Path, *, source: str, now: datetime | None = None) -> Reading:
    """Read whatever articles a file holds; links are not followed.

    Raises:
        Refused: it cannot be opened, is a link, or holds nothing that can be read.
    """
    return read_all(_contents(path), name=path.name, source=source, now=now)


def read_bytes(data: bytes, *, name: str, source: str, now: datetime | None = None) -> Document:
    """Read the article in the bytes of an upload.

    Raises:
        Refused: the bytes are too many, of no kind that can be read, or not one article.
    """
    return _single(read_all(data, name=name, source=source, now=now), name).document


def read_all(
    data: bytes,
    *,
    name: str,
    source: str,
    url: str | None = None,
    charset: str = "",
    now: datetime | None = None,
) -> Reading:
    """Read whatever articles there are in some bytes; ``url`` is where they were fetched.

    Raises:
        Refused: the bytes are too many, of no kind that can be read, or hold no article.
    """
    if len(data) > MAX_FILE_BYTES:
        raise too_large(name, MAX_FILE_BYTES)
    if not data.strip():
        raise Refused(
            f"{name} is empty. Send a file with the text of an article.", "empty_file", name=name
        )
    try:
        kind = kind_of(data, name)
        limit = _LIMITS.get(kind, MAX_FILE_BYTES)
        if len(data) > limit:
            raise too_large(name, limit)
        whole = RawSource(data, name, source, url=url, charset=charset, now=now)
        return parse(kind, whole) if kind in IN_PROCESS else SANDBOX.read(kind, whole)
    except Refused as refused:
        if name and name in str(refused):
            raise
        raise Refused(
            f"{name} cannot be read. {refused}", "unreadable", name=name, why=refused
        ) from refused


def read_text(
    text: str, *, source: str, url: str | None = None, now: datetime | None = None
) -> Document:
    """Read a pasted or sent article; ``url`` is where it was published.

    Raises:
        Refused: it is too long, holds no article, or the URL is none.
    """
    if len(text) > MAX_BYTES:
        raise Refused(
            f"The text is too long: at most {MAX_BYTES:,} characters are read.",
            "text_too_long",
            most=MAX_BYTES,
        )
    if url is not None:
        check_address(url)
    if has_front_matter(text):
        document = read_markdown(text, source=source)
        return document if document.url else document.model_copy(update={"url": url})
    name = f"“{opening(text[:_NAMED])}”"
    kind = kind_of_text(text, name) if text.strip() else FileKind.TEXT
    if kind not in IN_PROCESS:
        pasted = RawSource(text.encode(), name, source, url=url, charset="utf-8", now=now)
        return _single(SANDBOX.read(kind, pasted), name).document
    return read_article(text, source=source, url=url, now=now)


async def read_address(
    url: str, *, now: datetime | None = None, network: Network | None = None
) -> Reading:
    """Fetch a page and read it; its address is its source.

    Raises:
        Refused: it is not of the public web, cannot be fetched, or holds no article.
    """
    page = await fetch(url, network=network)
    assert page is not None, "a page is unchanged only for who knows it"
    return await asyncio.to_thread(
        read_all,
        page.data,
        name=page.url,
        source=page.url,
        url=page.url,
        charset=page.charset,
        now=now,
    )


def is_address(text: str) -> bool:
    """Say whether a text is the address of a page and nothing else."""
    return bool(host_of(text.strip())) and len(text.split()) == 1


def may_hold_article(path: Path) -> bool:
    """Say whether a file of a folder is looked into: not a page's styles, scripts or pictures."""
    return not is_asset(path.name)


def _single(reading: Reading, name: str) -> Article:
    """Return the only article of a source."""
    if len(reading.articles) == 1:
        return reading.articles[0]
    if not reading.articles:
        raise reading.refused[0].error
    raise Refused(
        f"{name} holds {len(reading.articles)} articles. Send at most 1 at once.",
        "several_articles",
        name=name,
        count=len(reading.articles),
        most=1,
    )


def _contents(path: Path) -> bytes:
    """Read a regular file up to the maximum size, opening neither links nor pipes."""
    if path.is_symlink():
        raise Refused(f"{path.name} is a link. Put the file itself in its place.")
    try:
        with open(path, "rb", opener=_open_cautiously) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise Refused(f"{path.name} is not a regular file. Put a text file in its place.")
            if found.st_size > MAX_FILE_BYTES:
                raise too_large(path.name, MAX_FILE_BYTES)
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(f"{path.name} cannot be opened: {reason}. Check the file.") from error


def _open_cautiously(path: str, flags: int) -> int:
    """Open without following a link that replaced the file, or waiting for a pipe's writer."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def too_large(name: str, most: int = MAX_FILE_BYTES) -> Refused:
    """Return the refusal of a file that is not even fetched or opened."""
    return Refused(
        f"{name} is too large: at most {most:,} bytes are read. Send the article alone.",
        "file_too_large",
        name=name,
        megabytes=most // 1_000_000,
    )

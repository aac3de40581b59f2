"""Read articles from files, uploads, pasted text and messages.

Each format has its own module; the input is untrusted.
"""

import os
import stat
from datetime import datetime
from pathlib import Path, PurePath
from typing import Protocol

from storybot.ingest.formats.charset import decode
from storybot.ingest.formats.markdown import read_markdown
from storybot.ingest.formats.plain_text import read_article
from storybot.ingest.metadata.urls import check_address
from storybot.model.documents import Document
from storybot.model.errors import Refused

MAX_BYTES = 2_000_000
"""Maximum bytes of an article; the longest real ones are a tenth of it."""


class _Reader(Protocol):
    def __call__(self, text: str, *, source: str, now: datetime | None = None) -> Document: ...


_READERS: dict[str, _Reader] = {
    ".txt": read_article,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
SUFFIXES = tuple(_READERS)
"""Readable file extensions."""


def read_file(path: Path, *, source: str, now: datetime | None = None) -> Document:
    """Read an article from a file; links are not followed.

    Raises:
        Refused: it cannot be read, is a link, is no text, or holds no article; the message names
            the file and says which.
    """
    _reader(path.name)
    return read_bytes(_contents(path), name=path.name, source=source, now=now)


def read_bytes(data: bytes, *, name: str, source: str, now: datetime | None = None) -> Document:
    """Read an article from the bytes of an upload, by the ending of its name.

    Raises:
        Refused: the kind is not known, or the bytes are too many, no text or no article.
    """
    reader = _reader(name)
    if len(data) > MAX_BYTES:
        raise too_large(name)
    if not data.strip():
        raise Refused(
            f"{name} is empty. Send a file with the text of an article.", "empty_file", name=name
        )
    try:
        return reader(decode(data), source=source, now=now)
    except Refused as refused:
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
    return read_article(text, source=source, url=url, now=now)


def _reader(name: str) -> _Reader:
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        kinds = ", ".join(SUFFIXES[:-1])
        raise Refused(
            f"{name} is of no kind that can be read. Send a file that ends in {kinds} or "
            f"{SUFFIXES[-1]}.",
            "file_kind",
            name=name,
            kinds=", ".join(SUFFIXES),
        )
    return reader


def _contents(path: Path) -> bytes:
    """Read a regular file up to the maximum size, opening neither links nor pipes."""
    if path.is_symlink():
        raise Refused(f"{path.name} is a link. Put the file itself in its place.")
    try:
        with open(path, "rb", opener=_open_cautiously) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise Refused(f"{path.name} is not a regular file. Put a text file in its place.")
            if found.st_size > MAX_BYTES:
                raise too_large(path.name)
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(f"{path.name} cannot be opened: {reason}. Check the file.") from error


def _open_cautiously(path: str, flags: int) -> int:
    """Open without following a link that replaced the file, or waiting for a pipe's writer."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def too_large(name: str) -> Refused:
    """Return the refusal of a file that is not even fetched or opened."""
    return Refused(
        f"{name} is too large: at most {MAX_BYTES:,} bytes are read. Send the article alone.",
        "file_too_large",
        name=name,
        megabytes=MAX_BYTES // 1_000_000,
    )

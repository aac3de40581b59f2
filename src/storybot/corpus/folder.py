"""Sync a folder of articles into the corpus, at start and on `add FOLDER`.

A file is a source of articles: decisions by people since then prevail over it.
"""

import asyncio
import logging
import os
import stat
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from storybot.corpus.change_results import Added
from storybot.corpus.corpus import Corpus
from storybot.corpus.following.cutting import Ahead
from storybot.ingest.reading import may_hold_article, read_files
from storybot.ingest.results import Article, Note, Reading
from storybot.model.errors import Refused

_log = logging.getLogger(__name__)

ACTOR = "corpus/"
"""The actor in the audit for changes by files of the corpus folder."""
_FAULT = "{} cannot be read for a fault of the program, which is in the log. Please report it."
_AT_ONCE = 2_000_000
"""Characters of the articles that are read before they are analysed together and added."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of one article: an `Added`, or the reason of its refusal."""

    source: str
    added: Added | None
    refused: str = ""
    notes: tuple[Note, ...] = ()
    """Notes for the moderator on how it was read."""
    error: Refused | None = None
    """The refusal itself, which a front says in its own words."""


def article_files(folder: Path) -> Iterator[Path]:
    """Yield the article files below a folder, sorted.

    Links and hidden files are skipped; so are, with a warning, unreadable folders.

    Raises:
        Refused: it is not a folder, or it cannot be read.
    """
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise Refused(f"Cannot read the folder {_printable(folder)}: {error.strerror}.") from error
    for path in names:
        if path.name.startswith((".", "_")):
            continue
        try:
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                yield from article_files(path)
        except OSError as error:
            _log.warning("%s is passed over: %s.", _printable(path), error.strerror)
        except Refused as error:
            _log.warning("%s It is passed over.", error)
        else:
            is_article = may_hold_article(path) and path.stem.upper() != "README"
            if stat.S_ISREG(mode) and is_article:
                yield path


def source_name(path: Path, corpus_folder: Path) -> str:
    """Name a file: inside the corpus folder by its path there, elsewhere by its whole path.

    Bytes of a name that are no text are escaped; such a file is refused when it is read.
    """
    whole = path.resolve()
    root = corpus_folder.resolve()
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)
    return _printable(name)


def _printable(path: str | Path) -> str:
    return os.fsencode(path).decode(errors="backslashreplace")


async def take_file(corpus: Corpus, path: Path, *, source: str, actor: str) -> list[Taken]:
    """Read one file and add its articles; a refusal is reported, not raised.

    Raises:
        StoreError: the store failed; the file may be taken again.
    """
    try:
        reading = await asyncio.to_thread(_read, path, source)
    except Refused as error:
        return [Taken(source, None, str(error), error=error)]
    return await take_reading(corpus, reading, actor=actor)


async def take_reading(corpus: Corpus, reading: Reading, *, actor: str) -> list[Taken]:
    """Add the articles of a source, and report its unreadable parts.

    Raises:
        StoreError: the store failed; the source may be taken again.
    """
    return [taken async for some in _take_all(corpus, [reading], actor) for taken in some]


def _read(path: Path, source: str) -> Reading:
    """Read a file; relative dates refer to the time it was last written.

    Raises:
        Refused: it cannot be read, for whatever reason: the others are taken all the same.
    """
    if not _is_text(str(path)):
        message = f"The name of {source} is not in UTF-8. Rename the file."
        raise Refused(message, "file_name", name=source)
    written = None
    with suppress(OSError, ValueError, OverflowError):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        return read_files(path, source=source, now=written)
    except Refused:
        raise
    except Exception as error:
        _log.exception("The file %s cannot be read.", source)
        raise Refused(_FAULT.format(source), "file_fault", name=source) from error


def _is_text(name: str) -> bool:
    """Tell whether a name of the file system is in its encoding."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


class FileMemory(Protocol):
    """Which files need not be read, since they said the same before."""

    def is_settled(self, path: Path, source: str) -> bool:
        """Tell whether reading a file would change nothing; called before it is read."""
        ...

    async def keep(self, taken: Sequence[Taken]) -> None:
        """Note what was taken of the files that were read."""
        ...


async def sync(corpus: Corpus, folder: Path, memory: FileMemory | None = None) -> list[Taken]:
    """Add new and changed files of the corpus folder; return the outcome of those that were read.

    Raises:
        Refused: the folder cannot be read.
        StoreError: the store failed.
    """
    files = await asyncio.to_thread(lambda: list(_unsettled(folder, memory)))
    taken = [one async for some in take_files(corpus, files, actor=ACTOR) for one in some]
    if memory:
        await memory.keep(taken)
    return taken


def _unsettled(folder: Path, memory: FileMemory | None) -> Iterator[tuple[Path, str]]:
    """Yield the files to read, each with the name of its source, which is its path there."""
    for path in article_files(folder):
        source = _printable(path.relative_to(folder).as_posix())
        if not memory or not memory.is_settled(path, source):
            yield path, source


async def take_files(
    corpus: Corpus, files: Sequence[tuple[Path, str]], *, actor: str
) -> AsyncIterator[list[Taken]]:
    """Read files, given with the names of their sources; yield what became of each, in order.

    They are read some at a time, whose articles are analysed together and then added one by one.

    Raises:
        StoreError: the store failed; the files may be taken again.
    """
    read: list[Reading | Taken] = []
    size = 0
    for path, source in files:
        try:
            reading = await asyncio.to_thread(_read, path, source)
        except Refused as error:
            read.append(Taken(source, None, str(error), error=error))
        else:
            read.append(reading)
            size += sum(len(article.document.text) for article in reading.articles)
        if size >= _AT_ONCE:
            async for taken in _take_all(corpus, read, actor):
                yield taken
            read, size = [], 0
    async for taken in _take_all(corpus, read, actor):
        yield taken


async def _take_all(
    corpus: Corpus, read: Sequence[Reading | Taken], actor: str
) -> AsyncIterator[list[Taken]]:
    """Add what was read; of a source that has very much, some is analysed and added at a time."""
    articles = [a for reading in read if isinstance(reading, Reading) for a in reading.articles]
    portions = {id(some[0]): some for some in _portions(articles)}
    ahead = Ahead()
    for reading in read:
        if isinstance(reading, Taken):
            yield [reading]
            continue
        taken = []
        for article in reading.articles:
            if some := portions.get(id(article)):
                ahead = await corpus.analyse_ahead([one.document for one in some])
            taken.append(await _add(corpus, article, actor, ahead))
        refused = (Taken(r.source, None, r.message, error=r.error) for r in reading.refused)
        yield [*taken, *refused]


async def _add(corpus: Corpus, article: Article, actor: str, ahead: Ahead) -> Taken:
    """Add an article; one that cannot be analysed is refused, and the others are taken."""
    source = article.document.source
    try:
        (added,) = await corpus.add([article.document], actor=actor, ahead=ahead)
    except Refused as error:
        return Taken(source, None, str(error), error=error)
    return Taken(source, added, notes=article.notes)


def _portions(articles: Sequence[Article]) -> Iterator[list[Article]]:
    """Divide articles, in their order, into what is analysed together."""
    portion: list[Article] = []
    size = 0
    for article in articles:
        portion.append(article)
        size += len(article.document.text)
        if size >= _AT_ONCE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion

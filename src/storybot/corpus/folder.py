"""Keep a folder of articles and the corpus in step, at start and on `add FOLDER`.

A file is a source of articles: what a person decided in the meantime stands, whatever it says.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storybot.corpus.corpus import Added, Corpus
from storybot.ingest.reading import may_hold_article, read_files
from storybot.ingest.results import Article, Note, Reading
from storybot.model.changes import Action, Change
from storybot.model.errors import Refused
from storybot.model.headings import Heading
from storybot.store.document_store import Store

_log = logging.getLogger(__name__)

ACTOR = "corpus/"
"""Who the audit names when a file of the corpus folder changed the corpus."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one article: an `Added`, or the reason why it was refused."""

    source: str
    added: Added | None
    refused: str = ""
    notes: tuple[Note, ...] = ()
    """What the moderator should know of how it was read."""


def article_files(folder: Path) -> Iterator[Path]:
    """Yield the article files below a folder, sorted.

    Links and hidden files are passed over; so are, with a warning, folders that cannot be read.

    Raises:
        Refused: it is not a folder, or it cannot be read.
    """
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise Refused(f"Cannot read the folder {folder}: {error.strerror}.") from error
    for path in names:
        if path.name.startswith((".", "_")) or path.is_symlink():
            continue
        if path.is_dir():
            try:
                yield from article_files(path)
            except Refused as error:
                _log.warning("%s It is passed over.", error)
        elif path.is_file() and may_hold_article(path) and path.stem.upper() != "README":
            yield path


def source_name(path: Path, corpus_folder: Path) -> str:
    """Name a file: inside the corpus folder by its path there, elsewhere by its whole path."""
    whole = path.resolve()
    root = corpus_folder.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)


async def take_file(corpus: Corpus, path: Path, *, source: str, actor: str) -> list[Taken]:
    """Read one file and add what it holds; what is refused is reported, not raised.

    Raises:
        StoreError: the store failed; the file may be taken again.
    """
    try:
        reading = await asyncio.to_thread(_read, path, source)
    except Refused as error:
        return [Taken(source, None, str(error))]
    return await take_reading(corpus, reading, actor=actor)


async def take_reading(corpus: Corpus, reading: Reading, *, actor: str) -> list[Taken]:
    """Add the articles that a source held, and report what in it could not be read.

    Raises:
        StoreError: the store failed; the source may be taken again.
    """
    taken = [await _add(corpus, article, actor) for article in reading.articles]
    return taken + [Taken(refusal.source, None, refusal.message) for refusal in reading.refused]


async def _add(corpus: Corpus, article: Article, actor: str) -> Taken:
    (added,) = await corpus.add([article.document], actor=actor)
    return Taken(article.document.source, added, notes=article.notes)


def _read(path: Path, source: str) -> Reading:
    """Read a file; what it calls yesterday is reckoned from when it was last written."""
    written = None
    with suppress(OSError):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return read_files(path, source=source, now=written)


async def sync(corpus: Corpus, folder: Path) -> list[Taken]:
    """Take what is new or changed in the corpus folder since it was last read.

    Raises:
        Refused: the folder cannot be read.
        StoreError: the store failed.
    """
    return [
        taken
        for path in await asyncio.to_thread(lambda: list(article_files(folder)))
        for taken in await take_file(corpus, path, source=source_name(path, folder), actor=ACTOR)
    ]


@dataclass(frozen=True, slots=True)
class Missing:
    """A live article whose file is no longer in the corpus folder."""

    article: Heading
    retracted: bool
    """Whether it was retracted for that; what a person decided on is not."""


async def leave_missing(
    corpus: Corpus, store: Store, folder: Path, *, retract: bool
) -> list[Missing]:
    """Find the live articles whose files have left the corpus folder; retract them if asked to.

    Nothing is retracted where the folder holds no article at all: it is more likely that a disk is
    not mounted than that the whole story is withdrawn.

    Raises:
        Refused: the folder cannot be read.
        StoreError: the store failed.
    """
    there = await asyncio.to_thread(lambda: any(True for _ in article_files(folder)))
    ours = {change.document for change in await store.history() if _is_of_folder(change)}
    missing = []
    for article in await store.headings():
        if article.live and article.id in ours and _is_gone(folder, article.source):
            changed = None
            if retract and there:
                changed = await corpus.leave(article.id, actor=ACTOR, reason="the file is gone")
            missing.append(Missing(article, changed is not None))
    return missing


def _is_of_folder(change: Change) -> bool:
    """Tell whether a file brought it: one of the folder, at a start or by `add`."""
    brings = change.action in {Action.ADD, Action.UPDATE, Action.WAIT, Action.RESTORE}
    return brings and not change.decided and not change.reason


def _is_gone(folder: Path, source: str) -> bool:
    """Tell whether a source names a file of the folder that is not there."""
    path = Path(source)
    if path.is_absolute() or ":" in source:
        return False
    try:
        (folder / path).lstat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # it cannot be told, or it lies in an archive that is there
        return False
    return False

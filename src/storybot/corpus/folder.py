"""Keep a folder of articles and the corpus in step, at start and on `add FOLDER`.

What a file said when it was last taken decides whether it is taken again: a moderator's change
made from the chat is not undone by the next start.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storybot.corpus.corpus import Added, AddResult, Corpus
from storybot.ingest.reading import SUFFIXES, read_file
from storybot.model.errors import Refused

_log = logging.getLogger(__name__)

ACTOR = "corpus/"
"""Who the audit names when a file of the corpus folder changed the corpus."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: an `Added`, or the reason why it was refused."""

    source: str
    added: Added | None
    refused: str = ""


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
        elif path.suffix.lower() in SUFFIXES and path.stem.upper() != "README":
            yield path


def source_name(path: Path, corpus_folder: Path) -> str:
    """Name a file: inside the corpus folder by its path there, elsewhere by its whole path."""
    whole = path.resolve()
    root = corpus_folder.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)


async def take_file(corpus: Corpus, path: Path, *, source: str, actor: str) -> Taken:
    """Read one file and add it; a file that is refused is reported, not raised.

    Raises:
        StoreError: the store failed; the file may be taken again.
    """
    try:
        document = await asyncio.to_thread(read_file, path, source=source)
    except Refused as error:
        return Taken(source, None, str(error))
    (added,) = await corpus.add([document], actor=actor)
    return Taken(source, added)


async def sync(corpus: Corpus, folder: Path) -> list[Taken]:
    """Take what is new or changed in the corpus folder since it was last read.

    Raises:
        Refused: the folder cannot be read.
        StoreError: the store failed.
    """
    taken = []
    for path in await asyncio.to_thread(lambda: list(article_files(folder))):
        source = source_name(path, folder)
        try:
            document = await asyncio.to_thread(read_file, path, source=source)
        except Refused as error:
            taken.append(Taken(source, None, str(error)))
            continue
        last = await corpus.last_from(source, actor=ACTOR)
        if last and last.document == document:
            taken.append(Taken(source, Added(AddResult.UNCHANGED, last)))
        else:
            (added,) = await corpus.add([document], actor=ACTOR)
            taken.append(Taken(source, added))
    return taken

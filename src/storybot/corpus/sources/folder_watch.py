"""Take new and changed files of the corpus folder while the bot runs.

What the system tells of changes is only a hint to look: each look compares the whole folder with
what was seen before. So a change that nobody was told of, as on a network drive, is found by the
slow rescan, and none is taken twice.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import NoReturn, Protocol

from watchfiles import awatch

from storybot.corpus.corpus import Corpus
from storybot.corpus.folder import ACTOR, Taken, article_files, source_name, take_file
from storybot.corpus.sources.missing_files import leave_missing
from storybot.model.errors import Refused, StoreError
from storybot.store.document_store import Store

_RESCAN_SECONDS = 30.0
_SETTLING_SECONDS = 0.3
"""A file written to more recently may not be whole yet; one as recently gone may be replaced."""
_log = logging.getLogger(__name__)

Stamp = tuple[int, int]
"""Time of the last change, and size."""


class FolderReports(Protocol):
    """Who is told of the folder."""

    async def tell(self, taken: Sequence[Taken]) -> None:
        """Tell what became of files."""
        ...

    async def tell_missing(self) -> None:
        """Tell of files that have left the folder; called also where there may be none."""
        ...


def file_stamps(folder: Path) -> dict[Path, Stamp]:
    """Return the article files of a folder, each with its stamp.

    Raises:
        Refused: the folder cannot be read.
    """
    found = {}
    for path in article_files(folder):
        try:
            status = path.stat()
        except OSError:  # gone in between
            continue
        found[path] = status.st_mtime_ns, status.st_size
    return found


class FolderWatch:
    """Follows one folder; what was ``seen`` is taken already, with ``first`` as the outcome."""

    def __init__(
        self,
        corpus: Corpus,
        store: Store,
        folder: Path,
        *,
        retract: bool,
        seen: Mapping[Path, Stamp],
        first: Sequence[Taken] = (),
    ) -> None:
        self._corpus = corpus
        self._store = store
        self._folder = folder
        self._retract = retract
        self._seen = dict(seen)
        self._first = tuple(first)
        self._missed: set[Path] = set()
        self._unreadable = ""

    async def run(self, reports: FolderReports) -> NoReturn:
        """Take what changes until cancelled, and tell what became of it."""
        await reports.tell(self._first)
        await reports.tell_missing()
        self._first = ()
        while True:
            async with aclosing(self._hints()) as hints:
                async for _ in hints:
                    await self._look_until_settled(reports)

    async def _look_until_settled(self, reports: FolderReports) -> None:
        settled = await self.look(reports)
        while not settled:
            await asyncio.sleep(_SETTLING_SECONDS)
            settled = await self.look(reports)

    async def look(self, reports: FolderReports) -> bool:
        """Take what has changed since the last look; False if it is too early for some of it."""
        try:
            now = await asyncio.to_thread(file_stamps, self._folder)
        except Refused as error:
            self._complain(str(error))
            return True
        self._unreadable = ""
        try:
            # First, so that a renamed file is not taken for a twin of its old article.
            if not await self._leave(now, reports):
                return False
            settled = True
            changed = [path for path, stamp in now.items() if self._seen.get(path) != stamp]
            for path in changed:
                if _is_settled(now[path]):
                    await self._take(path, reports)
                    self._seen[path] = now[path]
                else:
                    settled = False
        except StoreError as error:
            _log.warning("A change of the corpus folder cannot be taken yet: %s", error)
            return False
        return settled

    async def _leave(self, now: Mapping[Path, Stamp], reports: FolderReports) -> bool:
        """Leave the articles of files that are gone, if they still are at the second look."""
        gone = self._seen.keys() - now.keys()
        if new := gone - self._missed:
            self._missed |= new
            return False
        if gone:
            left = await leave_missing(
                self._corpus, self._store, self._folder, retract=self._retract
            )
            for one in left:
                outcome = "retracted" if one.retracted else "still quoted"
                _log.info("The file of article %s is gone: it is %s.", one.article.id, outcome)
            await reports.tell_missing()
        self._missed.clear()
        for path in gone:
            del self._seen[path]
        return True

    async def _take(self, path: Path, reports: FolderReports) -> None:
        source = source_name(path, self._folder)
        try:
            taken = await take_file(self._corpus, path, source=source, actor=ACTOR)
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - one file must not keep the others from being taken
            _log.exception("The file %s cannot be taken.", source)
            return
        for one in taken:
            outcome = one.added.result if one.added else one.refused
            _log.info("%s%s: %s", ACTOR, one.source, outcome)
        await reports.tell(taken)

    async def _hints(self) -> AsyncGenerator[None, None]:
        """Yield at once, whenever the folder may have changed, and at each rescan."""
        yield
        inode = _inode(self._folder)
        milliseconds = int(_RESCAN_SECONDS * 1000)
        stop = asyncio.Event()
        try:
            changes = awatch(
                self._folder,
                watch_filter=None,
                debounce=400,
                rust_timeout=milliseconds,
                yield_on_timeout=True,
                stop_event=stop,
            )
            async with aclosing(changes):
                async for _ in changes:
                    yield
                    if inode != _inode(self._folder):  # another folder has taken its place
                        return
        except (OSError, RuntimeError) as error:  # none of that name, or too many are watched
            self._complain(f"{self._folder} is looked at every {_RESCAN_SECONDS:.0f} s: {error}")
            await asyncio.sleep(_RESCAN_SECONDS)
        finally:
            stop.set()

    def _complain(self, trouble: str) -> None:
        """Log what is wrong with the folder, once."""
        if trouble != self._unreadable:
            self._unreadable = trouble
            _log.warning("%s", trouble)


def _is_settled(stamp: Stamp) -> bool:
    return abs(time.time() - stamp[0] / 1e9) >= _SETTLING_SECONDS


def _inode(folder: Path) -> int:
    try:
        return folder.stat().st_ino
    except OSError:
        return 0

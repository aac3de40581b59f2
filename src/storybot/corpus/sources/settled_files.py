"""Remembers which files of the corpus folder were taken as they are, so that a start skips them.

A file is read again when it differs in any way that its status tells, when its article was changed
since by whomever, and by any other program than the one that read it. What is remembered is
derived: without it, all files are read, and the outcome is the same.
"""

import hashlib
import json
import logging
import os
import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from storybot.corpus.change_results import AddResult
from storybot.corpus.folder import Taken
from storybot.model.documents import State
from storybot.store.document_store import Store

_log = logging.getLogger(__name__)

_NAME = "corpus.files"
_WORTH_KEEPING = 200
"""Files from which reading them is slower than one more file beside the index is worth."""
_RACY_NANOSECONDS = 2_000_000_000
"""A file as new as that may be changed again without its status telling: clocks of disks tick."""
_TAKEN = {AddResult.ADDED, AddResult.UPDATED, AddResult.UNCHANGED}

_Stamp = list[int]
_Settled = list[Any]
"""The stamp of a file, the id of its article, and the article's last change."""


class SettledFiles:
    """The files that say what their articles do; made by `open`, kept by `keep`."""

    def __init__(self, path: Path, store: Store) -> None:
        self._path = path
        self._store = store
        self._before: dict[str, _Settled] = {}
        self._changes: Mapping[str, list[Any]] = {}
        self._settled: dict[str, _Settled] = {}
        self._stamps: dict[str, _Stamp] = {}

    @classmethod
    async def open(cls, folder: Path | None, store: Store) -> "SettledFiles | None":
        """Read what was kept in a folder; None where there is none to keep it in.

        Raises:
            StoreError: the store failed.
        """
        if folder is None:
            return None
        made = cls(folder / _NAME, store)
        with suppress(OSError, ValueError, LookupError, AttributeError, TypeError):
            kept = json.loads(made._path.read_bytes())
            if kept.get("reader") == _reader():
                made._before = dict(kept["files"])
        if made._before:
            made._changes = await _last_changes(store)
        return made

    def is_settled(self, path: Path, source: str) -> bool:
        """Tell whether reading a file would change nothing; called before it is read."""
        try:
            stamp = _stamp(path)
        except OSError:  # gone, or not to be looked at: whoever reads it says so
            return False
        before = self._before.get(source)
        if before and before[0] == stamp and self._changes.get(before[1]) == before[2]:
            self._settled[source] = before
            return True
        if time.time_ns() - max(stamp[0], stamp[1]) > _RACY_NANOSECONDS:
            self._stamps[source] = stamp
        return False

    async def keep(self, taken: Sequence[Taken]) -> None:
        """Note what was taken of the files that were read, for the next start.

        Raises:
            StoreError: the store failed.
        """
        if len(self._settled) + len(taken) < _WORTH_KEEPING:
            return
        if taken:
            self._changes = await _last_changes(self._store)
        for one in taken:
            stamp = self._stamps.get(one.source)
            if stamp and one.added and one.added.result in _TAKEN and not one.added.note:
                version = one.added.version
                change = self._changes.get(version.id)
                if change and version.state is State.LIVE and version.document.source == one.source:
                    self._settled[one.source] = [stamp, version.id, change]
        if self._settled != self._before and len(self._settled) >= _WORTH_KEEPING:
            self._write()

    def _write(self) -> None:
        beside = self._path.with_name(f"{_NAME}.{secrets.token_hex(4)}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps({"reader": _reader(), "files": self._settled}))
            beside.replace(self._path)
        except OSError as error:
            _log.warning("The next start reads all files again: %s", error)
            with suppress(OSError):
                beside.unlink()


def _stamp(path: Path) -> _Stamp:
    status = path.lstat()
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]


async def _last_changes(store: Store) -> dict[str, list[Any]]:
    """Return the last change of each article: its number and time, which no other database has."""
    return {str(c.document): [c.number, c.at.isoformat()] for c in await store.history()}


def _reader() -> str:
    """Return a digest of the program that reads files: its own ones, and what it builds on."""
    package = Path(__file__).parents[2]
    digest = hashlib.sha256(sys.version.encode())
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            status = Path(folder, name).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    for place in sys.path:
        installed = sorted(found.name for found in Path(place).glob("*.dist-info"))
        digest.update("\n".join(installed).encode())
    return digest.hexdigest()

"""Backups in a folder: named by their time, the oldest dropped, made in time while the bot runs.

A clock that was wrong for a while has named some for the future. These count as the oldest: they
put off no backup, and are dropped before any other.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from storybot.model.errors import StoreError

_log = logging.getLogger(__name__)

_NAME = "storybot-%Y%m%dT%H%M%SZ.db"
_BROKEN_OFF = "storybot-*Z.db.partial*"
"""What a process leaves that is killed while it copies: as large as a backup, and under a name that
is never used again."""
_SECONDS_OF_A_COPY = 3600.0
"""How long ago the file of a copy that is under way may have been written to."""
_SECONDS_BETWEEN_LOOKS = 60.0

Copy = Callable[[Path], Awaitable[None]]
"""Writes a verified copy of the database to a new file; `StoreError` where it cannot."""


class BackupFolder:
    """A folder of backups; other files in it are left alone."""

    def __init__(
        self,
        folder: Path,
        kept: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._kept = kept
        self._now = now

    def files(self) -> list[tuple[datetime, Path]]:
        """Return the backups with their times, oldest first; none where they cannot be seen."""
        now = self._now()
        try:
            return sorted(self._found(), key=lambda file: (file[0] <= now, *file))
        except OSError:
            return []

    @property
    def age(self) -> timedelta | None:
        """How old the newest backup is; None where there is none but of the future."""
        now, files = self._now(), self.files()
        return now - files[-1][0] if files and files[-1][0] <= now else None

    @property
    def seconds(self) -> float:
        """The same in seconds; not a number where there is none."""
        age = self.age
        return float("nan") if age is None else age.total_seconds()

    async def add(self, copy: Copy) -> Path:
        """Write a backup, then drop the oldest beyond the number that is kept.

        Raises:
            StoreError: it could not be written; nothing was dropped.
        """
        path = self._folder / self._now().strftime(_NAME)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._clear_broken_off()
            await copy(path)
            for _, old in self.files()[: -self._kept]:
                old.unlink()
        except OSError as error:
            raise StoreError(f"Cannot write the backup {path}: {error}.") from error
        return path

    async def keep(self, copy: Copy, every: timedelta) -> NoReturn:
        """Write a backup whenever the newest is too old; one that fails is tried again."""
        while True:
            age = self.age
            if age is None or age >= every:
                try:
                    _log.info("The database is backed up: %s", await self.add(copy))
                except StoreError as error:
                    _log.error("%s", error)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    def _clear_broken_off(self) -> None:
        now = self._now().timestamp()
        for path in self._folder.glob(_BROKEN_OFF):
            with suppress(FileNotFoundError):  # it was under way, and has its name now
                if abs(now - path.stat().st_mtime) > _SECONDS_OF_A_COPY:
                    path.unlink()

    def _found(self) -> Iterator[tuple[datetime, Path]]:
        for path in self._folder.iterdir():
            try:
                yield datetime.strptime(path.name, _NAME).replace(tzinfo=UTC), path
            except ValueError:
                continue

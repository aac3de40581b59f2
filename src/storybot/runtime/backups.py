"""Backups in a folder: named by their time, the oldest dropped, made in time while the bot runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from storybot.model.errors import StoreError

_log = logging.getLogger(__name__)

_NAME = "storybot-%Y%m%dT%H%M%SZ.db"
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
        """Return the backups with their times, oldest first."""
        return sorted(self._found()) if self._folder.is_dir() else []

    @property
    def age(self) -> timedelta | None:
        """How old the newest backup is; None where there is none."""
        files = self.files()
        return self._now() - files[-1][0] if files else None

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

    def _found(self) -> Iterator[tuple[datetime, Path]]:
        for path in self._folder.iterdir():
            try:
                yield datetime.strptime(path.name, _NAME).replace(tzinfo=UTC), path
            except ValueError:
                continue

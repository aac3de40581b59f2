"""Backups: named by their time, rotated, made in time, and never in place of something whole."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storybot.model.errors import StoreError
from storybot.runtime.backups import BackupFolder

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time


async def write(path: Path) -> None:
    """Stand for the copying of a database."""
    await asyncio.to_thread(path.write_text, "whole")


async def fail(path: Path) -> None:
    """Stand for a copy that fails."""
    raise StoreError(f"Cannot write the backup {path}.")


async def test_the_oldest_are_dropped(tmp_path: Path) -> None:
    """The newest stay, as many as are kept; files of other names are left alone."""
    clock = Clock()
    folder = BackupFolder(tmp_path / "new" / "folder", 2, clock)
    for _ in range(4):
        clock.time += timedelta(hours=1)
        last = await folder.add(write)
        (last.parent / "mine.db").write_text("mine")
    assert [path.name for _, path in folder.files()] == [
        "storybot-20240506T150000Z.db",
        "storybot-20240506T160000Z.db",
    ]
    assert (last.parent / "mine.db").exists()
    clock.time += timedelta(minutes=5)
    assert folder.age == timedelta(minutes=5)


async def test_a_backup_that_fails_costs_no_older_one(tmp_path: Path) -> None:
    """Nothing is dropped for one that is not there."""
    clock = Clock()
    folder = BackupFolder(tmp_path, 1, clock)
    await folder.add(write)
    clock.time += timedelta(hours=1)
    with pytest.raises(StoreError):
        await folder.add(fail)
    assert len(folder.files()) == 1


async def test_they_are_made_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One at the start, the next when the newest is as old as was asked; a failed one again."""
    clock, made = Clock(), list[str]()
    folder = BackupFolder(tmp_path, 9, clock)
    looks = [write, write, fail, write]

    async def copy(path: Path) -> None:
        made.append(f"{clock.time:%H:%M}")
        await looks[len(made) - 1](path)

    async def pass_time(_: float) -> None:
        clock.time += timedelta(minutes=30)
        if len(made) == len(looks):
            raise asyncio.CancelledError

    monkeypatch.setattr("storybot.runtime.backups.asyncio.sleep", pass_time)
    with pytest.raises(asyncio.CancelledError):
        await folder.keep(copy, timedelta(hours=1))
    assert made == ["12:00", "13:00", "14:00", "14:30"]


async def test_a_clock_that_was_wrong_puts_no_backup_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those named for the future are no newest ones: the next is made, and they are dropped first.

    Else none is made for years, and of each that is made by hand nothing is left.
    """
    clock = Clock()
    folder = BackupFolder(tmp_path, 3, clock)
    await folder.add(write)
    clock.time = NOON.replace(year=2034)
    for _ in range(2):
        await folder.add(write)
        clock.time += timedelta(days=1)
    clock.time = NOON + timedelta(hours=1)
    assert folder.age == timedelta(hours=1)
    made = list[str]()

    async def copy(path: Path) -> None:
        made.append(f"{clock.time:%d %H:%M}")
        await write(path)

    async def pass_time(_: float) -> None:
        clock.time += timedelta(hours=6)
        if len(made) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr("storybot.runtime.backups.asyncio.sleep", pass_time)
    with pytest.raises(asyncio.CancelledError):
        await folder.keep(copy, timedelta(hours=12))
    assert made == ["07 01:00", "07 13:00"]
    assert [f"{time:%Y %d %H}" for time, _ in folder.files()] == ["2024 06 12", *_hours(made)]


def _hours(made: list[str]) -> list[str]:
    return [f"2024 {time.partition(':')[0]}" for time in made]


async def test_backups_of_the_future_alone_are_none(tmp_path: Path) -> None:
    """A clock that went back years, as after a start without network, does not end backups."""
    clock = Clock()
    folder = BackupFolder(tmp_path, 2, clock)
    for _ in range(2):
        await folder.add(write)
        clock.time += timedelta(days=1)
    clock.time = datetime(1970, 1, 1, tzinfo=UTC)
    assert folder.age is None
    written = await folder.add(write)
    names = [path.name for _, path in folder.files()]
    assert names == ["storybot-20240507T120000Z.db", written.name]


async def test_what_a_killed_process_began_is_cleared(tmp_path: Path) -> None:
    """Copies that were broken off do not fill the disk; one that is under way stays."""
    clock = Clock()
    folder = BackupFolder(tmp_path, 2, clock)
    hours_ago = {
        "storybot-20240505T100000Z.db.partial": 2,
        "storybot-20240504T100000Z.db.partial-journal": 26,
        "storybot-20240506T120000Z.db.partial": 0,
        "my.db.partial": 99,
    }
    for name, hours in hours_ago.items():
        (tmp_path / name).write_text("begun")
        written = (NOON - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (written, written))
    await folder.add(write)
    left = {name for name in hours_ago if await asyncio.to_thread((tmp_path / name).exists)}
    assert left == {"storybot-20240506T120000Z.db.partial", "my.db.partial"}


async def test_a_folder_that_cannot_be_seen_is_told_of(tmp_path: Path) -> None:
    """Neither the metrics nor what makes backups fail for it: each backup that fails says why."""
    (tmp_path / "file").write_text("no folder")
    folder = BackupFolder(tmp_path / "file" / "backups", 2, Clock())
    assert folder.age is None
    with pytest.raises(StoreError, match="Cannot write the backup"):
        await folder.add(write)

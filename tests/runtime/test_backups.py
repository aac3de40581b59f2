"""Backups: named by their time, rotated, made in time, and never in place of something whole."""

import asyncio
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

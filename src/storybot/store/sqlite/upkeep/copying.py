"""Copy a database that is in use into one file, and look at the copy before it counts as one.

The copy gets its name last, so a file of that name is whole: verified, and on the disk. The file of
the live database is not: what was changed last is in the log beside it.
"""

import asyncio
import os
import sqlite3
from pathlib import Path

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.sqlite.connection import make_private
from storybot.store.sqlite.opening import open_database
from storybot.store.sqlite.upkeep.inspection import inspect


async def copy_as_is(file: Path, path: Path) -> None:
    """Copy a database's file, of whichever storybot it is: nothing in it is changed before.

    Raises:
        StoreError: as `copy_whole`, or it cannot be opened.
    """
    database = await open_database(str(file), as_is=True)
    try:
        await copy_whole(database, path)
    finally:
        await database.close()


async def copy_whole(database: aiosqlite.Connection, path: Path) -> None:
    """Copy a database to a new file, and verify the copy.

    Raises:
        StoreError: the file exists, cannot be written, or the copy is not whole.
    """
    begun = path.with_name(f"{path.name}.partial")
    try:
        await asyncio.to_thread(_begin, begun, path)
        try:
            async with aiosqlite.connect(begun) as copy:
                await database.backup(copy)
                await copy.execute_fetchall("PRAGMA journal_mode = DELETE")  # one file, no log
            await _verify(begun)
            await asyncio.to_thread(_name, begun, path)
        finally:
            await asyncio.to_thread(begun.unlink, missing_ok=True)
    except FileExistsError:
        raise StoreError(f"{path} exists already; name a new file.") from None
    except FileNotFoundError as error:
        raise StoreError(
            f"Cannot write the backup {path}: there is no folder {path.parent}."
        ) from error
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"Cannot write the backup {path}: {error}.") from error


async def _verify(copy: Path) -> None:
    report = await inspect(copy)
    found = [*report.problems, *(f"{name} was altered" for name in report.damaged)]
    if found:
        raise StoreError(
            f"The database is damaged, so this backup was not kept: {'; '.join(found[:3])}."
            " Keep the older backups, and see what `storybot doctor` says."
        )


def _begin(begun: Path, path: Path) -> None:
    """Begin a copy in place of one that was broken off, unless there is a whole one."""
    if path.exists():
        raise FileExistsError
    begun.unlink(missing_ok=True)
    make_private(begun)


def _name(begun: Path, path: Path) -> None:
    """Give a copy its name once it is on the disk; never over another file."""
    _sync(begun)
    try:
        os.link(begun, path)
    except FileExistsError:
        raise
    except OSError:  # many disks that are carried about, and shares, know no second name of a file
        if os.path.lexists(path):
            raise FileExistsError from None
        begun.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

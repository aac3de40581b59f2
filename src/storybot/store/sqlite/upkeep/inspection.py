"""Inspect a database file, a live one or a backup, without writing a byte.

A database in use has a log and its index beside it and is read through them. One at rest is opened
as immutable, for SQLite would make those two files to read it. A log without its index was left by
a crash or a copy, and is read as a copy elsewhere.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from storybot.model.errors import ForeignDatabase, StoreError
from storybot.store.database_report import DatabaseCounts, DatabaseReport
from storybot.store.document_store import Generation
from storybot.store.layout import rows
from storybot.store.sqlite.changes import audit_chain
from storybot.store.sqlite.schema.migrations import STEPS
from storybot.store.sqlite.schema.ownership import STATE, is_own

_MOST_PROBLEMS = 20
_VERSIONS = "SELECT document, number, text, about, hash FROM versions"
_PASSAGES = (
    "SELECT id, document, language, title, text, sentences, hash FROM passages"
    " WHERE cut = (SELECT cut FROM analysis)"
)
_COUNTS = """
    SELECT (SELECT count(*) FROM documents WHERE state = 'live'),
           (SELECT count(*) FROM passages WHERE cut = (SELECT cut FROM analysis)),
           (SELECT count(*) FROM grants g WHERE granted AND number =
               (SELECT max(number) FROM grants WHERE user = g.user)),
           (SELECT count(*) FROM inbox WHERE state = 'waiting'),
           (SELECT count(*) FROM inbox WHERE state = 'dead'),
           (SELECT rebuilds FROM analysis)
"""
_FOR_METRICS = """
    SELECT (SELECT count(*) FROM documents WHERE state = 'live'),
           (SELECT count(*) FROM documents WHERE state = 'retracted'),
           (SELECT count(*) FROM passages WHERE cut = (SELECT cut FROM analysis)),
           (SELECT count(*) FROM votes WHERE up = 1),
           (SELECT count(*) FROM votes WHERE up = 0),
           (SELECT count(*) FROM subscriptions WHERE active),
           (SELECT count(*) FROM inbox WHERE state = 'dead'),
           (SELECT count(*) FROM outbox WHERE NOT sent)
"""
_NEWEST = "SELECT number, at FROM changes ORDER BY number DESC LIMIT 1"


def log_of(path: Path) -> Path:
    """Return the write-ahead log of a database file, which holds its latest changes."""
    return path.with_name(f"{path.name}-wal")


async def inspect(path: Path) -> DatabaseReport:
    """Check structure, hashes and audit, and count what there is.

    Raises:
        ForeignDatabase: it is another program's.
        StoreError: it cannot be read as a database.
    """
    try:
        async with _opened(path) as database:
            (state,) = await database.execute_fetchall(STATE)
            if not is_own(*state):
                raise ForeignDatabase(f"{path} is the database of another program.")
            return await _report(database)
    except (sqlite3.Error, OSError, ValueError) as error:
        raise StoreError(f"Cannot read the database {path}: {error}.") from error


async def count(path: Path) -> DatabaseCounts:
    """Count what a database in use holds.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        async with _opened(path) as database:
            found = await database.execute_fetchall(_FOR_METRICS)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"Cannot count in the database {path}: {error}.") from error
    names = ("articles", "retracted", "passages", "up", "down", "subscriptions", "dead", "notices")
    ((*numbers,),) = found
    return DatabaseCounts(
        **dict(zip(names, numbers, strict=True)), bytes=_size(path), log_bytes=_size(log_of(path))
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


@asynccontextmanager
async def _opened(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    import shutil  # noqa: PLC0415 - only doctor comes here
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    log, memory = log_of(path), path.with_name(f"{path.name}-shm")
    with TemporaryDirectory() as folder:
        if log.exists() and not memory.exists():
            for file in (path, log):
                shutil.copy(file, folder)
            path = Path(folder) / path.name
            mode = "rw"
        else:
            mode = "ro" if log.exists() else "ro&immutable=1"
        async with aiosqlite.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True) as opened:
            yield opened


async def _report(database: aiosqlite.Connection) -> DatabaseReport:
    ((schema,),) = await database.execute_fetchall("PRAGMA user_version")
    problems = await _problems(database)
    known = {"schema": schema, "newest_schema": len(STEPS), "problems": problems}
    if schema > len(STEPS):
        return DatabaseReport(**known)
    damaged = [name async for name in _damaged(database)]
    if schema < len(STEPS):
        return DatabaseReport(**known, damaged=tuple(damaged))
    try:
        (
            (articles, passages, moderators, waiting, dead, rebuilds),
        ) = await database.execute_fetchall(_COUNTS)
        newest = list(await database.execute_fetchall(_NEWEST))
        audit = await audit_chain.verify(database)
    except sqlite3.DatabaseError as error:
        if not problems:
            raise
        return DatabaseReport(**known | {"problems": (*problems, str(error))})
    number, at = newest[0] if newest else (0, None)
    moment = datetime.fromisoformat(at) if at else None
    return DatabaseReport(
        **known,
        damaged=tuple(damaged),
        audit=audit,
        articles=articles,
        passages=passages,
        moderators=moderators,
        waiting=waiting,
        dead=dead,
        newest_change=moment,
        generation=Generation(rebuilds, 0, 0).after(number, moment) if moment else None,
    )


async def _problems(database: aiosqlite.Connection) -> tuple[str, ...]:
    found = list[str]()
    try:
        for (line,) in await database.execute_fetchall(f"PRAGMA integrity_check({_MOST_PROBLEMS})"):
            found += [] if line == "ok" else [str(line)]
        for table, row, parent, _ in await database.execute_fetchall("PRAGMA foreign_key_check"):
            found.append(f"row {row} of {table} names a row of {parent} that is not there")
    except sqlite3.DatabaseError as error:
        found.append(str(error))
    return tuple(found[:_MOST_PROBLEMS])


async def _damaged(database: aiosqlite.Connection) -> AsyncIterator[str]:
    # A table that cannot be read is one of the problems, or of an older schema.
    with suppress(sqlite3.DatabaseError):
        async with database.execute(_VERSIONS) as found:
            async for id, number, text, about, hash in found:
                if _differs(hash, text, about):
                    yield f"version {number} of article {id}"
        async with database.execute(_PASSAGES) as found:
            async for id, document, *parts, hash in found:
                if _differs(hash, *parts):
                    yield f"passage {id} of article {document}"


def _differs(hash: Any, *parts: Any) -> bool:
    return not all(isinstance(part, str) for part in parts) or rows.digest(*parts) != hash

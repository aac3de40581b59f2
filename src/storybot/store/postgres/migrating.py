"""The tables in PostgreSQL, made and brought up to date by numbered files of SQL.

A released file is never edited: add another one to change the schema. One process at a time applies
them, each in a transaction; a process that finds them all applied needs no right to make tables.
None is applied while a bot answers with the database, which would be of an older program.
"""

import re
from functools import cache, partial
from importlib.resources import files
from typing import NamedTuple

from storybot.model.errors import AlreadyRunning, ForeignDatabase, StoreError
from storybot.store.postgres.connection.pool import (
    LONG_SECONDS,
    Connection,
    PostgresPool,
    allow_long,
)
from storybot.store.postgres.connection.target import Target

_MAKE = """
    CREATE TABLE IF NOT EXISTS migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
    )
"""
_EXISTS = """
    SELECT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = to_regclass('migrations') AND attname = 'number' AND NOT attisdropped
    )
"""
"""Other programs have a table of that name, too; they do not number it."""
_FOREIGN = """
    WITH here AS (
        SELECT pg_class.oid, relname FROM pg_class
        JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = current_schema() AND relkind IN ('r', 'p', 'v', 'm', 'f')
    )
    SELECT relname::text FROM here
    WHERE relname = ANY($1) AND NOT EXISTS (
        SELECT FROM here JOIN pg_attribute ON attrelid = here.oid
        WHERE relname = 'migrations' AND attname = 'number' AND NOT attisdropped
    )
    ORDER BY relname
"""
"""In one statement, for another process may be making all of ours at this moment."""
_MADE = re.compile(r"^CREATE TABLE (?:IF NOT EXISTS )?(\w+)", re.MULTILINE)
_DONE = "SELECT coalesce(max(number), 0) FROM migrations"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('storybot:migrate:' || current_schema(), 0))"
LEASE_KEY = "hashtextextended('storybot:lease:' || current_schema(), 0)"
"""What the bot that answers with the database has locked."""
_IS_FREE = f"SELECT pg_try_advisory_xact_lock({LEASE_KEY})"
_ENCODING = "UTF8"


class MigrationFile(NamedTuple):
    """A file of SQL, applied once."""

    number: int
    name: str
    sql: str


@cache
def steps() -> tuple[MigrationFile, ...]:
    """Return the migrations in their order."""
    folder = files("storybot.store.postgres").joinpath("schema")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(
        MigrationFile(number, name, folder.joinpath(name).read_text("utf-8"))
        for number, name in enumerate(found, start=1)
    )


async def open_pool(target: Target) -> PostgresPool:
    """Open the pool of a database, with all its tables.

    Raises:
        ForeignDatabase: tables of another program are in the way; nothing was made.
        StoreError: it cannot be reached or used, or is of a newer storybot.
        AlreadyRunning: a bot of an older one answers with it.
    """
    pool = await PostgresPool.open(target)
    try:
        await _migrate(pool)
    except BaseException:
        await pool.close()
        raise
    return pool


async def schema_number(pool: PostgresPool) -> int:
    """Return how many migrations a database has had; 0 for an empty one.

    Raises:
        StoreError: it cannot be read.
    """
    ((exists,),) = await pool.rows(_EXISTS)
    return int((await pool.rows(_DONE))[0][0]) if exists else 0


async def _migrate(pool: PostgresPool) -> None:
    done = await schema_number(pool)
    if done == len(steps()):
        return
    shown = pool.target.shown
    if done > len(steps()):
        raise StoreError(
            f"A newer storybot made the database {shown}; start that one, or name another database."
        )
    ((encoding,),) = await pool.rows("SELECT current_setting('server_encoding')")
    if encoding != _ENCODING:
        raise StoreError(
            f"The database {shown} stores text as {encoding}, which lacks letters; make one with"
            " `createdb --encoding UTF8 --template template0 NAME`."
        )
    if not done:
        await _check_own(pool)
    for step in steps()[done:]:
        await pool.transact(partial(_apply, step=step), repeatable=True)


async def _check_own(pool: PostgresPool) -> None:
    names = ["migrations", *(name for step in steps() for name in _MADE.findall(step.sql))]
    if found := [name for (name,) in await pool.rows(_FOREIGN, names)]:
        raise ForeignDatabase(
            f"STORYBOT_DATABASE: {pool.target.shown} has tables of another program by the name of"
            f" {', '.join(found[:3])}, and nothing was changed. Name another database, or a schema"
            " of its own: CREATE SCHEMA storybot, and ?search_path=storybot behind the URL."
        )


async def _apply(connection: Connection, *, step: MigrationFile) -> None:
    await allow_long(connection)
    await connection.execute(_LOCK, timeout=LONG_SECONDS)
    await connection.execute(_MAKE)
    if await connection.fetchval(_DONE) >= step.number:  # another process was faster
        return
    if not await connection.fetchval(_IS_FREE):
        raise AlreadyRunning(
            "An older storybot made this database and answers with it. Stop that one and its"
            " workers first; the next start brings the database up to date."
        )
    await connection.execute(step.sql, timeout=LONG_SECONDS)
    await connection.execute(
        "INSERT INTO migrations (number, name) VALUES ($1, $2)", step.number, step.name
    )

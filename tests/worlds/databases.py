"""Databases as they may be found, and what stands in them."""

import asyncio
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

_WRITE_VERSION = 18
"""Offset of a byte in the header: a format later than the program knows may only be read."""
_REFUSE = """
    CREATE OR REPLACE FUNCTION refuse_in_a_test() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'refused'; END $$
"""


def make_read_only(file: Path) -> None:
    """Let SQLite refuse to write a database, whoever runs the tests."""
    with file.open("r+b") as raw:
        raw.seek(_WRITE_VERSION)
        raw.write(b"\3")


def rows_in(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Run a statement on a connection of its own, and return its rows.

    Nothing else of the process happens meanwhile, also where an event loop runs.
    """
    if url.startswith("sqlite:///"):
        raw = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        try:
            return raw.execute(sql).fetchall()
        finally:
            raw.close()

    async def fetch() -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(url)
        try:
            return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:  # a thread in which no loop runs yet
        return thread.submit(asyncio.run, fetch()).result()


@contextmanager
def refusing(url: str, event: str, table: str) -> Iterator[None]:
    """Let a database refuse to insert into a table, or to delete from it."""
    trigger = f"CREATE TRIGGER refused BEFORE {event} ON {table}"
    if url.startswith("sqlite:///"):
        rows_in(url, f"{trigger} BEGIN SELECT RAISE(ABORT, 'refused'); END")
        yield
        rows_in(url, "DROP TRIGGER refused")
        return
    rows_in(url, _REFUSE)
    rows_in(url, f"{trigger} FOR EACH ROW EXECUTE FUNCTION refuse_in_a_test()")
    yield
    rows_in(url, f"DROP TRIGGER refused ON {table}")

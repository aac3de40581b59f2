"""Mend databases of commits whose steps were changed after them.

One lacks columns of passages and answers. Passages are cut anew from the articles, which it has;
readers' answers and the updates of that day are dropped, articles and their changes are not.
Another names the process that answers by other columns.
"""

from collections.abc import Sequence

import aiosqlite

from storybot.store.sqlite.connection import transaction

_LAST = 3
"""The schema that it is of."""
_DROPPED = ("votes", "answers", "inbox", "passages")
LEASE_STEP = 7
"""The step that makes the lease."""


async def mend(
    database: aiosqlite.Connection, version: int, steps: Sequence[Sequence[str]]
) -> None:
    """Make tables anew that have another shape than the steps gave them since."""
    if version != _LAST or "position" in await _columns(database, "passages"):
        return
    async with transaction(database):
        await _make_anew(database, _DROPPED, steps[:_LAST])
        await database.execute("UPDATE analysis SET name = ''")  # so that passages are cut anew


async def mend_lease(
    database: aiosqlite.Connection, version: int, steps: Sequence[Sequence[str]]
) -> None:
    """Make the lease anew where it has another shape; no program of its time answers any more."""
    if version < LEASE_STEP or "machine" in await _columns(database, "lease"):
        return
    async with transaction(database):
        if "machine" not in await _columns(database, "lease"):  # another process may be faster
            await _make_anew(database, ("lease",), steps[:LEASE_STEP])


async def _make_anew(
    database: aiosqlite.Connection, tables: Sequence[str], steps: Sequence[Sequence[str]]
) -> None:
    for table in tables:
        await database.execute(f"DROP TABLE {table}")
    for statement in (statement for step in steps for statement in step):
        if any(_makes(statement, table) for table in tables):
            await database.execute(statement)


def _makes(statement: str, table: str) -> bool:
    """Tell whether a statement makes a table or an index of it."""
    words = " ".join(statement.split())
    return words.startswith(f"CREATE TABLE {table} ") or (
        words.startswith("CREATE INDEX") and f" ON {table} " in words
    )


async def _columns(database: aiosqlite.Connection, table: str) -> set[str]:
    return {row[1] for row in await database.execute_fetchall(f"PRAGMA table_info({table})")}

"""Mend a database of the one commit whose first three steps were changed after it.

It lacks columns of passages and answers. Passages are cut anew from the articles, which it has;
readers' answers and the updates of that day are dropped, articles and their changes are not.
"""

from collections.abc import Sequence

import aiosqlite

from storybot.store.sqlite.connection import transaction

_LAST = 3
"""The schema that it is of."""
_DROPPED = ("votes", "answers", "inbox", "passages")


async def mend(
    database: aiosqlite.Connection, version: int, steps: Sequence[Sequence[str]]
) -> None:
    """Make tables anew that have another shape than the steps gave them since."""
    if version != _LAST or "position" in await _columns(database, "passages"):
        return
    async with transaction(database):
        for table in _DROPPED:
            await database.execute(f"DROP TABLE {table}")
        for statement in (statement for step in steps[:_LAST] for statement in step):
            if any(_makes(statement, table) for table in _DROPPED):
                await database.execute(statement)
        await database.execute("UPDATE analysis SET name = ''")  # so that passages are cut anew


def _makes(statement: str, table: str) -> bool:
    """Tell whether a statement makes a table or an index of it."""
    words = " ".join(statement.split())
    return words.startswith(f"CREATE TABLE {table} ") or (
        words.startswith("CREATE INDEX") and f" ON {table} " in words
    )


async def _columns(database: aiosqlite.Connection, table: str) -> set[str]:
    return {row[1] for row in await database.execute_fetchall(f"PRAGMA table_info({table})")}

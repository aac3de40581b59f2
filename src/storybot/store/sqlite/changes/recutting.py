"""Cut all passages anew beside those that are quoted, then switch; inside open transactions.

Each passage belongs to a numbered cut. One is current; a higher number is in the making, or was
left by a process that ended in it; lower ones are kept for readers who have yet to follow.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import aiosqlite

from storybot.model.documents import Version
from storybot.store.document_store import KEPT_SECONDS, AnalysedDocument
from storybot.store.sqlite.changes import commit

HAS_OLD = """
    SELECT 1 FROM analysis
    WHERE switched < ? AND EXISTS (SELECT 1 FROM passages WHERE passages.cut < analysis.cut)
"""
"""Whether there is something to drop, of before the moment that `latest` returns."""


def latest() -> str:
    """Return the moment before which a cut must have become current for the ones before to go."""
    return (datetime.now(UTC) - timedelta(seconds=KEPT_SECONDS)).isoformat()


async def begin(database: aiosqlite.Connection) -> int:
    """Return the number of a new cut."""
    ((number,),) = await database.execute_fetchall(
        "UPDATE analysis SET newest_cut = newest_cut + 1 RETURNING newest_cut"
    )
    return int(number)


async def uncut(
    database: aiosqlite.Connection, number: int, empty: Collection[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return id and version of the live documents that a cut has no passages of yet."""
    found = await database.execute_fetchall(
        "SELECT id, version FROM documents d WHERE state = 'live' AND NOT EXISTS"
        " (SELECT 1 FROM passages WHERE document = d.id AND version = d.version AND cut = ?)"
        " ORDER BY id",
        (number,),
    )
    return [(id, version) for id, version in found if (id, version) not in empty]


async def stage(
    database: aiosqlite.Connection, number: int, version: Version, cut: AnalysedDocument
) -> bool:
    """Store the passages of a version, as yet unseen; False where it has none."""
    return bool(await commit.insert_passages(database, version, cut, number))


async def switch(database: aiosqlite.Connection, number: int, analysis: str) -> None:
    """Quote from a cut from now on."""
    await database.execute(
        "DELETE FROM passages WHERE cut = ? AND NOT EXISTS (SELECT 1 FROM documents"
        " WHERE id = document AND documents.version = passages.version AND state = 'live')",
        (number,),
    )
    await database.execute(
        "UPDATE analysis SET name = ?, rebuilds = rebuilds + 1, switched = ?, cut = ?",
        (analysis, datetime.now(UTC).isoformat(), number),
    )


async def is_overtaken(database: aiosqlite.Connection, number: int) -> bool:
    """Tell whether another process began later and is done; the cut of this number is dropped."""
    ((current,),) = await database.execute_fetchall("SELECT cut FROM analysis")
    if current > number:
        await database.execute("DELETE FROM passages WHERE cut = ?", (number,))
    return bool(current > number)


async def drop_old(database: aiosqlite.Connection) -> None:
    """Delete what belongs to the cuts before the current one, unless that is very new."""
    await database.execute(
        "DELETE FROM passages WHERE cut < (SELECT cut FROM analysis WHERE switched < ?)",
        (latest(),),
    )

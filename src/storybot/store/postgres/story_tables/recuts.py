"""Cut all passages anew beside those that are quoted, then switch; inside open transactions.

Each passage belongs to a numbered cut. One is current; a higher number is in the making, or was
left by a process that ended in it; lower ones are kept for readers who have yet to follow.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from storybot.model.documents import Version
from storybot.store.document_store import KEPT_SECONDS, AnalysedDocument
from storybot.store.postgres.connection.pool import (
    LONG_SECONDS,
    Connection,
    PostgresPool,
    allow_long,
)
from storybot.store.postgres.story_tables import story_edits
from storybot.store.postgres.story_tables.numbering import Numbering

_UNCUT = """
    SELECT id, version FROM documents d WHERE state = 'live' AND NOT EXISTS (
        SELECT FROM passages WHERE document = d.id AND version = d.version AND cut = $1
    ) ORDER BY id
"""
_OUTDATED = """
    DELETE FROM passages p WHERE cut = $1 AND NOT EXISTS (
        SELECT FROM documents d
        WHERE d.id = p.document AND d.version = p.version AND d.state = 'live'
    )
"""
_DROP = "DELETE FROM passages WHERE cut = $1"
_SWITCH = "UPDATE analysis SET name = $2, rebuilds = rebuilds + 1, switched = $3, cut = $1"
_DROP_OLD = """
    DELETE FROM passages WHERE id IN (
        SELECT id FROM passages WHERE cut < (SELECT cut FROM analysis WHERE switched < $1) LIMIT $2
    )
"""
_DROPPED_AT_ONCE = 10_000
"""Few enough for a statement that nobody has to wait for."""


async def begin(connection: Connection) -> int:
    """Return the number of a new cut."""
    return int(
        await connection.fetchval(
            "UPDATE analysis SET newest_cut = newest_cut + 1 RETURNING newest_cut"
        )
    )


async def todo(
    connection: Connection, number: int, empty: Collection[tuple[int, int]], analysis: str
) -> list[tuple[int, int]] | None:
    """Return id and version of the live documents that a cut has no passages of yet.

    Where there are none, the cut becomes the one that is quoted from; None then, and also where
    another process began later and is done: what this one made is dropped.
    """
    await Numbering.begin(connection)  # nobody changes a document between the look and the switch
    await allow_long(connection)
    if await connection.fetchval("SELECT cut FROM analysis") > number:
        await connection.execute(_DROP, number, timeout=LONG_SECONDS)
        return None
    uncut = await connection.fetch(_UNCUT, number, timeout=LONG_SECONDS)
    found = [(id, version) for id, version in uncut]
    if left := [key for key in found if key not in empty]:
        return left
    await connection.execute(_OUTDATED, number, timeout=LONG_SECONDS)
    await connection.execute(_SWITCH, number, analysis, datetime.now(UTC))
    return None


async def stage(
    connection: Connection, number: int, version: Version, cut: AnalysedDocument
) -> bool:
    """Store the passages of a version, as yet unseen; False where it has none."""
    return bool(await story_edits.insert_passages(connection, version, cut, number))


async def drop_old(pool: PostgresPool) -> None:
    """Delete the passages from before a recut, once nobody needs them any more."""
    before = datetime.now(UTC) - timedelta(seconds=KEPT_SECONDS)
    while await pool.change(_DROP_OLD, before, _DROPPED_AT_ONCE) == _DROPPED_AT_ONCE:
        pass

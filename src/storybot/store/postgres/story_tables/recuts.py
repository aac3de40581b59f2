"""Cut all passages anew beside those that are quoted, then switch; inside open transactions.

Each passage belongs to a numbered cut. One is current; a higher number is in the making, or was
left by a process that ended in it; lower ones are kept for readers who have yet to follow.
"""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from storybot.model.documents import Version
from storybot.store.document_store import KEPT_SECONDS, AnalysedDocument
from storybot.store.postgres.connection.pool import Connection, PostgresPool
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
_SWITCH = "UPDATE analysis SET name = $2, rebuilds = rebuilds + 1, switched = $3, cut = $1"
_DROP_OLD = "DELETE FROM passages WHERE cut < (SELECT cut FROM analysis WHERE switched < $1)"
_HAS_OLD = """
    SELECT FROM analysis
    WHERE switched < $1 AND EXISTS (SELECT FROM passages WHERE passages.cut < analysis.cut)
"""


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
    if await connection.fetchval("SELECT cut FROM analysis") > number:
        await connection.execute("DELETE FROM passages WHERE cut = $1", number)
        return None
    found = [(id, version) for id, version in await connection.fetch(_UNCUT, number)]
    if left := [key for key in found if key not in empty]:
        return left
    await connection.execute(_OUTDATED, number)
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
    if await pool.rows(_HAS_OLD, before):
        await pool.change(_DROP_OLD, before)

"""The audit's chain of hashes in PostgreSQL: the same lines, the same bytes as in every database.

Written in the transaction of what it records, under the lock of `Numbering`. `verify` recomputes
the chain, all of one moment, and compares each line with the change, the grant and the versions as
they stand.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

import asyncpg

from storybot.model.audit import Actor, AuditEntry, AuditReport
from storybot.store.layout.audit_lines import Ref, audit_line, chain_hash, read_line
from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.postgres.story_tables.numbering import Numbering

_FACTS = {
    "change": """
        SELECT c.number, c.at, c.actor, c.action, c.document, c.title, c.reason, c.undoes,
               c.before_state, encode(b.hash, 'hex'), c.after_state, encode(a.hash, 'hex')
        FROM changes c
        LEFT JOIN versions b ON b.document = c.document AND b.number = c.before_version
        LEFT JOIN versions a ON a.document = c.document
            AND a.number = CASE WHEN c.action = 'wait' THEN c.brought ELSE c.after_version END
        WHERE c.number = ANY($1::bigint[])
    """,
    "grant": """
        SELECT number, at, actor, person, name, granted FROM grants
        WHERE number = ANY($1::bigint[])
    """,
}
_REFS = """
    SELECT kind, number FROM (
        SELECT 'change' AS kind, number, at FROM changes
        UNION ALL SELECT 'grant', number, at FROM grants
    ) AS recorded
    WHERE NOT EXISTS (
        SELECT FROM audit WHERE audit.kind = recorded.kind AND audit.ref = recorded.number
    )
    ORDER BY at, kind, number
"""
_CHUNK = 500


async def append(
    connection: Connection, numbering: Numbering, actors: Sequence[tuple[str, Ref]]
) -> None:
    """Write the lines of changes or grants, inside the transaction that made them."""
    lines = [
        (ref, *((actor.name, actor.place) if isinstance(actor, Actor) else ("", "")))
        for actor, ref in actors
    ]
    head = await connection.fetchval("SELECT hash FROM audit ORDER BY number DESC LIMIT 1")
    if head is None:  # a database imported from one older than its audit
        new = {ref for _, ref in actors}
        old = [(kind, number) for kind, number in await connection.fetch(_REFS)]
        lines = [(ref, "", "") for ref in old if ref not in new] + lines
    facts = await _facts(connection, [ref for ref, _, _ in lines])
    first, head, rows = numbering.take("audit", len(lines)), head or "", []
    for number, (ref, name, place) in enumerate(lines, start=first):
        line = audit_line(ref, name, place, facts[ref])
        head = chain_hash(head, line)
        rows.append((number, *ref, name, place, line, head))
    await connection.executemany("INSERT INTO audit VALUES ($1, $2, $3, $4, $5, $6, $7)", rows)


async def entries(pool: PostgresPool, below: int, most: int) -> list[AuditEntry]:
    """Return lines with numbers below one, newest first."""
    found = await pool.rows(
        "SELECT number, line, hash FROM audit WHERE number < $1 ORDER BY number DESC LIMIT $2",
        below,
        most,
    )
    return [read_line(*row) for row in found]


async def verify(connection: Connection) -> AuditReport:
    """Recompute the chain, and compare it with what it records; of one moment."""
    head, count = "", 0
    async for chunk in _chunks(connection):
        facts = await _facts(connection, [(row["kind"], row["ref"]) for row in chunk])
        for number, kind, ref, name, place, line, hash in chunk:
            count += 1
            if number != count:
                return AuditReport(count - 1, count, "a line is missing", head)
            if hash != chain_hash(head, line):
                return AuditReport(count - 1, number, "its hash does not fit", head)
            found = facts.get((kind, ref))
            if found is None or line != audit_line((kind, ref), name, place, found):
                problem = "it differs from what the database says was changed"
                return AuditReport(count - 1, number, problem, head)
            head = hash
    if count and (missing := await connection.fetch(f"{_REFS} LIMIT 1")):
        kind, ref = missing[0]
        return AuditReport(count, count + 1, f"{kind} {ref} has no line", head)
    return AuditReport(count, None, "", head)


async def _chunks(connection: Connection) -> AsyncIterator[list[asyncpg.Record]]:
    last = 0
    while found := await connection.fetch(
        "SELECT number, kind, ref, name, place, line, hash FROM audit WHERE number > $1"
        " ORDER BY number LIMIT $2",
        last,
        _CHUNK,
    ):
        yield found
        last = found[-1]["number"]


async def _facts(connection: Connection, refs: Sequence[Ref]) -> dict[Ref, list[object]]:
    """Return what the database says of changes and grants, times as text."""
    facts: dict[Ref, list[object]] = {}
    for kind, sql in _FACTS.items():
        if numbers := [number for of, number in refs if of == kind]:
            for number, at, *rest in await connection.fetch(sql, numbers):
                facts[kind, number] = [number, _text(at), *rest]
    return facts


def _text(at: datetime) -> str:
    return at.isoformat()

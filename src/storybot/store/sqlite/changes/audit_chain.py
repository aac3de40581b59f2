"""The audit as a hash chain, written in the transaction of what it records.

`verify` recomputes the chain and compares each line with the change, the grant and the
versions as they stand in the file: whichever of them was altered, the first break is found.
"""

from collections.abc import Sequence

import aiosqlite

from storybot.model.audit import Actor, AuditEntry, AuditReport
from storybot.store.layout.audit_lines import Ref, audit_line, chain_hash, read_line

_CHANGE = """
    SELECT c.number, c.at, c.actor, c.action, c.document, c.title, c.reason, c.undoes,
           c.before_state, lower(hex(b.hash)), c.after_state, lower(hex(a.hash))
    FROM changes c
    LEFT JOIN versions b ON b.document = c.document AND b.number = c.before_version
    LEFT JOIN versions a ON a.document = c.document
        AND a.number = CASE WHEN c.action = 'wait' THEN c.brought ELSE c.after_version END
"""
_OF = {
    "change": f"{_CHANGE} WHERE c.number",
    "grant": "SELECT number, at, actor, user, name, granted FROM grants WHERE number",
}
_INSERT = "INSERT INTO audit (kind, ref, name, place, line, hash) VALUES (?, ?, ?, ?, ?, ?)"


async def begin(database: aiosqlite.Connection) -> None:
    """Write the lines of all changes so far, if there is none: the database is older than them.

    To be called in each transaction before it changes anything.
    """
    if await _head(database) is None:
        head = ""
        for ref in await _refs(database):
            line = await _line(database, ref, "", "")
            head = chain_hash(head, line)
            await database.execute(_INSERT, (*ref, "", "", line, head))


async def append(
    database: aiosqlite.Connection, actors: Sequence[str], kind: str, first: int
) -> None:
    """Write the lines of changes or grants in a row, inside the transaction that made them."""
    head = await _head(database) or ""
    lines: list[tuple[str, int, str, str, str, str]] = []
    found = await database.execute_fetchall(
        f"{_OF[kind]} BETWEEN ? AND ? ORDER BY 1", (first, first + len(actors) - 1)
    )
    for actor, row in zip(actors, found, strict=True):
        name, place = (actor.name, actor.place) if isinstance(actor, Actor) else ("", "")
        ref = (kind, row[0])
        line = audit_line(ref, name, place, row)
        head = chain_hash(head, line)
        lines.append((*ref, name, place, line, head))
    await database.executemany(_INSERT, lines)


async def entries(database: aiosqlite.Connection, below: int, most: int) -> list[AuditEntry]:
    """Return lines with numbers below one, newest first."""
    found = await database.execute_fetchall(
        "SELECT number, line, hash FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
        (below, most),
    )
    return [read_line(*row) for row in found]


async def verify(database: aiosqlite.Connection) -> AuditReport:
    """Recompute the chain, and compare it with what it records."""
    head, count = "", 0
    covered: set[Ref] = set()
    async with database.execute(
        "SELECT number, kind, ref, name, place, line, hash FROM audit ORDER BY number"
    ) as found:
        async for number, kind, ref, name, place, line, hash in found:
            count += 1
            if number != count:
                return AuditReport(count - 1, count, "a line is missing", head)
            if hash != chain_hash(head, line):
                return AuditReport(count - 1, number, "its hash does not fit", head)
            if line != await _line(database, (kind, ref), name, place):
                problem = "it differs from what the database says was changed"
                return AuditReport(count - 1, number, problem, head)
            head = hash
            covered.add((kind, ref))
    if count and (missing := [ref for ref in await _refs(database) if ref not in covered]):
        kind, ref = missing[0]
        return AuditReport(count, count + 1, f"{kind} {ref} has no line", head)
    return AuditReport(count, None, "", head)


async def _head(database: aiosqlite.Connection) -> str | None:
    found = list(
        await database.execute_fetchall("SELECT hash FROM audit ORDER BY number DESC LIMIT 1")
    )
    return str(found[0][0]) if found else None


async def _refs(database: aiosqlite.Connection) -> list[Ref]:
    """Return what has to have a line, in the order in which it happened."""
    found = await database.execute_fetchall(
        "SELECT 'change', number, at FROM changes UNION ALL SELECT 'grant', number, at FROM grants"
        " ORDER BY 3, 1, 2"
    )
    return [(kind, number) for kind, number, _ in found]


async def _line(database: aiosqlite.Connection, ref: Ref, name: str, place: str) -> str:
    """Describe a change or grant as the database has it now; empty where it is gone."""
    kind, number = ref
    found = list(await database.execute_fetchall(f"{_OF[kind]} = ?", (number,)))
    return audit_line(ref, name, place, found[0]) if found else ""

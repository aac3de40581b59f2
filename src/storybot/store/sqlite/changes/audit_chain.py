"""The audit as a hash chain, written in the transaction of what it records.

A line is JSON with everything about a change or a grant; its hash covers the hash of the line
before. `verify` recomputes the chain and compares each line with the change, the grant and the
versions as they stand in the file: whichever of them was altered, the first break is found.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiosqlite

from storybot.model.audit import Actor, AuditEntry, AuditReport

_CHANGE = """
    SELECT c.number, c.at, c.actor, c.action, c.document, c.title, c.reason, c.undoes,
           c.before_state, lower(hex(b.hash)), c.after_state, lower(hex(a.hash))
    FROM changes c
    LEFT JOIN versions b ON b.document = c.document AND b.number = c.before_version
    LEFT JOIN versions a ON a.document = c.document
        AND a.number = CASE WHEN c.action = 'wait' THEN c.brought ELSE c.after_version END
"""
_GRANT = "SELECT number, at, actor, user, name, granted FROM grants"


async def begin(database: aiosqlite.Connection) -> None:
    """Write the lines of all changes so far, if there is none: the database is older than them.

    To be called in each transaction before it changes anything.
    """
    if await _head(database) is None:
        head = ""
        for ref in await _refs(database):
            head = await _write(database, head, ref, "", "")


async def append(database: aiosqlite.Connection, actor: str, kind: str, number: int) -> None:
    """Write the line of a change or grant, inside the transaction that made it."""
    name, place = (actor.name, actor.place) if isinstance(actor, Actor) else ("", "")
    await _write(database, await _head(database) or "", (kind, number), name, place)


async def entries(database: aiosqlite.Connection, below: int, most: int) -> list[AuditEntry]:
    """Return lines with numbers below one, newest first."""
    found = await database.execute_fetchall(
        "SELECT number, line, hash FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?",
        (below, most),
    )
    return [_read(*row) for row in found]


async def verify(database: aiosqlite.Connection) -> AuditReport:
    """Recompute the chain, and compare it with what it records."""
    head, count = "", 0
    covered: set[tuple[str, int]] = set()
    async with database.execute(
        "SELECT number, kind, ref, name, place, line, hash FROM audit ORDER BY number"
    ) as found:
        async for number, kind, ref, name, place, line, hash in found:
            count += 1
            if number != count:
                return AuditReport(count - 1, count, "a line is missing", head)
            if hash != _hash(head, line):
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


async def _write(
    database: aiosqlite.Connection, head: str, ref: tuple[str, int], name: str, place: str
) -> str:
    line = await _line(database, ref, name, place)
    hash = _hash(head, line)
    await database.execute(
        "INSERT INTO audit (kind, ref, name, place, line, hash) VALUES (?, ?, ?, ?, ?, ?)",
        (*ref, name, place, line, hash),
    )
    return hash


async def _head(database: aiosqlite.Connection) -> str | None:
    found = list(
        await database.execute_fetchall("SELECT hash FROM audit ORDER BY number DESC LIMIT 1")
    )
    return str(found[0][0]) if found else None


async def _refs(database: aiosqlite.Connection) -> list[tuple[str, int]]:
    """Return what has to have a line, in the order in which it happened."""
    found = await database.execute_fetchall(
        "SELECT 'change', number, at FROM changes UNION ALL SELECT 'grant', number, at FROM grants"
        " ORDER BY 3, 1, 2"
    )
    return [(kind, number) for kind, number, _ in found]


async def _line(database: aiosqlite.Connection, ref: tuple[str, int], name: str, place: str) -> str:
    """Describe a change or grant as the database has it now; empty where it is gone."""
    kind, number = ref
    sql = f"{_CHANGE} WHERE c.number = ?" if kind == "change" else f"{_GRANT} WHERE number = ?"
    found = list(await database.execute_fetchall(sql, (number,)))
    if not found:
        return ""
    fields = _change(found[0]) if kind == "change" else _grant(found[0])
    facts = {"kind": kind, "ref": number, "name": name, "place": place, **fields}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _change(row: Sequence[Any]) -> dict[str, Any]:
    _, at, actor, action, document, title, reason, undoes, old_state, old, state, new = row
    return {
        "at": at,
        "actor": actor,
        "action": action,
        "subject": str(document),
        "title": title,
        "before": f"{old_state} {old}" if old_state else "",
        "after": f"{state} {new}",
        "reason": reason,
        "undoes": undoes,
    }


def _grant(row: Sequence[Any]) -> dict[str, Any]:
    _, at, actor, user, name, granted = row
    action, after = ("grant", "moderator") if granted else ("revoke", "")
    return {
        "at": at,
        "actor": actor,
        "action": action,
        "subject": str(user),
        "title": name,
        "before": "" if granted else "moderator",
        "after": after,
        "reason": "",
    }


def _hash(head: str, line: str) -> str:
    return hashlib.sha256(f"{head}\n{line}".encode()).hexdigest()


def _read(number: int, line: str, hash: str) -> AuditEntry:
    facts = json.loads(line)
    return AuditEntry(
        number=number,
        at=datetime.fromisoformat(facts["at"]),
        **{
            field: str(facts[field])
            for field in (
                *("actor", "name", "place", "action", "subject", "title"),
                *("before", "after", "reason"),
            )
        },
        hash=hash,
    )

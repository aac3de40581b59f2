"""The lines of the audit, the same bytes whichever database stores them.

A line is JSON with everything about a change or a grant; its hash covers the hash of the line
before.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storybot.model.audit import AuditEntry

Ref = tuple[str, int]
"""What a line is about: ``change`` or ``grant``, and its number."""


def audit_line(ref: Ref, name: str, place: str, row: Sequence[Any]) -> str:
    """Describe a change or grant by its row in the database.

    Of a change: number, time as text, actor, action, document, title, reason, the change that it
    undoes, state and hex hash of the version before (None if there was none), and of the one after.
    Of a grant: number, time as text, actor, user, name, whether granted.
    """
    kind, number = ref
    fields = _change(row) if kind == "change" else _grant(row)
    facts = {"kind": kind, "ref": number, "name": name, "place": place, **fields}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def chain_hash(head: str, line: str) -> str:
    """Return the hash of a line; ``head`` is the one before, empty for the first."""
    return hashlib.sha256(f"{head}\n{line}".encode()).hexdigest()


def read_line(number: int, line: str, hash: str) -> AuditEntry:
    """Read a line."""
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

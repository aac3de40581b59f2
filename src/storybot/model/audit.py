"""The audit as a chain: each line holds the hash of the one before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self


class Actor(str):  # noqa: SLOT000 - a string cannot have slots with values
    """Who changes something, as the audit names them, with the name and the place it was done."""

    name: str
    place: str

    def __new__(cls, id: str, name: str = "", place: str = "") -> Self:
        """Return the id as a string that carries the rest."""
        made = super().__new__(cls, id)
        made.name, made.place = name, place
        return made


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of the audit."""

    number: int
    at: datetime
    actor: str
    name: str
    place: str
    action: str
    """An `Action`, or grant and revoke."""
    subject: str
    """The article's id, or the id of the person who got or lost a right."""
    title: str
    """The article's title, or that person's name."""
    before: str
    """State and hash of what was there, ``live 3f2a…``; empty for nothing."""
    after: str
    reason: str
    hash: str
    """Of this line and the one before it, in hexadecimal."""


class AuditReport(NamedTuple):
    """The outcome of verifying the audit."""

    lines: int
    broken: int | None
    """Number of the first line that does not fit; None for none."""
    problem: str
    head: str
    """Hash of the last line: noted elsewhere, it proves that no end was cut off."""

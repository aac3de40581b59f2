"""What the doctor found: how bad it is, in which check, and what to do about it."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """How bad a finding is; also the exit code of the worst, as monitoring programs expect it."""

    OK = 0
    WARNING = 1
    BROKEN = 2


class Finding(NamedTuple):
    """The result of one check."""

    level: Level
    check: str
    """What was looked at: a name that stays the same, for programs."""
    text: str
    advice: str = ""
    """What to do about it."""

    def dump(self) -> dict[str, str]:
        """Return it as JSON has it."""
        return self._asdict() | {"level": self.level.name.lower()}


def ok(check: str, text: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(Level.OK, check, text)


def warning(check: str, text: str, advice: str) -> Finding:
    """Say what may go wrong, or goes unused."""
    return Finding(Level.WARNING, check, text, advice)


def broken(check: str, text: str, advice: str) -> Finding:
    """Say what keeps the bot from its work."""
    return Finding(Level.BROKEN, check, text, advice)


def worst(findings: Iterable[Finding]) -> Level:
    """Return the level of the worst finding."""
    return max((finding.level for finding in findings), default=Level.OK)

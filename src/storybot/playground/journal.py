"""A log of all calls by bots, for tests and for the page."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_KEPT = 10_000


@dataclass(frozen=True)
class Recorded:
    """A recorded call of the Bot API."""

    method: str
    parameters: dict[str, Any]
    code: int
    description: str = ""


@dataclass
class Journal:
    """Every call, and the parameters that Telegram would have ignored."""

    calls: deque[Recorded] = field(default_factory=lambda: deque(maxlen=_KEPT))
    unknown_parameters: list[tuple[str, str]] = field(default_factory=list)
    """(method, parameter): Telegram ignores them in silence, and so hides a misspelling."""

    def note(self, method: str, parameters: Mapping[str, Any], code: int, said: str = "") -> None:
        """Write a call down."""
        self.calls.append(Recorded(method, dict(parameters), code, said))

    def of(self, method: str) -> list[Recorded]:
        """Return the calls of one method, oldest first."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def refused(self) -> list[Recorded]:
        """Return the calls that were answered with an error."""
        return [call for call in self.calls if call.code >= 400]  # noqa: PLR2004

"""Fault injection between a bot and Telegram.

A fault waits for matching calls and spoils them, once or ``times`` times. With ``after``, the call
has been executed by the time the response is lost or spoiled.
"""

from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal["drop", "status", "html", "malformed", "bad_utf8", "delay", "flood"]


@dataclass
class Fault:
    """A fault to inject.

    ``status`` responds with that code and Telegram's error body, ``html`` with a proxy's page,
    ``malformed`` and ``bad_utf8`` with an unreadable body, ``drop`` breaks the connection,
    ``delay`` responds after that many seconds, ``flood`` responds 429 with that many.
    """

    kind: FaultKind
    method: str = ""
    """Empty for every method."""
    chat_id: str = ""
    """Empty for every chat."""
    times: int = 1
    """How many calls it spoils."""
    code: int = 502
    seconds: float = 0
    after: bool = False

    def fits(self, method: str, chat_id: str) -> bool:
        """Return whether it applies to the call."""
        return (
            self.times > 0
            and self.method.lower() in {"", method.lower()}
            and self.chat_id in {"", chat_id}
        )


@dataclass
class Faults:
    """Pending faults; the first that matches applies."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Let something go wrong."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        self.waiting.clear()

    def take(self, method: str, chat_id: str) -> Fault | None:
        """Return the fault for a call and count it."""
        for fault in self.waiting:
            if fault.fits(method, chat_id):
                fault.times -= 1
                return fault
        return None

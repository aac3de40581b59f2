"""Trouble on demand: what goes wrong between a bot and Telegram.

A fault waits for calls that it fits and spoils them, once or as often as it says. Where the fault
is ``after``, the call has been carried out when the answer is lost or spoiled.
"""

from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal["drop", "status", "html", "malformed", "bad_utf8", "delay", "flood"]


@dataclass
class Fault:
    """One thing that goes wrong.

    ``status`` answers with that code and Telegram's error body, ``html`` with a proxy's page,
    ``malformed`` and ``bad_utf8`` with a body that cannot be read, ``drop`` breaks the connection,
    ``delay`` waits that many seconds and then answers, ``flood`` answers 429 with that many.
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
        """Say whether it spoils that call."""
        return (
            self.times > 0
            and self.method.lower() in {"", method.lower()}
            and self.chat_id in {"", chat_id}
        )


@dataclass
class Faults:
    """The faults that wait for their call, first come first."""

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

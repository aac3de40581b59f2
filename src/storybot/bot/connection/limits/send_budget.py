"""How many messages may go out in all, whoever they are to: of one process, or of several."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

MARGIN = 0.1
"""Telegram sees calls a little later than they were made, and not all as much later."""
_ALL = (30, 1.0)
"""How many messages in how many seconds."""
_GIVE_WAY_SECONDS = 0.02


class Window:
    """Sliding-window limit: at most N messages per S seconds."""

    def __init__(self, most: int, seconds: float) -> None:
        self._sent: deque[float] = deque(maxlen=most)
        self._seconds = seconds + MARGIN

    def wait(self, now: float) -> float:
        """Return the seconds until there is room."""
        full = len(self._sent) == self._sent.maxlen
        return max(self._sent[0] + self._seconds - now, 0.0) if full else 0.0

    def wait_for_half(self, now: float) -> float:
        """Return the seconds until half of it is free."""
        live = [at + self._seconds for at in self._sent if at + self._seconds > now]
        most = (self._sent.maxlen or 0) // 2
        return live[-most - 1] - now if len(live) > most else 0.0

    def note(self, now: float) -> None:
        """Count a message."""
        self._sent.append(now)

    def is_idle(self, now: float) -> bool:
        """Tell whether nothing of it is used."""
        return not self._sent or self._sent[-1] + self._seconds <= now


class SendBudget(Protocol):
    """The limit that all chats share."""

    async def take(self) -> None:
        """Wait until one more message may go out, and count it."""

    async def wait_for_half(self) -> float:
        """Return the seconds until half of it is free and nobody waits for it."""


class OwnBudget:
    """The budget of a bot that is one process."""

    def __init__(self, now: Callable[[], float], sleep: Callable[[float], Awaitable[None]]) -> None:
        self._now = now
        self._sleep = sleep
        self._window = Window(*_ALL)
        self._gate = asyncio.Lock()

    async def take(self) -> None:
        """Wait until one more message may go out, and count it."""
        async with self._gate:
            while (wait := self._window.wait(self._now())) > 0:
                await self._sleep(wait)
            self._window.note(self._now())

    async def wait_for_half(self) -> float:
        """Return the seconds until half of it is free and nobody waits for it."""
        waited_for = _GIVE_WAY_SECONDS if self._gate.locked() else 0.0
        return max(self._window.wait_for_half(self._now()), waited_for)

"""Time for the playground: the real clock, or one moved by hand."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
GUARD_SECONDS = 60.0
"""How long to wait for what has to come, on however busy a machine."""


class Clock:
    """The real time."""

    def now(self) -> float:
        """Return seconds since 1970."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Return when that many seconds have passed on this clock."""
        await self.until(self.now() + seconds)

    async def until(self, when: float) -> None:
        """Return when this clock shows that time."""
        await asyncio.sleep(max(when - self.now(), 0))

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait for the event, at most that many seconds; return whether it was set."""
        deadline = self.now() + seconds
        waiting = [
            asyncio.ensure_future(event.wait()),
            asyncio.ensure_future(self.until(deadline)),
        ]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
        return event.is_set()


class ManualClock(Clock):
    """A clock that only moves on ``advance``."""

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self._now = start
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def now(self) -> float:
        """Return the time that the last ``advance`` reached."""
        return self._now

    @property
    def sleepers(self) -> list[float]:
        """The deadlines of all sleepers."""
        return sorted(when for when, _ in self._sleepers)

    async def until(self, when: float) -> None:
        """Return when ``advance`` has moved the clock that far."""
        if when <= self._now:
            return
        sleeper = (when, asyncio.Event())
        self._sleepers.append(sleeper)
        try:
            await sleeper[1].wait()
        finally:
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)

    def advance(self, seconds: float) -> None:
        """Move the clock and wake every sleeper whose deadline has passed."""
        self._now += seconds
        due = [woken for when, woken in self._sleepers if when <= self._now]
        self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > self._now]
        for woken in due:
            woken.set()


class Bell:
    """Rung at every change; lets a caller wait for a state without polling."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    @property
    def next_ring(self) -> asyncio.Event:
        """The event that the next ring sets."""
        return self._rung

    def ring(self) -> None:
        """Wake all waiters."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def until(self, ready: Callable[[], T | None], timeout: float) -> T:  # noqa: ASYNC109
        """Return the first value of ``ready`` that is not None, checking again at each ring.

        The timeout is in real seconds: it guards the caller and is not part of the simulation.

        Raises:
            TimeoutError: nothing was ready in time.
        """
        async with asyncio.timeout(timeout):
            while (value := ready()) is None:
                await self._rung.wait()
        return value

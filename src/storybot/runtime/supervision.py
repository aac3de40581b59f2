"""Run background tasks and restart those that die, so that one error never ends a service.

A task that dies is logged, counted, and listed in `Supervisor.failing` until it has run for as long
as its last pause. A task that returns is done and not restarted.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

from storybot.runtime.backoff import Backoff

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0

Work = Callable[[], Coroutine[Any, Any, object]]
"""Starts the work afresh at each call."""


class _Health:
    """The state of one task."""

    def __init__(self) -> None:
        self.backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        self.steady_from = 0.0
        """When it will have run long enough after a failure; infinite while it waits."""


class Supervisor:
    """Keeps background tasks running; ``on_death`` receives the name of each that dies."""

    def __init__(
        self,
        on_death: Callable[[str], None] = lambda _: None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._on_death = on_death
        self._now = now
        self._sleep = sleep
        self._health: dict[str, _Health] = {}

    @property
    def failing(self) -> list[str]:
        """Names of the tasks that died and have not been stable since."""
        now = self._now()
        return [name for name, health in self._health.items() if health.steady_from > now]

    @asynccontextmanager
    async def running(self, works: Mapping[str, Work]) -> AsyncIterator[None]:
        """Run each task under its name while the context lasts, then cancel the rest."""
        tasks = [asyncio.create_task(self._keep(name, work)) for name, work in works.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, name: str, work: Work) -> None:
        health = self._health[name] = _Health()
        while True:
            try:
                await work()
            except Exception:  # noqa: BLE001 - whatever it was, the task is started again
                if health.steady_from <= self._now():
                    health.backoff.reset()
                pause = health.backoff.pause()
                health.steady_from = float("inf")
                self._on_death(name)
                _log.exception("Background task %r died; restart in %.0f s.", name, pause)
                await self._sleep(pause)
                health.steady_from = self._now() + pause
            else:
                health.steady_from = 0.0
                return

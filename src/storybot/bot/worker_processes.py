"""Run workers as processes of this machine, and a new one for each that ends."""

import asyncio
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import NoReturn

from storybot.model.errors import SettingError, StoreError, WorkerGaveUp
from storybot.runtime.backoff import Backoff
from storybot.runtime.supervision import Work
from storybot.store.inbox import Inbox

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 4.0
_STEADY_SECONDS = 10.0
"""A worker that ran for so long is begun again at once when it ends."""
_OF_THE_SERVICE = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}
"""By which the service manager hears of this process, and of no other one."""
_STOP_SECONDS = 15.0
"""Longer than a worker takes to finish what it has in hand."""
_LAST_PORT = 65_535
_FOR_GOOD = {2, 78}
"""Exit codes of a wrong setting, and of who is not let in: another worker would end alike."""


def check_ports(http: str, count: int) -> None:
    """Check that there are ports for so many workers above the one of this process.

    Raises:
        SettingError: there are not that many.
    """
    port = int(http.rpartition(":")[2] or 0)
    if port and port + count > _LAST_PORT:
        raise SettingError(
            f"STORYBOT_HTTP: {count} workers listen at the ports after {port}, and the last one is"
            f" {_LAST_PORT}; choose a smaller one."
        )


class WorkerProcesses:
    """Starts workers, gives back what those held that died, and stops them in order.

    Each has a name that no other process had, by which it holds its chats, and a pipe whose end
    tells it that this process is gone.
    """

    def __init__(self, inbox: Inbox, http: str) -> None:
        self._inbox = inbox
        self._http = http
        self._running: set[asyncio.subprocess.Process] = set()
        self._given_up = asyncio.Event()
        self._last = (0, 0)
        """The worker that gave up, and its exit code."""

    async def gave_up(self) -> NoReturn:
        """Wait until a worker ends for good.

        Raises:
            WorkerGaveUp: one did.
        """
        await self._given_up.wait()
        raise WorkerGaveUp(*self._last)

    @asynccontextmanager
    async def running(self, count: int) -> AsyncIterator[Work]:
        """Yield the work that keeps so many workers running; on exit they are stopped."""

        async def keep() -> None:
            try:
                async with asyncio.TaskGroup() as tasks:
                    for number in range(1, count + 1):
                        tasks.create_task(self._keep(number))
            except Exception:  # the supervisor begins again, with a set of its own
                await self._stop()
                raise

        try:
            yield keep
        finally:
            await self._stop()

    async def _keep(self, number: int) -> None:
        """Run a worker, and another one each time that it ends, unless that is for good."""
        loop = asyncio.get_running_loop()
        backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        while True:
            name, begun = worker_name(number), loop.time()
            try:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "storybot", "worker", "--name", name),
                    stdin=asyncio.subprocess.PIPE,
                    env=self._environment(number),
                )
            except OSError as error:
                _log.error("Worker %d cannot be started: %s", number, error)
                await asyncio.sleep(backoff.pause())
                continue
            self._running.add(process)
            code = await process.wait()
            self._running.discard(process)
            with suppress(StoreError):  # else its lease runs out
                await self._inbox.as_worker(name).release()
            if code in _FOR_GOOD:
                self._last = number, code
                self._given_up.set()
                return
            _log.warning("Worker %d ended with %d; another takes its place.", number, code)
            if loop.time() - begun >= _STEADY_SECONDS:
                backoff.reset()
            await asyncio.sleep(backoff.pause())

    def _environment(self, number: int) -> Mapping[str, str]:
        """Give each worker an address of its own for health and metrics: the next ports."""
        host, _, port = self._http.rpartition(":")
        own = f"{host}:{int(port) and int(port) + number}" if self._http else ""
        inherited = {k: v for k, v in os.environ.items() if k not in _OF_THE_SERVICE}
        return inherited | {"STORYBOT_HTTP": own, "STORYBOT_WORKERS": "1"}

    async def _stop(self) -> None:
        """Let all finish what they have in hand; kill what takes too long."""
        processes, self._running = self._running, set()
        for process in processes:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        ends = [asyncio.create_task(process.wait()) for process in processes]
        if not ends:
            return
        _, late = await asyncio.wait(ends, timeout=_STOP_SECONDS)
        if late:
            _log.warning("%d workers are killed, for they did not end.", len(late))
            for process in processes:
                with suppress(ProcessLookupError):
                    process.kill()
            await asyncio.wait(ends)


def worker_name(number: int | str) -> str:
    """Return a name for a worker that no process has had."""
    return f"{socket.gethostname()}-{number}-{secrets.token_hex(6)}"

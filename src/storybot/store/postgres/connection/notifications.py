"""Notifications: other processes say that something changed; a connection of its own listens."""

import asyncio
import logging
from contextlib import suppress
from typing import Any, Self

import asyncpg

from storybot.store.postgres.connection import server_errors
from storybot.store.postgres.connection.pool import connect
from storybot.store.postgres.connection.target import Target

_log = logging.getLogger(__name__)
_CHANNEL = "SELECT left('storybot:' || current_schema(), 63)"
_PAUSE_SECONDS = 1.0


class Notifications:
    """What other processes say about a story; made by `open`.

    It is only a hint to look sooner: whoever waits looks also when the time is up, for a
    notification that came while the connection was lost is not delivered later.
    """

    def __init__(self, target: Target) -> None:
        self._target = target
        self._waiters: dict[str, asyncio.Event] = {}
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    def open(cls, target: Target) -> Self:
        """Begin to listen, in the background."""
        return cls(target)

    async def close(self) -> None:
        """Stop listening; calling it twice is allowed."""
        self._listening.cancel()
        await asyncio.wait({self._listening})

    async def wait(self, topic: str, seconds: float) -> bool:
        """Wait until somebody says that this has changed, or until the time is up: False then.

        What was said since the last wait ended counts.
        """
        if self._listening.done():
            self._listening.result()  # it never ends well
        event = self._waiters.setdefault(topic, asyncio.Event())
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        told = event.is_set()
        event.clear()
        return told

    async def _listen(self) -> None:
        is_said = False
        while True:
            try:
                await self._listen_until_lost()
                is_said = False
            except Exception as error:
                if not server_errors.is_failure(error):
                    raise
                level = logging.DEBUG if is_said else logging.WARNING  # once an outage
                is_said = True
                _log.log(
                    level,
                    "Not told of changes by the database %s, looking from time to time: %s",
                    self._target.shown,
                    server_errors.reason(error),
                )
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _listen_until_lost(self) -> None:
        connection = await connect(self._target)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            channel = await connection.fetchval(_CHANNEL)
            await connection.add_listener(channel, self._tell)
            for event in self._waiters.values():  # what was said before is not known
                event.set()
            await lost.wait()
        finally:
            connection.terminate()

    def _tell(
        self, _: "asyncpg.Connection[Any] | Any", pid: int, channel: str, payload: object
    ) -> None:
        del pid, channel
        self._waiters.setdefault(str(payload), asyncio.Event()).set()

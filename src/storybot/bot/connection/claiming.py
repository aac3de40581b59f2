"""Claim updates from the inbox, as one of several workers, and have them handled."""

import asyncio
import logging
from typing import NoReturn

from storybot.bot.connection.handling import Handling
from storybot.bot.http.heartbeat import Heartbeat
from storybot.model.errors import StoreError
from storybot.runtime.backoff import Backoff
from storybot.store.inbox import Claims
from storybot.store.workers import WorkerLinks

_log = logging.getLogger(__name__)

LEASE_SECONDS = 10.0
"""For how long nobody else takes over what a worker holds that shows no sign of life."""
_RENEW_SECONDS = 2.0
_LOOK_SECONDS = 1.0
_MOST_IN_HAND = 64
"""Enough for chats that may not be written to for a while; the rest is left to others."""
_CHATS_AT_ONCE = 16
"""Few, so that a burst is spread over the workers."""
_FULL_PAUSE = 0.02
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0


class Claiming:
    """Claims chats while there is room, and keeps the lease of those that it has."""

    def __init__(
        self, claims: Claims, links: WorkerLinks, handling: Handling, heartbeat: Heartbeat
    ) -> None:
        self._claims = claims
        self._links = links
        self._handling = handling
        self._heartbeat = heartbeat
        self._renewing: asyncio.Task[NoReturn] | None = None

    async def run(self) -> None:
        """Claim and have handled what is claimed, until it is cancelled; the lease is kept on.

        Raises:
            ClaimLost: the worker has been taken for dead, and has to begin anew.
        """
        self._renewing = asyncio.create_task(self._renew())
        claiming = asyncio.create_task(self._claim())
        try:
            done, _ = await asyncio.wait(
                {self._renewing, claiming}, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                task.result()
        finally:
            claiming.cancel()
            await asyncio.wait({claiming})

    async def _renew(self) -> NoReturn:
        while True:
            await asyncio.sleep(_RENEW_SECONDS)
            try:
                await self._claims.renew(LEASE_SECONDS)
                self._heartbeat.beat()
            except StoreError as error:
                _log.warning("The lease could not be extended: %s", error)

    async def _claim(self) -> NoReturn:
        backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
        newest = False
        while True:
            room = min(_MOST_IN_HAND - len(self._handling), _CHATS_AT_ONCE)
            if room <= 0:
                await asyncio.sleep(_FULL_PAUSE)
                continue
            newest = not newest  # by turns: who writes now, and who has waited longest
            try:
                found = await self._claims.claim(room, LEASE_SECONDS, newest=newest)
            except StoreError as error:
                _log.warning("No updates could be claimed: %s", error)
                await asyncio.sleep(backoff.pause())
                continue
            backoff.reset()
            self._heartbeat.beat()
            await self._handling.resume(found)
            if not found:
                await self._links.wait_for_updates(_LOOK_SECONDS)

    async def release(self) -> None:
        """Let the lease go, and with it everything that is not finished."""
        if self._renewing:
            self._renewing.cancel()
            await asyncio.wait({self._renewing})
        try:
            await self._claims.release()
        except StoreError as error:
            _log.warning("What this worker holds is free in %.0f s: %s", LEASE_SECONDS, error)

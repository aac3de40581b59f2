"""The connection to Telegram: made with patience, polled for updates, ended in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from telegram.constants import UpdateType
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest

_log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = (UpdateType.MESSAGE, UpdateType.INLINE_QUERY, UpdateType.CALLBACK_QUERY)
"""What has a handler; Telegram remembers the list of the last call."""
_REFUSALS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}
_CONNECTIONS = 4
"""One would do, but for calls that time out and keep theirs for a while."""
_POLL_SECONDS = 30
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_STOP_POLLING_SECONDS = 2.0
_DRAIN_SECONDS = 6.0
"""Together with the above well under the 10 s after which service managers kill."""


class PollingRequest(HTTPXRequest):
    """Calls getUpdates, and notices when Telegram no longer takes the token.

    The library ends its polling quietly in that case; a deaf bot should not look alive.
    """

    def __init__(self) -> None:
        super().__init__(connection_pool_size=_CONNECTIONS)
        self.refused = asyncio.Event()
        """Set when Telegram has answered that it does not know the token."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request and look at the status of its answer."""
        status, body = await super().do_request(*args, **kwargs)
        if status in _REFUSALS:
            self.refused.set()
        return status, body


@asynccontextmanager
async def connected(app: App, stopped: asyncio.Event) -> AsyncIterator[None]:
    """Connect to Telegram, again and again until it answers or the bot is stopped.

    Raises:
        InvalidToken: Telegram does not accept the token.
    """
    try:
        await _connect(app, stopped)
        yield
    finally:
        await app.shutdown()


async def _connect(app: App, stopped: asyncio.Event) -> None:
    pause = _FIRST_PAUSE
    while not stopped.is_set():
        try:
            await _unless(stopped, app.initialize())
        except InvalidToken:
            raise
        except TelegramError as error:
            _log.warning("Telegram cannot be reached, next try in %.0f s: %s", pause, error)
            await _unless(stopped, asyncio.sleep(pause))
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


@asynccontextmanager
async def polling(app: App, stopped: asyncio.Event) -> AsyncIterator[None]:
    """Fetch and handle updates; in the end finish what was begun, but not for long.

    Raises:
        InvalidToken: Telegram no longer accepts the token.
    """
    if stopped.is_set():
        yield
        return
    await app.start()
    try:
        await _start_polling(app, stopped)
        yield
    finally:
        _log.info("Stopping.")
        try:
            if app.updater and app.updater.running:
                await _within(_STOP_POLLING_SECONDS, app.updater.stop())
        finally:
            await _within(_DRAIN_SECONDS, app.stop())


async def first(*events: asyncio.Event) -> None:
    """Wait until one of the events is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def _start_polling(app: App, stopped: asyncio.Event) -> None:
    """Start to poll; without a network that takes until there is one or the bot is stopped."""
    assert app.updater, "built with one"
    starting = app.updater.start_polling(
        timeout=_POLL_SECONDS,
        bootstrap_retries=-1,
        allowed_updates=ALLOWED_UPDATES,
        error_callback=_log_polling_error,
    )
    await _unless(stopped, starting)


async def _unless(stopped: asyncio.Event, work: Coroutine[Any, Any, object]) -> None:
    """Do some work, and break it off where the bot is stopped first."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        working.result()
    working.cancel()
    await asyncio.wait({working})


async def _within(seconds: float, ending: Coroutine[Any, Any, None]) -> None:
    try:
        await asyncio.wait_for(ending, seconds)
    except TimeoutError:
        _log.warning("Not everything that was begun could be finished in %.0f s.", seconds)


def _log_polling_error(error: TelegramError) -> None:
    _log.warning("Updates could not be fetched: %s", error)

"""The connection to Telegram: made with patience, by polling or by webhook, ended in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from storybot.bot.connection.failures import App
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.webhook_endpoint import WebhookEndpoint
from storybot.model.errors import TokenRevoked
from storybot.runtime.backoff import Backoff

_log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 4.0
_SECONDS_BETWEEN_CHECKS = 20.0
_SECONDS_TO_CONFIRM = 1.0
REVOKED = (
    "TELEGRAM_BOT_TOKEN: {} does not accept this token any more."
    " @BotFather shows the bot's current one."
)


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
        await app.bot.shutdown()  # where it was not initialized whole, the application leaves it


async def _connect(app: App, stopped: asyncio.Event) -> None:
    backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
    while not stopped.is_set():
        try:
            await unless(stopped, app.initialize())
        except InvalidToken:
            raise
        except TelegramError as error:
            pause = backoff.pause()
            _log.warning("Telegram cannot be reached, next try in %.1f s: %s", pause, error)
            await unless(stopped, asyncio.sleep(pause))
        else:
            return


async def unless(stopped: asyncio.Event, work: Coroutine[Any, Any, object]) -> None:
    """Do some work, and break it off where the bot is stopped first."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        stopping.cancel()
        working.cancel()
        await asyncio.wait({working})


async def keep_webhook(
    bot: Bot, webhook: WebhookEndpoint, heartbeat: Heartbeat, allowed: Sequence[str]
) -> None:
    """Have updates delivered, and look after it: nobody writing is no sign of trouble.

    Raises:
        TokenRevoked: Telegram does not accept the token any more.
    """
    is_ours, backoff = False, Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
    while True:
        try:
            if not is_ours:
                await bot.set_webhook(
                    webhook.url, secret_token=webhook.secret, allowed_updates=allowed
                )
            info = await bot.get_webhook_info()
            is_ours = info.url == webhook.url
            if is_ours and not info.pending_update_count:
                heartbeat.beat()
            backoff.reset()
            await asyncio.sleep(_SECONDS_BETWEEN_CHECKS if is_ours else _FIRST_PAUSE)
        except InvalidToken:
            await confirm_refusal(bot)
        except TelegramError as error:
            _log.warning("The webhook could not be looked after: %s", error)
            await asyncio.sleep(backoff.pause())


async def confirm_refusal(bot: Bot) -> None:
    """Ask once more after a token was refused; it may have been a gateway's mistake.

    Raises:
        TokenRevoked: it is refused again.
    """
    await asyncio.sleep(_SECONDS_TO_CONFIRM)
    try:
        await bot.get_me()
    except InvalidToken:
        # The library's message may hold the token, and so may a traceback that leads back to it.
        raise TokenRevoked(REVOKED.format(bot.base_url.rpartition("/bot")[0])) from None
    except TelegramError as error:
        _log.warning("Telegram cannot be reached: %s", error)

"""Deliver updates to webhooks in order, retrying until they are acknowledged.

Follows Telegram's Bot API server: any 2xx acknowledges; otherwise it retries after a pause that
doubles up to a minute, or that the receiver sets in ``Retry-After``, until the update expires. One
update is in flight at a time. A method in the response's body is executed.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx

from storybot.playground.botapi.call import call
from storybot.playground.objects.refusal import BotApiError
from storybot.playground.world.bots import Bot
from storybot.playground.world.telegram import Telegram
from storybot.playground.world.updates import Queued

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_LONGEST_NAMED_PAUSE = 3600.0
_ANSWER_SECONDS = 60.0


@asynccontextmanager
async def delivering(telegram: Telegram) -> AsyncIterator[None]:
    """Deliver the updates of every bot that has a webhook while the context lasts."""
    task = asyncio.create_task(_Deliveries(telegram).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class _Deliveries:
    """Runs one courier for each bot with a webhook."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._couriers: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Start and stop couriers as webhooks are set and deleted."""
        try:
            while True:
                changed = self._telegram.bell.next_ring
                for bot in list(self._telegram.bots.values()):
                    self._staff(bot)
                await changed.wait()
        finally:
            for courier in self._couriers.values():
                courier.cancel()
            await asyncio.gather(*self._couriers.values(), return_exceptions=True)

    def _staff(self, bot: Bot) -> None:
        courier = self._couriers.get(bot.token)
        if bot.webhook and (courier is None or courier.done()):
            self._couriers[bot.token] = asyncio.create_task(self._serve(bot))
        elif courier and not bot.webhook:
            courier.cancel()
            del self._couriers[bot.token]

    async def _serve(self, bot: Bot) -> None:
        async with httpx.AsyncClient(timeout=_ANSWER_SECONDS, trust_env=False) as client:
            await self._deliver_all(bot, client)

    async def _deliver_all(self, bot: Bot, client: httpx.AsyncClient) -> None:
        pause = _FIRST_PAUSE
        while bot.webhook:
            bot.queue.fresh.clear()
            waiting = bot.queue.pending()
            if not waiting:
                await bot.queue.fresh.wait()
                continue
            wanted = await self._deliver(client, bot, waiting[0])
            if wanted is None:
                bot.queue.acknowledge(waiting[0].update_id + 1)
                pause = _FIRST_PAUSE
            else:
                await self._telegram.clock.sleep(wanted or pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def _deliver(self, client: httpx.AsyncClient, bot: Bot, update: Queued) -> float | None:
        """Return None if the update was acknowledged, else the pause requested, 0 if none."""
        webhook = bot.webhook
        assert webhook is not None
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers[SECRET_HEADER] = webhook.secret_token
        body = json.dumps(update.as_json()).encode()
        try:
            response = await client.post(webhook.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            self._failed(bot, f"Connection failed: {type(error).__name__}")
            return 0.0
        if response.is_success:
            await self._carry_out(bot, response)
            return None
        reason = f"{response.status_code} {response.reason_phrase}"
        self._failed(bot, f"Wrong response from the webhook: {reason}")
        named = response.headers.get("retry-after", "")
        return min(float(named), _LONGEST_NAMED_PAUSE) if named.isdecimal() else 0.0

    async def _carry_out(self, bot: Bot, response: httpx.Response) -> None:
        """Call the method in the webhook's response; a refusal is only recorded."""
        try:
            parameters = json.loads(response.content)
        except ValueError:
            return
        if isinstance(parameters, dict) and isinstance(parameters.get("method"), str):
            method = parameters.pop("method")
            with suppress(BotApiError):
                await call(self._telegram, bot.token, method, parameters, {})

    def _failed(self, bot: Bot, reason: str) -> None:
        bot.webhook_state.last_error_date = self._telegram.date
        bot.webhook_state.last_error_message = reason
        self._telegram.bell.ring()

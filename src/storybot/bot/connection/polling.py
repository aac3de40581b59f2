"""Fetches updates from Telegram, for ever: whatever goes wrong, it asks again.

An update is confirmed by asking for what comes after it, which is done when it has been kept.
"""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from storybot.bot.calls.transport import Flooded, Transport, form
from storybot.bot.connection.connecting import confirm_refusal
from storybot.bot.connection.intake import Intake
from storybot.bot.http.heartbeat import Heartbeat
from storybot.model.errors import StoreError
from storybot.runtime.backoff import Backoff

_log = logging.getLogger(__name__)

_POLL_SECONDS, _ANSWER_SECONDS = 10, 13.0
"""Short, so that a connection that died unnoticed does not leave the bot deaf for long."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0
_FULL_PAUSE = 0.5


class Poller:
    """Asks for updates and hands them to the intake."""

    def __init__(
        self,
        bot: Bot,
        transport: Transport,
        intake: Intake,
        heartbeat: Heartbeat,
        allowed: Sequence[str],
    ) -> None:
        self._bot = bot
        self._transport = transport
        self._intake = intake
        self._heartbeat = heartbeat
        self._allowed = allowed
        self._offset: int | None = None
        self._backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)

    async def run(self) -> None:
        """Fetch updates until it is cancelled.

        Raises:
            TokenRevoked: Telegram does not accept the token any more.
        """
        while True:
            named = None
            try:
                await self._fetch()
                self._backoff.reset()
                continue
            except InvalidToken:
                await confirm_refusal(self._bot)
            except Conflict as error:
                _log.warning("Another program fetches this bot's updates: %s", error)
                named = _LONGEST_PAUSE
            except Flooded as flooded:
                named = flooded.seconds
            except (TelegramError, StoreError) as error:
                _log.warning("Updates could not be fetched: %s", error)
            except Exception:  # noqa: BLE001 - a bot that is deaf must not look alive
                _log.exception("Updates could not be fetched.")
            await asyncio.sleep(self._backoff.pause() if named is None else named)

    async def _fetch(self) -> None:
        if self._offset is None:
            await self._bot.delete_webhook()  # Telegram gives updates one way or the other
        while self._intake.admission.is_full:
            self._heartbeat.beat()
            await asyncio.sleep(_FULL_PAUSE)
        # Not through the bot: it would drop all updates where it cannot read one of them.
        asked = form(
            {
                "offset": self._offset or 0,
                "timeout": _POLL_SECONDS,
                "allowed_updates": list(self._allowed),
            }
        )
        updates: object = await self._transport.post(
            f"{self._bot.base_url}/getUpdates", asked, read_timeout=_ANSWER_SECONDS
        )
        self._heartbeat.beat()
        if not isinstance(updates, list):
            raise TelegramError("the answer holds no updates")
        if updates:
            highest = await self._intake.take(updates)
            if not highest:
                raise TelegramError("the updates have no ids")
            self._offset = highest + 1

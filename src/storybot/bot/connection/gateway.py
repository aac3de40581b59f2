"""Build the library's application, receive updates by polling or webhook, serve health."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from telegram import LinkPreviewOptions
from telegram.ext import Application, Defaults

from storybot.bot.connection.connecting import keep_webhook, unless
from storybot.bot.connection.failures import App, ErrorReports
from storybot.bot.connection.intake import Intake
from storybot.bot.connection.polling import Poller
from storybot.bot.connection.rate_limits import RateLimiter
from storybot.bot.connection.transport import Transport
from storybot.bot.dispatch.language import Locales
from storybot.bot.http.endpoints import http_app
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.metrics import Metrics
from storybot.bot.http.webhook_endpoint import WebhookEndpoint
from storybot.corpus.corpus import Corpus
from storybot.model.errors import SettingError, StoreError, TokenRevoked
from storybot.runtime.serving import serving
from storybot.runtime.settings import Settings
from storybot.runtime.supervision import Supervisor
from storybot.store.inbox import Inbox

_log = logging.getLogger(__name__)

_CONNECTIONS, _POLLING_CONNECTIONS = 64, 2
_DRAIN_SECONDS = 6.0
"""Well under the 10 s after which service managers kill."""
_REACH_SECONDS = 3.0
_CLOSING_SECONDS = 1.0
_TAKEN = "STORYBOT_HTTP: {} cannot be listened at ({}); name a free address, or none."


class Gateway:
    """Receives updates by polling or webhook, and reports whether it does."""

    def __init__(
        self,
        settings: Settings,
        corpus: Corpus,
        inbox: Inbox,
        locales: Locales,
        allowed: Sequence[str],
    ) -> None:
        self.stopped = asyncio.Event()
        self._settings = settings
        self._inbox = inbox
        self._allowed = allowed
        self._heartbeat = Heartbeat()
        self.metrics = Metrics()
        self.supervisor = Supervisor(lambda task: self.metrics.deaths.labels(task).inc())
        self.metrics.silence.set_function(lambda: self._heartbeat.age)
        self.metrics.changes.set_function(lambda: corpus.generation.change)
        self._polling = Transport(_POLLING_CONNECTIONS)
        self.app = _build(settings, RateLimiter(self.metrics.floods, self._reach), self._polling)
        self._intake = Intake(self.app, inbox, self.metrics, locales)
        self._is_open = False
        self._webhook = self._make_webhook()

    async def answer(self) -> None:
        """Take updates in and answer them until the bot is stopped.

        Raises:
            TokenRevoked: Telegram does not accept the token any more.
        """
        drain = _DRAIN_SECONDS
        _log.info("@%s is answering.", self.app.bot.username)
        try:
            await unless(self.stopped, self._intake.replay())
            self._is_open = True
            await unless(self.stopped, self._receive())
        except (TokenRevoked, asyncio.CancelledError):  # or another process answers now
            drain = 0.0
            raise
        finally:
            self._is_open = False
            _log.info("Stopping.")
            await self._intake.stop(drain)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Serve webhook, health and metrics, where the settings say so.

        Raises:
            SettingError: the address of the webhook cannot be listened at.
        """
        address = self._settings.http
        async with AsyncExitStack() as stack:
            if address:
                app = http_app(
                    self._heartbeat,
                    self.metrics,
                    self._why_not_ready,
                    self._webhook,
                    notice=self._notice,
                )
                try:
                    await stack.enter_async_context(serving(app, address, grace=_CLOSING_SECONDS))
                except OSError as error:
                    reason = _TAKEN.format(address, error.strerror)
                    if self._webhook:
                        raise SettingError(reason) from error
                    _log.warning("%s Health and metrics are not served.", reason)
            yield

    async def _receive(self) -> None:
        bot = self.app.bot
        if self._webhook:
            await keep_webhook(bot, self._webhook, self._heartbeat, self._allowed)
        else:
            await Poller(bot, self._polling, self._intake, self._heartbeat, self._allowed).run()

    async def _reach(self) -> None:
        await self.app.bot.get_me(read_timeout=_REACH_SECONDS)

    def _make_webhook(self) -> WebhookEndpoint | None:
        url, secret = self._settings.webhook_url, self._settings.webhook_secret
        if not url or not secret:
            return None
        return WebhookEndpoint.at(url, secret.get_secret_value(), self._take, self._is_full)

    async def _take(self, updates: Sequence[object]) -> int:
        kept = await self._intake.take(updates)
        self._heartbeat.beat()
        return kept

    def _is_full(self) -> bool:
        return not self._is_open or self._intake.admission.is_full

    def _notice(self) -> str:
        count = self._intake.admission.overflowing
        return f"Chats that send more than is answered, the rest dropped: {count}." if count else ""

    async def _why_not_ready(self) -> str:
        if not self._is_open:
            return "Telegram has not been reached yet."
        try:
            await self._inbox.check_writable()
        except StoreError as error:
            return str(error)
        if self._intake.admission.is_full:
            return f"The inbox is full: {len(self._intake.admission)} updates wait."
        if failing := self.supervisor.failing:
            return f"Background tasks that died and are being restarted: {', '.join(failing)}."
        return ""


def _build(settings: Settings, flood: RateLimiter, polling: Transport) -> App:
    assert settings.token, "checked by the caller"
    defaults = Defaults(
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
        do_quote=True,
    )
    return (
        Application.builder()
        .application_class(ErrorReports)
        .token(settings.token.get_secret_value())
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .request(Transport(_CONNECTIONS))
        .get_updates_request(polling)
        .rate_limiter(flood)
        .updater(None)
        .defaults(defaults)
        .job_queue(None)
        .build()
    )

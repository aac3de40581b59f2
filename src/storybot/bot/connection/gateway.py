"""Build the library's application, receive updates by polling or webhook, serve health."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.types import ASGIApp
from telegram import LinkPreviewOptions
from telegram.ext import Application, Defaults

from storybot.bot.connection.connecting import keep_webhook, unless
from storybot.bot.connection.failures import App, ErrorReports
from storybot.bot.connection.handling import Handling
from storybot.bot.connection.intake import Intake
from storybot.bot.connection.limits.rate_limits import RateLimiter
from storybot.bot.connection.polling import Poller
from storybot.bot.connection.transport import Transport
from storybot.bot.dispatch.language import Locales
from storybot.bot.http.endpoints import http_app
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.loop_lag import watch_lag
from storybot.bot.http.metrics import IndexState, Metrics
from storybot.bot.http.webhook_endpoint import WebhookEndpoint
from storybot.corpus.backends import count_database, size_of_index
from storybot.corpus.corpus import Corpus
from storybot.model.errors import SettingError, StoreError, TokenRevoked
from storybot.runtime.backups import BackupFolder
from storybot.runtime.service_manager import feed_watchdog, notify
from storybot.runtime.serving import serving
from storybot.runtime.settings import Settings
from storybot.runtime.supervision import Supervisor, Work
from storybot.store.inbox import Inbox

_log = logging.getLogger(__name__)

_CONNECTIONS, _POLLING_CONNECTIONS = 64, 2
_DRAIN_SECONDS = 6.0
"""Well under the 10 s after which service managers kill."""
_REACH_SECONDS = 3.0
_SECONDS_BETWEEN_COUNTS = 5.0
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
        expose: Callable[[ASGIApp], object] | None = None,
    ) -> None:
        """Make the connection; ``expose`` is told the pages of health and metrics, too."""
        self.stopped = asyncio.Event()
        self._settings = settings
        self._inbox = inbox
        self._allowed = allowed
        self._heartbeat = Heartbeat()
        self.metrics = Metrics()
        self._expose = expose
        self._corpus = corpus
        self.supervisor = Supervisor(lambda task: self.metrics.deaths.labels(task).inc())
        self.metrics.silence.set_function(lambda: self._heartbeat.age)
        self.metrics.changes.set_function(lambda: corpus.generation.change)
        self._polling = Transport(_POLLING_CONNECTIONS)
        transport = Transport(_CONNECTIONS, self.metrics.steps.labels("call").observe)
        limiter = RateLimiter(self.metrics.floods, self._reach)
        self.app = _build(settings, limiter, transport, self._polling)
        if settings.backups:
            folder = BackupFolder(settings.backups, settings.backups_kept)
            self.metrics.backup_age.set_function(lambda: folder.seconds)
        self._handling = Handling(self.app, inbox, self.metrics, locales)
        self._intake = Intake(self._handling, inbox, self.metrics)
        self._is_open = False
        self._counted = -math.inf
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
            notify(f"STATUS=@{self.app.bot.username} is answering.")
            await unless(self.stopped, self._receive())
        except (TokenRevoked, asyncio.CancelledError):  # or another process answers now
            drain = 0.0
            raise
        finally:
            self._is_open = False
            _log.info("Stopping.")
            notify("STOPPING=1")
            await self._intake.stop(drain)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Serve webhook, health and metrics, where the settings say so.

        Raises:
            SettingError: the address of the webhook cannot be listened at.
        """
        address = self._settings.http
        app = http_app(
            self._heartbeat,
            self.metrics,
            self._why_not_ready,
            self._webhook,
            notice=self._notice,
            count=self._count,
        )
        if self._expose:
            self._expose(app)
        async with AsyncExitStack() as stack:
            if address:
                try:
                    await stack.enter_async_context(serving(app, address, grace=_CLOSING_SECONDS))
                except OSError as error:
                    reason = _TAKEN.format(address, error.strerror)
                    if self._webhook:
                        raise SettingError(reason) from error
                    _log.warning("%s Health and metrics are not served.", reason)
            notify("READY=1", "STATUS=Telegram has not been reached yet.")
            yield

    def works(self) -> dict[str, Work]:
        """Return the background work that watches over the bot itself."""
        return {
            "loop_lag": lambda: watch_lag(self.metrics.lag.observe),
            "watchdog": lambda: feed_watchdog(lambda: self._heartbeat.alive),
        }

    async def _count(self) -> None:
        """Count what is in the database, but not at every look."""
        now = time.monotonic()
        if now < self._counted + _SECONDS_BETWEEN_COUNTS:
            return
        self._counted = now
        database, index = self._settings.database, self._settings.index
        generation = self._corpus.generation.change
        try:
            counts = await count_database(database)
            size = await asyncio.to_thread(size_of_index, index, database)
        except (StoreError, OSError) as error:
            _log.warning("Metrics of the database are as of before: %s", error)
            return
        self.metrics.note_stored(counts, IndexState(generation, size))

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


def _build(settings: Settings, flood: RateLimiter, transport: Transport, polling: Transport) -> App:
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
        .request(transport)
        .get_updates_request(polling)
        .rate_limiter(flood)
        .updater(None)
        .defaults(defaults)
        .job_queue(None)
        .build()
    )

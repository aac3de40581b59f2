"""Build the library's application, receive updates by polling or webhook, serve health."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import NoReturn

from starlette.types import ASGIApp
from telegram import LinkPreviewOptions
from telegram.ext import Application, Defaults

from storybot.bot.calls.direct_bot import DirectBot
from storybot.bot.calls.transport import Transport
from storybot.bot.connection.admission import StoredBacklog
from storybot.bot.connection.claiming import Claiming
from storybot.bot.connection.connecting import keep_webhook, unless
from storybot.bot.connection.failures import App
from storybot.bot.connection.handling import Handling
from storybot.bot.connection.intake import Intake
from storybot.bot.connection.limits.rate_limits import RateLimiter
from storybot.bot.connection.limits.shared_budget import SharedBudget
from storybot.bot.connection.offering import OfferingApplication
from storybot.bot.connection.polling import Poller
from storybot.bot.dispatch.language import Locales
from storybot.bot.http.endpoints import http_app
from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.loop_lag import watch_lag
from storybot.bot.http.metrics import IndexState, Metrics
from storybot.bot.http.webhook_endpoint import WebhookEndpoint
from storybot.corpus.backends.databases import count_database, is_on_server
from storybot.corpus.backends.indexes import size_of_index
from storybot.corpus.corpus import Corpus
from storybot.model.errors import SettingError, StoreError, TokenRevoked
from storybot.runtime.backups import BackupFolder
from storybot.runtime.service_manager import feed_watchdog, notify
from storybot.runtime.serving import serving
from storybot.runtime.settings import Settings
from storybot.runtime.supervision import Supervisor, Work
from storybot.store.inbox import ClaimLost, Claims, Inbox
from storybot.store.workers import WorkerLinks

_log = logging.getLogger(__name__)

_CONNECTIONS, _POLLING_CONNECTIONS = 64, 2
_DRAIN_SECONDS = 6.0
"""Well under the 10 s after which service managers kill."""
_REACH_SECONDS = 3.0
_SECONDS_BETWEEN_COUNTS = 5.0
_CLOSING_SECONDS = 1.0
_BACKLOG_SECONDS = 0.5
_TAKEN = "STORYBOT_HTTP: {} cannot be listened at ({}); name a free address, or none."


@dataclass(frozen=True, slots=True)
class Shift:
    """The part of a process where a bot is several: it receives for all, or works."""

    links: WorkerLinks
    claims: Claims | None = None
    """What a worker has of the inbox; None for the process that only receives."""


class Gateway:
    """Receives updates by polling or webhook, or claims them, and reports whether it does."""

    def __init__(
        self,
        settings: Settings,
        corpus: Corpus | None,
        inbox: Inbox,
        locales: Locales,
        allowed: Sequence[str],
        expose: Callable[[ASGIApp], object] | None = None,
        shift: Shift | None = None,
    ) -> None:
        """Make the connection; ``expose`` is told the pages of health and metrics, too.

        Without a ``shift`` this process is the whole bot. One that only receives needs no corpus.
        """
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
        if corpus:
            self.metrics.changes.set_function(lambda: corpus.generation.change)
        self._polling = Transport(_POLLING_CONNECTIONS)
        transport = Transport(_CONNECTIONS, self.metrics.steps.labels("call").observe)
        budget = SharedBudget(shift.links) if shift else None
        limiter = RateLimiter(self.metrics.floods, self._reach, budget=budget)
        self.app = _build(settings, limiter, transport, self._polling)
        if settings.backups and not is_on_server(settings.database):
            folder = BackupFolder(settings.backups, settings.backups_kept)
            self.metrics.backup_age.set_function(lambda: folder.seconds)
        claims = shift.claims if shift else None
        handling = Handling(self.app, claims or inbox, self.metrics, locales)
        self._stored = StoredBacklog(inbox) if shift and not claims else None
        self._intake = Intake(handling, inbox, self.metrics, self._stored)
        self._claiming = (
            Claiming(claims, shift.links, handling, self._heartbeat) if shift and claims else None
        )
        self._is_open = False
        self._counted = -math.inf
        self._webhook = self._make_webhook()

    async def answer(self) -> None:
        """Take updates in and answer them until the bot is stopped.

        Raises:
            TokenRevoked: Telegram does not accept the token any more.
            ClaimLost: this worker has been taken for dead.
        """
        drain = _DRAIN_SECONDS
        does = "is answering" if self._stored is None else "is receiving for its workers"
        _log.info("@%s %s.", self.app.bot.username, does)
        try:
            if not self._claiming:
                await unless(self.stopped, self._intake.replay())
            self._is_open = True
            notify(f"STATUS=@{self.app.bot.username} {does}.")
            await unless(self.stopped, self._claiming.run() if self._claiming else self._receive())
        except (TokenRevoked, ClaimLost, asyncio.CancelledError):  # or another process answers now
            drain = 0.0
            raise
        finally:
            self._is_open = False
            _log.info("Stopping.")
            notify("STOPPING=1")
            await self._intake.stop(drain)
            if self._claiming:
                await self._claiming.release()

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
            bot=self._settings.bot_id,
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
        works: dict[str, Work] = {
            "loop_lag": lambda: watch_lag(self.metrics.lag.observe),
            "watchdog": lambda: feed_watchdog(lambda: self._heartbeat.alive),
        }
        stored = self._stored
        if stored is not None:  # an empty one is one all the same
            works["backlog"] = lambda: self._follow_backlog(stored)
        return works

    async def _follow_backlog(self, stored: StoredBacklog) -> NoReturn:
        """Count what waits for workers, so that it is noticed when there is room again."""
        while True:
            try:
                await stored.count({}, self._intake.admission.overflowing)
                self._intake.admission.note_fullness()
            except StoreError as error:
                _log.warning("What waits for workers could not be counted: %s", error)
            await asyncio.sleep(_BACKLOG_SECONDS)

    async def _count(self) -> None:
        """Count what is in the database, but not at every look."""
        now = time.monotonic()
        if now < self._counted + _SECONDS_BETWEEN_COUNTS:
            return
        self._counted = now
        database, index = self._settings.database, self._settings.index
        generation = self._corpus.generation.change if self._corpus else 0
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
        if not url or not secret or self._claiming:
            return None
        return WebhookEndpoint.at(url, secret.get_secret_value(), self._take, self._is_full)

    async def _take(self, updates: Sequence[object]) -> int:
        kept = await self._intake.take(updates)
        self._heartbeat.beat()
        return kept

    def _is_full(self) -> bool:
        return not self._is_open or self._intake.admission.is_full

    def _notice(self) -> str:
        count = len(self._intake.admission.overflowing)
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
    bot = DirectBot(
        settings.token.get_secret_value(),
        f"{settings.api_url}/bot",
        f"{settings.api_url}/file/bot",
        request=transport,
        get_updates_request=polling,
        defaults=defaults,
        rate_limiter=flood,
    )
    builder = Application.builder().application_class(OfferingApplication).bot(bot)
    return builder.updater(None).job_queue(None).build()

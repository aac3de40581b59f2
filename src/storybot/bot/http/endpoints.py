"""Says over HTTP how the bot is, and takes updates where Telegram delivers them."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from storybot.bot.http.heartbeat import Heartbeat
from storybot.bot.http.metrics import CONTENT_TYPE, Metrics
from storybot.bot.http.webhook_endpoint import WebhookEndpoint

_BOT_HEADER = "Storybot-Bot"
_UNAVAILABLE = 503
_PATIENCE_SECONDS = 3.0
"""Less than who asks has: Prometheus waits for 10 s, and a database that is away takes longer."""
_SILENT = f"The database has not answered for {_PATIENCE_SECONDS:.0f} s."
_log = logging.getLogger(__name__)
T = TypeVar("T")


def http_app(
    heartbeat: Heartbeat,
    metrics: Metrics,
    why_not_ready: Callable[[], Coroutine[Any, Any, str]],
    webhook: WebhookEndpoint | None = None,
    notice: Callable[[], str] = str,
    count: Callable[[], Coroutine[Any, Any, None]] | None = None,
    bot: str = "",
) -> Starlette:
    """Return the application.

    ``why_not_ready`` gives the empty string once it is; ``notice`` what to say though it is ready;
    ``count`` brings the metrics up to date that are counted in the database. ``bot`` is the id by
    which one is told from another at the same address.
    """

    async def alive(_: Request) -> Response:
        said = f"heard from Telegram {heartbeat.age:.0f} s ago\n"
        status = 200 if heartbeat.alive else _UNAVAILABLE
        return PlainTextResponse(said, status, {_BOT_HEADER: bot})

    async def ready(_: Request) -> Response:
        try:
            reason = await _in_time(why_not_ready())
        except TimeoutError:
            reason = _SILENT
        said = "\n".join(filter(None, [reason or "ready", notice()]))
        return PlainTextResponse(f"{said}\n", _UNAVAILABLE if reason else 200)

    async def numbers(_: Request) -> Response:
        if count:
            try:
                await _in_time(count())
            except TimeoutError:
                _log.warning("Metrics of the database are as of before. %s", _SILENT)
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    routes = [
        Route("/healthz", alive),
        Route("/readyz", ready),
        Route("/metrics", numbers),
    ]
    if webhook:
        routes += [Route(path, webhook.receive, methods=["POST"]) for path in webhook.paths]
    return Starlette(routes=routes)


async def _in_time(asked: Coroutine[Any, Any, T]) -> T:
    """Wait for an answer of the database, and not until the asking of one that hangs is cancelled.

    Raises:
        TimeoutError: there is none.
    """
    task = asyncio.create_task(asked)
    done, _ = await asyncio.wait({task}, timeout=_PATIENCE_SECONDS)
    if not done:
        task.cancel()
        task.add_done_callback(lambda late: late.cancelled() or late.exception())
        raise TimeoutError
    return task.result()


class Probes:
    """Stands for the pages of a bot that runs inside another server: unavailable until it does."""

    def __init__(self) -> None:
        self._pages: ASGIApp = PlainTextResponse("The bot does not run yet.\n", _UNAVAILABLE)

    def expose(self, pages: ASGIApp) -> None:
        """Serve these pages from now on."""
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._pages(scope, receive, send)

"""Says over HTTP how the bot is, and takes updates where Telegram delivers them."""

from collections.abc import Awaitable, Callable

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


def http_app(
    heartbeat: Heartbeat,
    metrics: Metrics,
    why_not_ready: Callable[[], Awaitable[str]],
    webhook: WebhookEndpoint | None = None,
    notice: Callable[[], str] = str,
    count: Callable[[], Awaitable[None]] | None = None,
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
        reason = await why_not_ready()
        said = "\n".join(filter(None, [reason or "ready", notice()]))
        return PlainTextResponse(f"{said}\n", _UNAVAILABLE if reason else 200)

    async def numbers(_: Request) -> Response:
        if count:
            await count()
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    routes = [
        Route("/healthz", alive),
        Route("/readyz", ready),
        Route("/metrics", numbers),
    ]
    if webhook:
        routes += [Route(path, webhook.receive, methods=["POST"]) for path in webhook.paths]
    return Starlette(routes=routes)


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

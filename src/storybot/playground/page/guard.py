"""Restrict the page to this machine, by host, origin and content security policy.

A page of another site can make a browser send requests to loopback, also through a host name that
it resolves to loopback; both are refused here.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOREIGN_HOST = "The playground answers on this machine only, as http://127.0.0.1."
_FOREIGN_SITE = "The playground takes requests from its own page only."


class LoopbackOnly:
    """Middleware that refuses requests from outside this machine's own page or bot."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with the security headers."""
        if scope["type"] != "http":
            return
        reason = _why_not(scope)
        app = PlainTextResponse(f"{reason}\n", 403) if reason else self._app

        async def send_bound(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await app(scope, receive, send_bound)


def is_loopback(host: str) -> bool:
    """Return whether a host name can only mean this machine."""
    return host.lower() in _LOOPBACK


def _why_not(scope: Scope) -> str:
    """Return why a request is refused; empty if it is not."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not is_loopback(_hostname(host)):
        return _FOREIGN_HOST
    if not scope["path"].startswith("/api/"):
        return ""
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return _FOREIGN_SITE
    if scope["method"] == "POST" and headers.get("origin") != f"http://{host}":
        return _FOREIGN_SITE
    return ""


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"http://{host}").hostname or ""
    except ValueError:
        return ""

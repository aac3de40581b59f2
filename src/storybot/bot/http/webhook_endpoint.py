"""Takes updates that Telegram delivers, and from nobody else.

The secret is compared before anything of the body is read, and the answer is 200 only when the
update is kept: for any other one Telegram delivers it again.
"""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from storybot.model.errors import StoreError

DEFAULT_PATH = "/telegram"
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header
_MOST_BYTES = 1024 * 1024
_BAD, _FORBIDDEN, _TOO_LARGE, _UNAVAILABLE = 400, 403, 413, 503
_TWO_LENGTHS = "Only one of Content-Length and Transfer-Encoding says where a body ends.\n"
"""Where a proxy believes the other one, what follows would be a request that it never saw."""


class _TooLarge(Exception):
    """The body is larger than any update."""


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """The webhook: its path, its secret, and the intake that takes the updates."""

    url: str
    secret: str
    take: Callable[[Sequence[object]], Awaitable[int]]
    """Keeps updates; 0 where it finds none, `StoreError` where they could not be kept."""
    is_full: Callable[[], bool]
    """Tells whether Telegram had better keep its updates for now."""

    @classmethod
    def at(
        cls,
        url: str,
        secret: str,
        take: Callable[[Sequence[object]], Awaitable[int]],
        is_full: Callable[[], bool],
    ) -> Self:
        """Make the webhook of a public URL; one without a path gets the default one."""
        whole = url if urlsplit(url).path.strip("/") else url.rstrip("/") + DEFAULT_PATH
        return cls(whole, secret, take, is_full)

    @property
    def paths(self) -> set[str]:
        """Paths to listen at: the URL's, and the default one, for proxies that shorten it."""
        return {urlsplit(self.url).path, DEFAULT_PATH}

    async def receive(self, request: Request) -> Response:
        """Take an update."""
        if refused := self._refused(request.headers):
            return refused
        try:
            update = json.loads(await _body(request))
            kept = await self.take([update])
        except _TooLarge:
            return PlainTextResponse("That is too large.\n", _TOO_LARGE)
        except StoreError:
            return PlainTextResponse("The update could not be kept.\n", _UNAVAILABLE)
        except (ValueError, RecursionError, ClientDisconnect):
            kept = 0
        if not kept:
            return PlainTextResponse("That is no update.\n", _BAD)
        return Response()

    def _refused(self, headers: Headers) -> Response | None:
        """Refuse what need not be read: a forged request, or any at a time when too much waits."""
        if "content-length" in headers and "transfer-encoding" in headers:
            return PlainTextResponse(_TWO_LENGTHS, _BAD, {"Connection": "close"})
        shown = headers.get(_SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(shown, self.secret.encode()):
            return PlainTextResponse("The secret is wrong.\n", _FORBIDDEN)
        if self.is_full():
            return PlainTextResponse("Too much waits.\n", _UNAVAILABLE, {"Retry-After": "1"})
        return None


async def _body(request: Request) -> bytes:
    """Read the body, as far as it may reach.

    Raises:
        _TooLarge: it reaches further.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise _TooLarge
    return bytes(body)

"""Carries the Bot API's calls over aiohttp: a fifth of the processor time of the library's own.

It also tells apart what the library does not: a call that Telegram did not take, which is simply
made again, and one of which nobody knows.
"""

import json
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from storybot.bot.calls.kept_json import json_text

_CONNECT_SECONDS, _ANSWER_SECONDS, _UPLOAD_SECONDS = 3.0, 10.0, 60.0
_MOST_BYTES = 32 * 1024 * 1024
"""More than a hundred updates or a file for bots can be."""
_LEAST_PAUSE, _MOST_PAUSE = 1.0, 86_400.0
"""Seconds."""


class NotTaken(NetworkError):
    """Telegram answered with an error of its own; the call may be made again."""


class Unreachable(NotTaken):
    """Telegram could not be reached; the call may be made again."""


class Flooded(TelegramError):
    """There were too many calls; the next may be made after some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many requests: retry after {seconds:g} s")
        self.seconds = seconds


def form(values: dict[str, Any]) -> RequestData:
    """Return the parameters of a call that are JSON already, and none of them a file."""
    return RequestData([RequestParameter(*item, None) for item in values.items()])


class Transport(BaseRequest):
    """Calls the Bot API over persistent connections."""

    def __init__(
        self, connections: int, observe: Callable[[float], object] = lambda _: None
    ) -> None:
        self._connections = connections
        self._observe = observe
        """Told how many seconds each call took that was answered."""
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return _ANSWER_SECONDS

    async def initialize(self) -> None:
        """Open the session, unless it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - waiting for one is no error
    ) -> tuple[int, bytes]:
        """Make a call; return the status and the body of its answer.

        Raises:
            NotTaken, Flooded: it can be made again.
            TimedOut, NetworkError: it may have been carried out.
        """
        assert self._session, "the library initializes first"
        uploads = request_data is not None and request_data.contains_files
        timeout = aiohttp.ClientTimeout(
            sock_connect=_or(connect_timeout, _CONNECT_SECONDS),
            sock_read=_or(write_timeout, _UPLOAD_SECONDS)
            if uploads
            else _or(read_timeout, _ANSWER_SECONDS),
        )
        began = time.perf_counter()
        try:
            async with self._session.request(
                method,
                url,
                proxy=self._proxy(url),
                timeout=timeout,
                allow_redirects=False,
                **_body(request_data),
            ) as response:
                body = await _read(response)
                self._observe(time.perf_counter() - began)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            # Its own message and traceback stay behind here and below: they may hold the token.
            raise Unreachable(f"cannot connect: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection broke: {type(error).__name__}") from None
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # Telegram's own refusals are JSON; a gateway's page may hide that it was carried out.
            failure = NotTaken if body.lstrip().startswith(b"{") else NetworkError
            raise failure(f"HTTP status {response.status}")
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Flooded(self._pause(body))
        return response.status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer; the library's own way would write what people said to the log.

        Raises:
            NetworkError: it is not a JSON object.
        """
        try:
            value = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise NetworkError("the answer cannot be read")
        return value

    def _proxy(self, url: str) -> str | None:
        """Return the proxy that the environment names for a server.

        aiohttp would look for it in a thread, and for a .netrc, at every call.
        """
        parts = urlsplit(url)
        if parts.netloc not in self._proxies:
            direct = proxy_bypass(parts.netloc)
            self._proxies[parts.netloc] = None if direct else getproxies().get(parts.scheme)
        return self._proxies[parts.netloc]

    def _pause(self, body: bytes) -> float:
        """Return for how long to make no call; “retry after 0” would be hundreds a second."""
        try:
            named = float(self.parse_json_payload(body)["parameters"]["retry_after"])
        except (TelegramError, LookupError, TypeError, ValueError):
            return _LEAST_PAUSE
        return min(named, _MOST_PAUSE) if named > _LEAST_PAUSE else _LEAST_PAUSE


def _or(given: Any, default: float) -> float | None:
    """Return a timeout: the library's mark for “not given” stands for the default."""
    return given if given is None or isinstance(given, int | float) else default


def _body(data: RequestData | None) -> dict[str, Any]:
    """Return what the session takes: JSON, in a third of the time of a form, but for files."""
    if data is None or not data.parameters:
        return {}
    if not data.contains_files:
        body = json_text(data.parameters).encode()
        return {"data": body, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer, but no endless one.

    Raises:
        NetworkError: it is larger than any that Telegram gives.
    """
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _MOST_BYTES:
            response.close()
            raise NetworkError("the answer is too large")
    return bytes(body)

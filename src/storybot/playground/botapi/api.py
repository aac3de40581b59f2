"""The Bot API over HTTP: an ASGI application in front of a playground Telegram."""

import asyncio
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from storybot.playground.botapi.body import parameters_of
from storybot.playground.botapi.call import call
from storybot.playground.objects.refusal import BotApiError, too_many_requests
from storybot.playground.world.faults import Fault
from storybot.playground.world.telegram import Telegram

_PROXY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


def bot_api(telegram: Telegram) -> Starlette:
    """Return the application: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

    async def method(request: Request) -> Response:
        return await _Answering(telegram, request).respond()

    async def download(request: Request) -> Response:
        if request.path_params["token"] not in telegram.bots:
            return _refused(BotApiError(401, "Unauthorized"))
        stored = telegram.files.at(request.path_params["path"])
        if stored is None:
            return _refused(BotApiError(404, "Not Found"))
        return Response(stored.data, media_type="application/octet-stream")

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
        ],
        exception_handlers={
            404: lambda *_: _refused(BotApiError(404, "Not Found")),
            ClientDisconnect: nobody,
        },
    )


def nobody(*_: object) -> Response:
    """Drop the response of a client that disconnected: nobody will read it."""
    return Response(status_code=400)


class _Answering:
    """A request in progress, and the fault that may spoil it."""

    def __init__(self, telegram: Telegram, request: Request) -> None:
        self._telegram = telegram
        self._request = request

    async def respond(self) -> Response:
        """Handle the call, unless a fault preempts it, and respond."""
        try:
            parameters, uploads = await parameters_of(self._request)
            method = self._request.path_params["method"]
            chat_id = str(parameters.get("chat_id", ""))
            fault = self._telegram.faults.take(method, chat_id)
            if fault and fault.kind == "delay":
                await self._telegram.clock.sleep(fault.seconds)
            elif fault and not fault.after:
                self._telegram.journal.note(method, parameters, fault.code, fault.kind)
                return _spoiled(fault)
            token = self._request.path_params["token"]
            result = await call(self._telegram, token, method, parameters, uploads)
        except BotApiError as refusal:
            return _refused(refusal)
        except asyncio.CancelledError:
            # The server is closing: waiting clients get the error of Telegram's own server.
            return _refused(BotApiError(500, "Internal Server Error: restart"))
        if fault and fault.after:
            return _spoiled(fault)
        return JSONResponse({"ok": True, "result": result})


def _refused(refusal: BotApiError) -> Response:
    return JSONResponse(refusal.body(), status_code=refusal.code)


def _spoiled(fault: Fault) -> Response:
    """Return the response that a bot gets for an error."""
    if fault.kind == "html":
        return Response(_PROXY_PAGE, fault.code, media_type="text/html")
    if fault.kind == "malformed":
        return Response('{"ok":true,"result":[{"update_', media_type="application/json")
    if fault.kind == "bad_utf8":
        return Response(b'{"ok":true,"result":\xff\xfe}', media_type="application/json")
    if fault.kind == "flood":
        return _refused(too_many_requests(int(fault.seconds)))
    if fault.kind == "drop":
        return _dropped()
    return _refused(BotApiError(fault.code, "Internal Server Error"))


def _dropped() -> Response:
    """Promise a body and break off: the server then closes the connection."""

    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    return StreamingResponse(nothing(), headers={"content-length": "1000"})

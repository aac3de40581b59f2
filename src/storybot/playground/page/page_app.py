"""The page over HTTP: its files, its events, people's actions, and the Bot API."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from storybot.playground.botapi.api import bot_api, nobody
from storybot.playground.objects import limits
from storybot.playground.objects.refusal import BotApiError
from storybot.playground.page.actions import Actions
from storybot.playground.page.events import events
from storybot.playground.page.guard import LoopbackOnly
from storybot.playground.page.page_messages import (
    Choosing,
    Editing,
    Pressing,
    Promoting,
    Sending,
    Typing,
    Uploading,
)
from storybot.playground.page.stage import Stage

W = TypeVar("W", bound=BaseModel)
Endpoint = Callable[[Request], Awaitable[Response]]

_PROBES = ("/healthz", "/readyz", "/metrics")
_MOST_JSON = 64 * 1024
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_NOT_HEARD = "The bot has not answered in time."


def page_app(stage: Stage, probes: ASGIApp | None = None) -> Starlette:
    """Return the application: the page at ``/``, and the Bot API stand-in for the bot.

    ``probes`` answers for the bot's health and metrics.
    """
    probed = [Route(path, probes) for path in _PROBES] if probes else []
    return Starlette(
        routes=[
            *probed,
            *_file_routes(),
            *_api_routes(stage),
            Mount("/", bot_api(stage.telegram)),
        ],
        middleware=[Middleware(LoopbackOnly)],
        exception_handlers={ClientDisconnect: nobody},
    )


def _file_routes() -> list[BaseRoute]:
    """Serve each file of the page under its path, and `index.html` as the root."""
    found = page_files(files("storybot.playground.page") / "static")
    return [
        Route("/" if path == "index.html" else f"/{path}", _file(path, data))
        for path, data in found.items()
    ]


def page_files(folder: Traversable, above: str = "") -> dict[str, bytes]:
    """Return the files under a folder by their path within it."""
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= page_files(entry, f"{above}{entry.name}/")
        else:
            found[above + entry.name] = entry.read_bytes()
    return found


def _file(name: str, data: bytes) -> Endpoint:
    kind = _TYPES[PurePath(name).suffix]

    async def file(_: Request) -> Response:
        return Response(data, headers={"content-type": kind, "cache-control": "no-cache"})

    return file


def _api_routes(stage: Stage) -> list[BaseRoute]:
    actions = Actions(stage)

    async def stream(_: Request) -> Response:
        return _EventStream(
            events(stage), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    async def upload(request: Request) -> Response:
        wish = Uploading.model_validate(dict(request.query_params))
        await actions.upload(wish, await _body(request, limits.DOWNLOAD_BYTES))
        return JSONResponse({})

    async def photo(request: Request) -> Response:
        """Return a photo that the bot has sent."""
        stored = stage.telegram.files.find(request.path_params["id"])
        if stored is None:
            return _error(404, "There is no such photo.")
        return Response(stored.data, media_type="image/png")

    return [
        Route("/api/events", stream),
        Route("/api/photos/{id}", photo),
        _post("/api/upload", upload),
        _post("/api/send", _doing(Sending, actions.send)),
        _post("/api/edit", _doing(Editing, actions.edit)),
        _post("/api/press", _doing(Pressing, actions.press)),
        _post("/api/promote", _doing(Promoting, actions.promote)),
        _post("/api/inline", _doing(Typing, actions.type_inline)),
        _post("/api/choose", _doing(Choosing, actions.choose)),
    ]


class _EventStream(StreamingResponse):
    """An endless response that finishes cleanly when the server closes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def _post(path: str, endpoint: Endpoint) -> Route:
    return Route(path, _saying_errors(endpoint), methods=["POST"])


def _doing(wanted: type[W], act: Callable[[W], Awaitable[BaseModel | None]]) -> Endpoint:
    """Make an endpoint that parses a request, performs it and returns the result."""

    async def endpoint(request: Request) -> Response:
        wish = wanted.model_validate_json(await _body(request, _MOST_JSON))
        result = await act(wish)
        return JSONResponse(result.model_dump(mode="json") if result else {})

    return endpoint


def _saying_errors(endpoint: Endpoint) -> Endpoint:
    """Respond with ``{"error": …}`` when the action fails."""

    async def saying(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ValidationError as error:
            return _error(422, _complaint(error))
        except BotApiError as error:
            return _error(error.code, error.description)
        except LookupError as error:
            return _error(404, str(error.args[0]))
        except TimeoutError:
            return _error(504, _NOT_HEARD)

    return saying


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")


def _error(code: int, message: str) -> Response:
    return JSONResponse({"error": message}, status_code=code)


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise BotApiError(413, f"That is too much: at most {most} bytes are taken.")
    return bytes(body)

"""Connections that are silent or slow, over HTTP on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from storybot.runtime.connection_guard import ConnectionLimits
from storybot.runtime.serving import serving

HEALTH = b"GET /health HTTP/1.1\r\nHost: bot\r\n\r\n"
POST = b"POST /body HTTP/1.1\r\nHost: bot\r\nContent-Length: 10\r\n\r\n"
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[bytes], Awaitable[Connection]]


async def health(_: Request) -> Response:
    """Answer."""
    return PlainTextResponse("well")


async def body(request: Request) -> Response:
    """Answer with what was sent."""
    return Response(await request.body())


@asynccontextmanager
async def served(limits: ConnectionLimits) -> AsyncIterator[Connect]:
    """Serve, and yield a way to connect and send."""
    writers: list[asyncio.StreamWriter] = []
    app = Starlette(routes=[Route("/health", health), Route("/body", body, methods=["POST"])])
    async with serving(app, "127.0.0.1:0", limits=limits) as port:

        async def connect(data: bytes) -> Connection:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writers.append(writer)
            writer.write(data)
            return reader, writer

        yield connect
        for writer in writers:
            writer.close()


async def status(connection: Connection) -> bytes:
    """Return the status line of the answer, empty where the connection was closed without."""
    try:
        return await asyncio.wait_for(connection[0].readline(), 5)
    except ConnectionError:
        return b""


@pytest.mark.parametrize("sent", [b"", b"GET /health HT", POST, POST + b"12345"])
async def test_a_request_that_does_not_arrive_in_time_is_cut_off(sent: bytes) -> None:
    """Whether nothing comes, half of the headers or half of the body."""
    async with served(ConnectionLimits(header_seconds=0.05, body_seconds=0.05)) as connect:
        assert await status(await connect(sent)) == b""


async def test_a_second_request_has_its_own_time() -> None:
    """A connection that was answered is cut off only where the next request stalls."""
    async with served(ConnectionLimits(header_seconds=0.05)) as connect:
        connection = await connect(HEALTH)
        assert b" 200 " in await status(connection)
        connection[1].write(b"GET /he")
        rest = await asyncio.wait_for(connection[0].read(), 5)
        assert rest.endswith(b"well")


async def test_silent_connections_make_room() -> None:
    """However many there are from one address, a whole request gets in."""
    async with served(ConnectionLimits(per_address=3)) as connect:
        silent = [await connect(b"") for _ in range(3)]
        assert b" 200 " in await status(await connect(HEALTH))
        assert await status(silent[0]) == b""
        silent[2][1].write(HEALTH)
        assert b" 200 " in await status(silent[2])


async def test_what_is_being_answered_is_not_cut_off() -> None:
    """Where every connection is at work, the new one is closed."""
    working, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: Request) -> Response:
        working.set()
        await go_on.wait()
        return PlainTextResponse("done")

    app = Starlette(routes=[Route("/slow", slow)])
    limits = ConnectionLimits(in_all=1)
    async with serving(app, "127.0.0.1:0", limits=limits) as port:
        first = await asyncio.open_connection("127.0.0.1", port)
        first[1].write(b"GET /slow HTTP/1.1\r\nHost: bot\r\n\r\n")
        await working.wait()
        second = await asyncio.open_connection("127.0.0.1", port)
        assert await status(second) == b""
        go_on.set()
        assert b" 200 " in await status(first)
        for _, writer in (first, second):
            writer.close()


async def test_at_the_end_requests_get_the_grace() -> None:
    """One that is quick is answered whole, and one that never ends is cancelled."""
    working = asyncio.Event()

    async def slow(_: Request) -> Response:
        working.set()
        await asyncio.sleep(0)
        return PlainTextResponse("done")

    app = Starlette(routes=[Route("/slow", slow)])
    async with serving(app, "127.0.0.1:0", grace=5) as port:
        connection = await asyncio.open_connection("127.0.0.1", port)
        connection[1].write(b"GET /slow HTTP/1.1\r\nHost: bot\r\n\r\n")
        await working.wait()
    assert b" 200 " in await status(connection)
    connection[1].close()

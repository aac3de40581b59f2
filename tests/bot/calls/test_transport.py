"""Calls of the Bot API as they leave the machine."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from storybot.bot.calls.kept_json import KeptJson, json_text
from storybot.bot.calls.transport import Flooded, Transport, form

_ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'


class Listener:
    """A server that takes one call at a time and keeps what it was sent."""

    def __init__(self) -> None:
        self.answer = _ANSWER
        self.head = ""
        self.body = b""
        self.port = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read a call, and answer it."""
        self.head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lengths = [
            int(line.split(":")[1])
            for line in self.head.splitlines()
            if line.lower().startswith("content-length")
        ]
        self.body = await reader.readexactly(lengths[0] if lengths else 0)
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    """Listen on loopback."""
    listener = Listener()
    server = await asyncio.start_server(listener.take, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    async with server:
        yield listener


async def call(url: str) -> tuple[int, bytes]:
    """Make a call that sends a text."""
    transport = Transport(1)
    await transport.initialize()
    try:
        return await transport.do_request(url, "POST", form({"text": "Où ?", "limit": 3}))
    finally:
        await transport.shutdown()


async def test_parameters_are_sent_as_json() -> None:
    """What is no file is one JSON object, in UTF-8."""
    async with listening() as server:
        status, body = await call(f"http://127.0.0.1:{server.port}/bot1:a/sendMessage")
    assert (status, body) == (200, b'{"ok":true}')
    assert "Content-Type: application/json" in server.head
    assert json.loads(server.body) == {"text": "Où ?", "limit": 3}
    assert "Où" in server.body.decode()


@pytest.mark.parametrize(
    ("named", "seconds"),
    [("7", 7), ("0", 1), ("-3", 1), ("NaN", 1), ("Infinity", 86_400), ("null", 1), ('"soon"', 1)],
)
async def test_there_is_a_pause_after_too_many_calls_whatever_is_said(
    named: str, seconds: float
) -> None:
    """Telegram has said "retry after 0", and something between may say anything."""
    body = f'{{"ok":false,"parameters":{{"retry_after":{named}}}}}'
    head = f"HTTP/1.1 429 Too Many Requests\r\nContent-Length: {len(body)}\r\n\r\n"
    async with listening() as server:
        server.answer = (head + body).encode()
        with pytest.raises(Flooded) as caught:
            await call(f"http://127.0.0.1:{server.port}/bot1:a/getUpdates")
    assert caught.value.seconds == seconds


async def test_calls_go_through_the_proxy_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As operators behind one expect."""
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    async with listening() as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        await call("http://api.example.invalid/bot1:a/getMe")
    assert proxy.head.startswith("POST http://api.example.invalid/bot1:a/getMe HTTP/1.1")


async def test_servers_named_in_no_proxy_are_called_directly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A Bot API server on the same machine is not reached through the proxy."""
    async with listening() as proxy, listening() as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        await call(f"http://127.0.0.1:{server.port}/bot1:a/getMe")
    assert server.head
    assert not proxy.head


async def test_what_is_kept_as_json_is_sent_as_if_written_anew() -> None:
    """A page of inline results is written once and sent to everybody who asks the same."""
    page = [{"id": "ä", "entities": [{"offset": 1}]}, {"id": 'b"'}]
    values = {"results": KeptJson.of(page), "cache_time": 15, "none": KeptJson.of([])}
    plain = {"results": page, "cache_time": 15, "none": []}
    assert json.loads(json_text(values)) == plain
    assert json.loads(json_text({"results": KeptJson.of(page)})) == {"results": page}
    async with listening() as server:
        transport = Transport(1)
        await transport.initialize()
        url = f"http://127.0.0.1:{server.port}/bot1:a/answerInlineQuery"
        await transport.do_request(url, "POST", form(values))
        await transport.shutdown()
    assert json.loads(server.body) == plain

"""Run an HTTP application inside the running event loop; signals stay the program's own.

Used by the bot for webhook, health and metrics, and by the playground, which gets it from
`playground.play`: the only file there that may import this package.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from socket import IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, getaddrinfo, socket

import uvicorn
from starlette.applications import Starlette

from storybot.runtime.connection_guard import ConnectionLimits, Connections

_TICK_SECONDS = 1.0
"""How often the Date header is renewed."""
_CLOSING_TURNS = 20


@asynccontextmanager
async def serving(
    app: Starlette,
    address: str,
    *,
    limits: ConnectionLimits | None = None,
    grace: float = 0.0,
) -> AsyncIterator[int]:
    """Serve at ``HOST:PORT`` while the context lasts; yield the port, as 0 picks a free one.

    At the end, requests in progress get ``grace`` seconds before they are cancelled.

    Raises:
        OSError: the address cannot be had.
    """
    listening = _listen(address)
    guard = Connections(limits or ConnectionLimits())
    config = uvicorn.Config(
        app,
        http=guard.protocol,  # type: ignore[arg-type] # called like the class that it stands for
        ws="none",
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
    )
    server = _Guest(config, grace)
    task = asyncio.create_task(server.serve([listening]))
    try:
        await server.ready.wait()
        yield listening.getsockname()[1]
    finally:
        server.stopped.set()
        await task


def _listen(address: str) -> socket:
    """Bind; naming the protocol lets asyncio send without waiting for more."""
    host, _, port = address.rpartition(":")
    found = getaddrinfo(host.strip("[]"), int(port), type=SOCK_STREAM, proto=IPPROTO_TCP)
    family, kind, protocol, _, where = found[0]
    listening = socket(family, kind, protocol)
    listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listening.bind(where)
    except OSError:
        listening.close()
        raise
    return listening


class _Guest(uvicorn.Server):
    """Uvicorn as a guest in a loop: no signal handlers, and an end without polling."""

    def __init__(self, config: uvicorn.Config, grace: float) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopped = asyncio.Event()
        self._grace = grace

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        await self.on_tick(0)
        self.ready.set()
        while not self.stopped.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK_SECONDS):
                    await self.stopped.wait()
            await self.on_tick(0)

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Close every connection; cancel requests still in progress after the grace period."""
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self._grace and self.server_state.tasks:
            await asyncio.wait(set(self.server_state.tasks), timeout=self._grace)
        for task in self.server_state.tasks:
            task.cancel()
        for _ in range(_CLOSING_TURNS):
            if self.server_state.connections:
                await asyncio.sleep(0)

"""Runs an application as a guest in the bot's event loop; the signals stay the bot's."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from socket import IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, getaddrinfo, socket

import uvicorn
from starlette.applications import Starlette

_CLOSING_SECONDS = 1
_MOST_REQUESTS = 200


@asynccontextmanager
async def serving(app: Starlette, address: str) -> AsyncIterator[int]:
    """Serve at ``HOST:PORT`` while the context lasts; yield the port, which 0 leaves open.

    Raises:
        OSError: the address cannot be had.
    """
    listening = _listen(address)
    server = _Guest(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            limit_concurrency=_MOST_REQUESTS,
            timeout_graceful_shutdown=_CLOSING_SECONDS,
        )
    )
    task = asyncio.create_task(server.serve([listening]))
    try:
        await server.ready.wait()
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
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
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

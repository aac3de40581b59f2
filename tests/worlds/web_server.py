"""A web server on loopback, and a network in which it is what a name of the web leads to.

``python -m worlds.web_server bot`` runs a command of the program in such a network: fetches of
``kelm.example`` from the port WEB_PORT reach the server of a test.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storybot.ingest.fetching import client
from storybot.ingest.fetching.address_guard import Network


def http(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Write an answer of a server."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join((f"HTTP/1.1 {status}", *lines, f"Content-Length: {len(body)}"))
    return f"{head}\r\nConnection: close\r\n\r\n".encode() + body


async def _resolve(name: str, _: int) -> list[str]:
    return ["127.0.0.1" if name == "kelm.example" else "10.0.0.1"]


def loopback(port: int) -> Network:
    """Return a network in which kelm.example is this machine."""
    return Network(_resolve, lambda address: address == "127.0.0.1", frozenset({port}))


class Server:
    """A server on this machine that answers by path, and notes what it was asked."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        missing = http(status="404 Not Found")
        writer.write(self.answers.get(head.split()[1], missing))
        await writer.drain()
        writer.close()

    def url(self, path: str) -> str:
        """Return the address of a page of it."""
        return f"http://kelm.example:{self.port}{path}"

    @property
    def network(self) -> Network:
        """A network in which this server is what the name leads to."""
        return loopback(self.port)


@asynccontextmanager
async def serving(**answers: bytes) -> AsyncIterator[Server]:
    """Serve pages by the names of their paths; underscores stand for dots."""
    server = Server({f"/{name.replace('_', '.')}": answer for name, answer in answers.items()})
    listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


def main() -> None:
    """Run a command of the program in the network of a test."""
    from storybot.cli.main import main as storybot

    port = int(os.environ["WEB_PORT"])
    vars(client)["Network"] = lambda: loopback(port)
    storybot()


if __name__ == "__main__":
    main()

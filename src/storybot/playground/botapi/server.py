"""Runs the playground's Bot API on loopback, inside the running event loop.

A test or a script starts it, lets a bot run against it and plays the people::

    telegram = Telegram()
    bot = telegram.add_bot("123:abc", username="story_bot")
    ada = Person(telegram, "Ada")
    async with serve(telegram) as url:
        ...  # start the bot with TELEGRAM_BOT_TOKEN=123:abc and TELEGRAM_API_URL=<url>
        chat = ada.chat_with(bot)
        ada.send(chat, "/start")
        welcome = await chat.next_from_bot()
        ada.send(chat, "Where were they found?")
        answer = await chat.next_from_bot(timeout=10)
        print(answer.text, answer.message.entities, answer.buttons)
        pressed = ada.press(answer, answer.buttons[0])
        print((await pressed.answered()).text)

        query = ada.type_inline(bot, "found")
        offered = await query.answered()
        ada.choose(query, offered.results[0].id, chat)

        readers = Group.found(telegram, ada, "Readers")
        readers.add(bot.user)
        ada.send(readers.room, "/ask@story_bot Who won?")
        await readers.room.next_from_bot()

    assert telegram.journal.unknown_parameters == []
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from socket import AF_INET, IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket

import uvicorn
from starlette.applications import Starlette

from storybot.playground.botapi.api import bot_api
from storybot.playground.botapi.webhook_delivery import delivering
from storybot.playground.world.telegram import Telegram

_LOOPBACK = "127.0.0.1"
_CLOSING_TURNS = 20


@asynccontextmanager
async def serve(telegram: Telegram, port: int = 0) -> AsyncIterator[str]:
    """Serve the Bot API on loopback and deliver to webhooks while the context lasts.

    Yields the URL. Port 0 is any free one.
    """
    async with running(bot_api(telegram), port) as url, delivering(telegram):
        yield url


@asynccontextmanager
async def running(app: Starlette, port: int = 0) -> AsyncIterator[str]:
    """Run an application on 127.0.0.1 while the context lasts; yield its URL.

    Requests that still wait at the end are cancelled.

    Raises:
        OSError: the port is taken.

    """
    listening = _listen(port)
    server = _Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    task = asyncio.create_task(server.serve([listening]))
    try:
        await server.ready.wait()
        yield f"http://{_LOOPBACK}:{listening.getsockname()[1]}"
    finally:
        server.stopped.set()
        await task


def _listen(port: int) -> socket:
    """Bind to loopback; naming the protocol lets asyncio send without waiting for more."""
    listening = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)
    listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listening.bind((_LOOPBACK, port))
    except OSError:
        listening.close()
        raise
    return listening


class _Server(uvicorn.Server):
    """Uvicorn as a guest in a loop: no signal handlers, no ticking, no grace at the end."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopped = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the host program."""
        yield

    async def main_loop(self) -> None:
        """Wait for the end."""
        await self.on_tick(0)
        self.ready.set()
        await self.stopped.wait()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Close every connection; what is still being answered is cancelled first."""
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for task in self.server_state.tasks:
            task.cancel()
        for _ in range(_CLOSING_TURNS):
            if self.server_state.connections:
                await asyncio.sleep(0)

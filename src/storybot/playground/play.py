"""Runs the playground: one page on loopback, and the real bot behind it, without a token.

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

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from errno import EADDRINUSE

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import ASGIApp

from storybot.model.errors import SettingError
from storybot.playground.botapi.api import bot_api
from storybot.playground.botapi.webhook_delivery import delivering
from storybot.playground.clock import Clock
from storybot.playground.page.guard import is_loopback
from storybot.playground.page.page_app import page_app
from storybot.playground.page.stage import Stage
from storybot.playground.world.telegram import Telegram
from storybot.runtime.connection_guard import ConnectionLimits
from storybot.runtime.serving import serving
from storybot.runtime.settings import Settings

DEFAULT_PORT = 8080
_LOOPBACK = "127.0.0.1"
_UNLIMITED = ConnectionLimits(per_address=10_000, in_all=10_000)
"""A bot opens many connections, and every client on loopback is local."""
_NOT_LOOPBACK = (
    "STORYBOT_HTTP: the playground listens on loopback only, because whoever reaches it may change"
    " the corpus; set 127.0.0.1:{port}, or set a token to run the bot."
)


async def play(
    settings: Settings,
    bot: Callable[[Settings], Awaitable[None]],
    examples: Sequence[str],
    announce: Callable[[str], None],
    clock: Clock | None = None,
    probes: ASGIApp | None = None,
) -> None:
    """Serve the page and run the bot against the Bot API stand-in, until the bot stops.

    ``bot`` receives the settings with the stand-in's URL and token; ``examples`` are the questions
    that the page suggests; ``announce`` receives the page's URL, and a notice if the port was
    taken; ``probes`` answers for the bot's health and metrics, beside the page.

    Raises:
        SettingError: the settings name an address that is not loopback.
    """
    port = _port(settings)
    stage = Stage.set_up(examples, clock)
    async with _serving(page_app(stage, probes), port, announce) as url:
        announce(f"Playground: {url}/ (only this machine can reach it; Ctrl-C ends it)")
        await bot(
            settings.model_copy(
                update={
                    "token": SecretStr(stage.bot.token),
                    "api_url": url,
                    "owners": frozenset({stage.owner.user.id}),
                    "webhook_url": None,
                    "http": "",
                }
            )
        )


@asynccontextmanager
async def serve(telegram: Telegram, port: int = 0) -> AsyncIterator[str]:
    """Serve the Bot API on loopback and deliver to webhooks while the context lasts.

    Yields the URL. Port 0 picks any free one.
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
    async with serving(app, f"{_LOOPBACK}:{port}", limits=_UNLIMITED) as opened:
        yield f"http://{_LOOPBACK}:{opened}"


def _port(settings: Settings) -> int:
    if not settings.http:
        return DEFAULT_PORT
    host, _, port = settings.http.rpartition(":")
    if not is_loopback(host.strip("[]")):
        raise SettingError(_NOT_LOOPBACK.format(port=port))
    return int(port)


@asynccontextmanager
async def _serving(
    app: Starlette, port: int, announce: Callable[[str], None]
) -> AsyncIterator[str]:
    """Serve on that port, or on a free one if it is taken."""
    async with AsyncExitStack() as stack:
        try:
            url = await stack.enter_async_context(running(app, port))
        except OSError as error:
            if error.errno != EADDRINUSE:
                raise
            announce(f"Port {port} is taken by another program, so this is another one.")
            url = await stack.enter_async_context(running(app))
        yield url

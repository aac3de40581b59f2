"""Runs the playground: one page on loopback, and the real bot behind it, without a token."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from errno import EADDRINUSE

from pydantic import SecretStr
from starlette.applications import Starlette

from storybot.model.errors import SettingError
from storybot.playground.botapi.server import running
from storybot.playground.clock import Clock
from storybot.playground.page.guard import is_loopback
from storybot.playground.page.page_app import page_app
from storybot.playground.page.stage import Stage
from storybot.runtime.settings import Settings

DEFAULT_PORT = 8080
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
) -> None:
    """Serve the page and run the bot against the Bot API stand-in, until the bot ends.

    ``bot`` gets the settings with the stand-in's address and token; ``examples`` are the questions
    that the page offers; ``announce`` is told the page's URL, and that a port was taken.

    Raises:
        SettingError: the settings name an address that is not loopback.
    """
    port = _port(settings)
    stage = Stage.set_up(examples, clock)
    async with _serving(page_app(stage), port, announce) as url:
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
    """Serve on that port, or on a free one where it is taken."""
    async with AsyncExitStack() as stack:
        try:
            url = await stack.enter_async_context(running(app, port))
        except OSError as error:
            if error.errno != EADDRINUSE:
                raise
            announce(f"Port {port} is taken by another program, so this is another one.")
            url = await stack.enter_async_context(running(app))
        yield url

"""Builds the bot from its doors and commands, and runs it until it is told to stop."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from telegram import LinkPreviewOptions
from telegram.error import InvalidToken
from telegram.ext import Application, Defaults

from storybot.answering.answer import Answerer
from storybot.corpus import Corpus
from storybot.errors import SettingError
from storybot.fronts.telegram.adding import Adding
from storybot.fronts.telegram.buttons import on_other_button
from storybot.fronts.telegram.errors import on_error
from storybot.fronts.telegram.group import GroupDoor
from storybot.fronts.telegram.inline import InlineDoor
from storybot.fronts.telegram.latest import Latest
from storybot.fronts.telegram.moderation import Moderation
from storybot.fronts.telegram.moderators import Moderators
from storybot.fronts.telegram.origins import Handlers
from storybot.fronts.telegram.polling import App, PollingRequest, connected, first, polling
from storybot.fronts.telegram.private import PrivateDoor
from storybot.fronts.telegram.profile import show_profile
from storybot.fronts.telegram.readers import Readers
from storybot.fronts.telegram.rights import Rights
from storybot.fronts.telegram.sources import Sources
from storybot.fronts.telegram.turns import Turns
from storybot.settings import Settings
from storybot.store.base import Store

_log = logging.getLogger(__name__)
_CONNECTIONS = 8
"""The cost of a call grows with the pool: 8 connections carry over 200 answers a second."""
_POOL_SECONDS = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_REFUSED = (
    "TELEGRAM_BOT_TOKEN: {} does not accept this token. @BotFather shows the bot's current one."
)
_NOBODY = (
    "STORYBOT_OWNERS is empty, and there are no moderators: nobody can change the corpus here."
)


async def serve(settings: Settings, corpus: Corpus, store: Store, answerer: Answerer) -> None:
    """Answer on Telegram until SIGTERM or SIGINT.

    Raises:
        SettingError: there is no token, or Telegram does not accept it.
    """
    if not settings.token:
        raise SettingError("TELEGRAM_BOT_TOKEN is not set; @BotFather gives one out.")
    rights = Rights(settings.owners, store)
    request = PollingRequest()
    app = _build(settings, request)
    app.add_handlers(_handlers(corpus, store, answerer, rights))
    app.add_error_handler(on_error)
    stopped = asyncio.Event()
    try:
        with _stopping_on_signals(stopped):
            async with connected(app, stopped), polling(app, stopped):
                if stopped.is_set():
                    return
                _log.info("@%s is answering.", app.bot.username)
                changers = settings.owners | set(await store.moderators())
                if not changers:
                    _log.warning(_NOBODY)
                async with _in_background(_follow(corpus), show_profile(app.bot, changers)):
                    await first(stopped, request.refused)
    except InvalidToken:
        # The library's message holds the token, and so does a traceback that leads back to it.
        raise SettingError(_REFUSED.format(settings.api_url)) from None
    if request.refused.is_set():
        raise SettingError(_REFUSED.format(settings.api_url))


def _build(settings: Settings, request: PollingRequest) -> App:
    assert settings.token, "checked by the caller"
    defaults = Defaults(
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
        do_quote=True,
    )
    return (
        Application.builder()
        .token(settings.token.get_secret_value())
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .connection_pool_size(_CONNECTIONS)
        .pool_timeout(_POOL_SECONDS)
        .get_updates_request(request)
        .concurrent_updates(Turns())
        .defaults(defaults)
        .job_queue(None)
        .build()
    )


def _handlers(corpus: Corpus, store: Store, answerer: Answerer, rights: Rights) -> Handlers:
    """Return every handler; the first that fits an update gets it."""
    parts = (
        Readers(store, rights),
        Sources(store),
        Adding(corpus, store, rights),
        Moderation(corpus, store, rights),
        Moderators(store, rights),
        InlineDoor(answerer, corpus, Latest(corpus, store)),
        GroupDoor(answerer),
        PrivateDoor(answerer),
    )
    return [*(handler for part in parts for handler in part.handlers()), on_other_button()]


@asynccontextmanager
async def _in_background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _follow(corpus: Corpus) -> None:
    """Take over what other processes change, such as `storybot add`, about every second."""
    pause = _FIRST_PAUSE
    while True:
        await asyncio.sleep(pause)
        try:
            await corpus.catch_up()
            pause = _FIRST_PAUSE
        except Exception:  # noqa: BLE001 - whatever it is, the bot goes on answering
            pause = min(2 * pause, _LONGEST_PAUSE)
            _log.exception(
                "Changes by other processes could not be read; next try in %.0f s.", pause
            )


@contextmanager
def _stopping_on_signals(stopped: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    with suppress(NotImplementedError):  # on Windows Ctrl-C cancels the program instead
        for number in signals:
            loop.add_signal_handler(number, stopped.set)
    try:
        yield
    finally:
        with suppress(NotImplementedError):
            for number in signals:
                loop.remove_signal_handler(number)

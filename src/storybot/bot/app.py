"""Build the bot, and run it until SIGTERM or SIGINT."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import NoReturn

from starlette.types import ASGIApp
from telegram.constants import UpdateType
from telegram.error import InvalidToken

from storybot.answering.answer import Answerer
from storybot.bot.answers.correcting.correction_reports import CorrectionReports
from storybot.bot.answers.correcting.corrections import Corrections, recipients_of
from storybot.bot.answers.latest_articles import LatestArticles
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.answers.subscriptions import Subscriptions
from storybot.bot.answers.talk_replies import TalkReplies
from storybot.bot.connection.connecting import connected
from storybot.bot.connection.gateway import Gateway
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.menus import show_profile
from storybot.bot.handlers.commands.privacy import forget_old
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.newsdesk.newsdesk import Newsdesk
from storybot.bot.handlers.questions.question_limit import BEFORE_OTHERS, QuestionLimit
from storybot.bot.handlers.registry import all_handlers
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.corpus.corpus import Corpus
from storybot.corpus.sources.folder_watch import FolderWatch
from storybot.model.errors import SettingError, StoreError, TokenRevoked
from storybot.runtime.backups import BackupFolder
from storybot.runtime.settings import Settings
from storybot.runtime.supervision import Work
from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store
from storybot.store.inbox import Inbox
from storybot.store.reader_memory import ReaderMemory

_log = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.GUEST_MESSAGE,
    UpdateType.INLINE_QUERY,
    UpdateType.CHOSEN_INLINE_RESULT,
    UpdateType.CALLBACK_QUERY,
]
"""What has a handler; Telegram remembers the list of the last call."""
_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_BETWEEN_CLEANINGS = 3600.0
_REFUSED = (
    "TELEGRAM_BOT_TOKEN: {} does not accept this token. @BotFather shows the bot's current one."
)
_NOBODY = (
    "STORYBOT_OWNERS is empty, and there are no moderators: nobody can change the corpus here."
)


async def serve(
    settings: Settings,
    corpus: Corpus,
    store: Store,
    answerer: Answerer,
    inbox: Inbox,
    memory: ReaderMemory,
    desk: DeskStore,
    watch: FolderWatch | None,
    expose: Callable[[ASGIApp], object] | None = None,
) -> None:
    """Answer on Telegram until SIGTERM or SIGINT.

    ``expose`` is told the pages of health and metrics, for a server that runs already.

    Raises:
        SettingError: there is no token, or a webhook cannot be served.
        TokenRevoked: Telegram does not accept the token, or not any more.
    """
    if not settings.token:
        raise SettingError("TELEGRAM_BOT_TOKEN is not set; @BotFather gives one out.")
    locales = Locales(memory)
    buttons = Buttons(ButtonCodec(memory.button_key), locales)
    latest = LatestArticles(corpus, store)
    talk = TalkReplies(store, latest)
    replies = AnswerReplies(answerer, memory, locales, buttons, talk)
    front = Gateway(settings, corpus, inbox, locales, ALLOWED_UPDATES, expose)
    answerer.observe = front.metrics.note_answer
    additions = Additions(corpus, store, memory, buttons, locales)
    front.app.add_handlers(QuestionLimit().handlers(locales), BEFORE_OTHERS)
    front.app.add_handlers(
        all_handlers(settings, corpus, store, answerer, memory, desk, buttons, replies, latest)
    )
    try:
        with _stopping_on_signals(front.stopped):
            async with front.listening(), connected(front.app, front.stopped):
                if front.stopped.is_set():
                    return
                changers = settings.owners | set(await store.moderators())
                if not changers:
                    _log.warning(_NOBODY)
                bot = front.app.bot
                subscriptions = Subscriptions(answerer, corpus, memory, replies, buttons)
                newsdesk = Newsdesk(
                    settings, corpus, store, desk, watch, additions, locales, memory
                )
                reports = CorrectionReports(
                    memory.corrections, locales, lambda actor: recipients_of(settings.owners, actor)
                )
                corrections = Corrections(
                    store, memory, buttons, reports, days=settings.correction_days
                )
                front.metrics.corrections.set_function(lambda: corrections.waiting)
                background: dict[str, Work] = {
                    "warm_up": answerer.warm_up,
                    "follow_corpus": lambda: _follow(corpus),
                    "clean_inbox": lambda: _clean(inbox),
                    "forget_old": lambda: forget_old(memory, settings.retention_days),
                    "subscriptions": lambda: subscriptions.notify(bot),
                    "corrections": lambda: corrections.work(bot),
                    "profile": lambda: show_profile(bot, changers),
                    **newsdesk.background(bot),
                }
                background |= front.works()
                if settings.backups:
                    folder = BackupFolder(settings.backups, settings.backups_kept)
                    every = timedelta(hours=settings.backup_hours)
                    background["backups"] = lambda: folder.keep(store.backup, every)
                async with front.supervisor.running(background):
                    await front.answer()
    except InvalidToken:
        # The library's message holds the token, and so does a traceback that leads back to it.
        raise TokenRevoked(_REFUSED.format(settings.api_url)) from None


async def _clean(inbox: Inbox) -> NoReturn:
    """Purge finished updates from the inbox every hour."""
    while True:
        try:
            await inbox.forget_old()
        except StoreError as error:
            _log.warning("%s", error)
        await asyncio.sleep(_SECONDS_BETWEEN_CLEANINGS)


async def _follow(corpus: Corpus) -> NoReturn:
    """Catch up with changes by other processes, such as `storybot add`, within a second."""
    while True:
        await corpus.follow(_SECONDS_BETWEEN_LOOKS)


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

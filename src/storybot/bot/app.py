"""Build the bot, and run it until SIGTERM or SIGINT."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import NamedTuple, NoReturn

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
from storybot.bot.connection.gateway import Gateway, Shift
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.menus import show_profile
from storybot.bot.handlers.commands.privacy import forget_old
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.newsdesk.newsdesk import Newsdesk
from storybot.bot.handlers.questions.question_limit import BEFORE_OTHERS, QuestionLimit
from storybot.bot.handlers.registry import all_handlers
from storybot.bot.messages.callback_codec import ButtonCodec
from storybot.corpus.backends.databases import is_on_server
from storybot.corpus.corpus import Corpus
from storybot.corpus.sources.folder_watch import FolderWatch
from storybot.model.errors import IndexUnavailable, SettingError, StoreError, TokenRevoked
from storybot.runtime.backups import BackupFolder
from storybot.runtime.collecting import Sparing
from storybot.runtime.settings import Settings
from storybot.runtime.supervision import Work
from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store
from storybot.store.inbox import Inbox
from storybot.store.reader_memory import ReaderMemory
from storybot.store.workers import WorkerLinks

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


class StoryParts(NamedTuple):
    """What answers are made of and kept in, as the program has opened it."""

    corpus: Corpus
    store: Store
    answerer: Answerer
    inbox: Inbox
    memory: ReaderMemory
    desk: DeskStore


async def serve(
    settings: Settings,
    parts: StoryParts,
    watch: FolderWatch | None,
    expose: Callable[[ASGIApp], object] | None = None,
) -> None:
    """Answer on Telegram until SIGTERM or SIGINT.

    ``expose`` is told the pages of health and metrics, for a server that runs already.

    Raises:
        SettingError: there is no token, or a webhook cannot be served.
        TokenRevoked: Telegram does not accept the token, or not any more.
    """
    bot = _StoryBot(settings, parts, expose=expose)
    async with bot.connected() as is_on:
        if is_on:
            await bot.answer({**bot.own_work(), **await bot.work_of_one(watch)})


async def serve_as_worker(
    settings: Settings,
    parts: StoryParts,
    watched: Callable[[], Awaitable[FolderWatch | None]],
    shift: Shift,
) -> None:
    """Answer what this worker claims, until SIGTERM or SIGINT.

    One of all workers leads: it also does what only one process does, such as telling subscribers.
    ``watched`` takes the folder of articles and returns what follows it from then on.

    Raises:
        SettingError: there is no token.
        TokenRevoked: Telegram does not accept the token, or not any more.
        ClaimLost: the worker has been taken for dead.
    """
    bot = _StoryBot(settings, parts, shift=shift)

    async def lead() -> NoReturn:
        while True:
            await shift.links.lead()
            _log.info("This worker leads: it does what only one process does.")
            works = await bot.work_of_one(await watched())
            async with bot.front.supervisor.running(works):
                await shift.links.led_until()
            _log.warning("This worker leads no longer.")

    async with bot.connected() as is_on:
        if is_on:
            await bot.answer({**bot.own_work(), "lead": lead})


async def serve_as_receiver(
    settings: Settings, inbox: Inbox, memory: ReaderMemory, links: WorkerLinks, beside: Work
) -> None:
    """Receive updates for workers until SIGTERM or SIGINT; ``beside`` runs all the while.

    Raises:
        SettingError: there is no token, or a webhook cannot be served.
        TokenRevoked: Telegram does not accept the token, or not any more.
    """
    _check_token(settings)
    front = Gateway(
        settings, None, inbox, Locales(memory), ALLOWED_UPDATES, shift=Shift(links, None)
    )
    async with _connected(front, settings) as is_on:
        if is_on:
            async with front.supervisor.running({**front.works(), "workers": beside}):
                await front.answer()


class _StoryBot:
    """The handlers over a story, and the work in the background."""

    def __init__(
        self,
        settings: Settings,
        parts: StoryParts,
        *,
        expose: Callable[[ASGIApp], object] | None = None,
        shift: Shift | None = None,
    ) -> None:
        _check_token(settings)
        self._settings = settings
        self._parts = parts
        corpus, store, answerer, inbox, memory, desk = parts
        self._locales = locales = Locales(memory)
        self._buttons = buttons = Buttons(ButtonCodec(memory.button_key), locales)
        latest = LatestArticles(corpus, store)
        talk = TalkReplies(store, latest)
        self._replies = replies = AnswerReplies(answerer, memory, locales, buttons, talk)
        self.front = Gateway(settings, corpus, inbox, locales, ALLOWED_UPDATES, expose, shift)
        answerer.observe = Sparing(self.front.metrics.note_answer)
        self._additions = Additions(corpus, store, memory, buttons, locales)
        app = self.front.app
        app.add_handlers(QuestionLimit().handlers(locales), BEFORE_OTHERS)
        app.add_handlers(
            all_handlers(settings, corpus, store, answerer, memory, desk, buttons, replies, latest)
        )

    def connected(self) -> AbstractAsyncContextManager[bool]:
        """Connect to Telegram; False where the bot was stopped before it could be reached."""
        return _connected(self.front, self._settings)

    async def answer(self, background: Mapping[str, Work]) -> None:
        """Answer until the bot is stopped."""
        async with self.front.supervisor.running(background):
            await self.front.answer()

    def own_work(self) -> dict[str, Work]:
        """Return the background work of every process that answers."""
        corpus, answerer = self._parts.corpus, self._parts.answerer
        return {
            "warm_up": answerer.warm_up,
            "follow_corpus": lambda: _follow(corpus),
            **self.front.works(),
        }

    async def work_of_one(self, watch: FolderWatch | None) -> dict[str, Work]:
        """Return the background work that one process does for the whole bot."""
        settings, locales, buttons = self._settings, self._locales, self._buttons
        corpus, store, answerer, inbox, memory, desk = self._parts
        changers = settings.owners | set(await store.moderators())
        if not changers:
            _log.warning(_NOBODY)
        bot = self.front.app.bot
        subscriptions = Subscriptions(answerer, corpus, memory, self._replies, buttons)
        newsdesk = Newsdesk(settings, corpus, store, desk, watch, self._additions, locales, memory)
        reports = CorrectionReports(
            memory.corrections, locales, lambda actor: recipients_of(settings.owners, actor)
        )
        corrections = Corrections(store, memory, buttons, reports, days=settings.correction_days)
        self.front.metrics.corrections.set_function(lambda: corrections.waiting)
        works: dict[str, Work] = {
            "clean_inbox": lambda: _clean(inbox),
            "forget_old": lambda: forget_old(memory, settings.retention_days),
            "subscriptions": lambda: subscriptions.notify(bot),
            "corrections": lambda: corrections.work(bot),
            "profile": lambda: show_profile(bot, changers, settings.owners),
            **newsdesk.background(bot),
        }
        if settings.backups and is_on_server(settings.database):
            _log.warning(
                "STORYBOT_BACKUPS is not used: a database on a server is backed up by its own"
                " programs (docs/scaling.md)."
            )
        elif settings.backups:
            folder = BackupFolder(settings.backups, settings.backups_kept)
            every = timedelta(hours=settings.backup_hours)
            works["backups"] = lambda: folder.keep(store.backup, every)
        return works


def _check_token(settings: Settings) -> None:
    if not settings.token:
        raise SettingError("TELEGRAM_BOT_TOKEN is not set; @BotFather gives one out.")


@asynccontextmanager
async def _connected(front: Gateway, settings: Settings) -> AsyncIterator[bool]:
    """Listen, and connect to Telegram; yield False where the bot was stopped meanwhile."""
    try:
        with _stopping_on_signals(front.stopped):
            async with front.listening(), connected(front.app, front.stopped):
                yield not front.stopped.is_set()
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
    """Catch up with changes by other processes, such as `storybot add`, within a second.

    An index elsewhere that cannot be reached is told of once, and looked for until it can.
    """
    is_away = False
    while True:
        try:
            await corpus.follow(_SECONDS_BETWEEN_LOOKS)
        except IndexUnavailable as error:
            if not is_away:
                _log.warning("The index cannot follow the articles for now: %s", error)
            is_away = True
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        else:
            if is_away:
                _log.info("The index follows the articles again.")
            is_away = False


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

"""The desk's own work in the background, put together."""

from collections.abc import Mapping
from datetime import timedelta

from telegram import Bot

from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.moderation.drafting.plans import Planner
from storybot.bot.handlers.newsdesk.audit_mirror import AuditMirror
from storybot.bot.handlers.newsdesk.due_plans import DuePlans
from storybot.bot.handlers.newsdesk.feed_drafts import FeedDrafts
from storybot.bot.handlers.newsdesk.folder_notices import FolderNotices
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.handlers.newsdesk.waiting_notices import WaitingNotices
from storybot.corpus.corpus import Corpus
from storybot.corpus.sources.feeds import FeedReader
from storybot.corpus.sources.folder_watch import FolderWatch
from storybot.runtime.settings import Settings
from storybot.runtime.supervision import Work
from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory


class Newsdesk:
    """Watches the folder, reads feeds, does what is due, and tells people of it."""

    def __init__(
        self,
        settings: Settings,
        corpus: Corpus,
        store: Store,
        desk: DeskStore,
        watch: FolderWatch | None,
        additions: Additions,
        locales: Locales,
        memory: ReaderMemory,
    ) -> None:
        self._settings = settings
        self._store = store
        self._desk = desk
        self._additions = additions
        self._locales = locales
        self._memory = memory
        self._watch = watch
        self._notices = Notices(desk.outbox, locales, additions.send)
        planner = Planner(corpus, store, desk.plans, memory.drafts, additions, settings.time_zone)
        self._due = DuePlans(planner, desk.plans, store, self._notices, settings.owners)
        self._waits = WaitingNotices(self._notices, desk.outbox, corpus, store, settings.owners)
        self._folder = FolderNotices(
            self._notices, desk.outbox, store, settings.corpus, settings.owners
        )

    def background(self, bot: Bot) -> Mapping[str, Work]:
        """Return the tasks that run while the bot does, by their names."""
        works: dict[str, Work] = {
            "notices": lambda: self._notices.deliver(bot),
            "feeds": self._feed_reader(bot).run,
            "due_plans": self._due.run,
            "waiting_notices": self._waits.run,
        }
        if channel := self._settings.log_channel:
            mirror = AuditMirror(self._store, self._desk.outbox, self._notices, channel)
            works["audit_mirror"] = mirror.run
        if watch := self._watch:
            works["folder_watch"] = lambda: watch.run(self._folder)
        else:
            works["missing_files"] = self._folder.report_start
        return works

    def _feed_reader(self, bot: Bot) -> FeedReader:
        editors = FeedDrafts(
            bot,
            self._notices,
            self._desk.outbox,
            self._store,
            self._memory.drafts,
            self._additions,
            self._locales,
            self._settings.owners,
        )
        interval = timedelta(minutes=self._settings.feed_minutes)
        return FeedReader(self._desk.feeds, editors, interval)

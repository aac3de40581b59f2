"""The desk's own work in the background, put together."""

from collections.abc import Mapping

from telegram import Bot

from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.newsdesk.folder_notices import FolderNotices
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.corpus.sources.folder_watch import FolderWatch
from storybot.runtime.settings import Settings
from storybot.runtime.supervision import Work
from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store


class Newsdesk:
    """Watches the folder and tells people of what they have to know."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        desk: DeskStore,
        watch: FolderWatch | None,
        additions: Additions,
        locales: Locales,
    ) -> None:
        self._watch = watch
        self._notices = Notices(desk.outbox, locales, additions.send)
        self._folder = FolderNotices(
            self._notices, desk.outbox, store, settings.corpus, settings.owners
        )

    def background(self, bot: Bot) -> Mapping[str, Work]:
        """Return the tasks that run while the bot does, by their names."""
        works: dict[str, Work] = {"notices": lambda: self._notices.deliver(bot)}
        if watch := self._watch:
            works["folder_watch"] = lambda: watch.run(self._folder)
        else:
            works["missing_files"] = self._folder.report_start
        return works

"""Tell owners and moderators of versions that wait, at the start and whenever one arrives."""

import asyncio
import logging
from collections.abc import Sequence
from typing import NoReturn

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.moderation.cards import waiting_line
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText, joined
from storybot.corpus.corpus import Corpus
from storybot.model.changes import Change
from storybot.model.documents import Version
from storybot.model.errors import StoreError
from storybot.store.document_store import Store

_SECONDS_BETWEEN_LOOKS = 1.0
_log = logging.getLogger(__name__)


class WaitingNotices:
    """Tells each person who may take a version that there is one, once."""

    def __init__(
        self, corpus: Corpus, store: Store, locales: Locales, owners: frozenset[int]
    ) -> None:
        self._corpus = corpus
        self._store = store
        self._locales = locales
        self._owners = owners

    async def notify(self, bot: Bot) -> NoReturn:
        """Look for versions that nobody was told of, after every change."""
        seen = -1
        while True:
            change = self._corpus.generation.change
            if change != seen and await self._look(bot):
                seen = change
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def _look(self, bot: Bot) -> bool:
        """Tell of what is new; False where that has to be tried again."""
        try:
            changes = await self._store.untold_waits()
            if not changes:
                return True
            waiting = [found for change in changes if (found := await self._waiting(change))]
            if waiting:
                for user in self._owners | set(await self._store.moderators()):
                    await self._tell(bot, user, waiting)
            await self._store.mark_told(changes[-1].number)
        except (TelegramError, StoreError) as error:
            _log.warning("Moderators could not be told of a version that waits: %s", error)
            return False
        return True

    async def _waiting(self, change: Change) -> Version | None:
        """Return the version that a change brought, if it is the one that waits."""
        waits = (await self._store.standing(change.document)).waiting == change.brought
        return await self._store.version(change.document, change.brought) if waits else None

    async def _tell(self, bot: Bot, user: int, waiting: Sequence[Version]) -> None:
        card = waiting_card(waiting, await self._locales.of_person(user))
        try:
            await bot.send_message(user, card.text, entities=card.entities)
        except (BadRequest, Forbidden) as error:  # who has never written to the bot has no chat
            _log.info("A moderator could not be told of a version that waits: %s", error)


def waiting_card(waiting: Sequence[Version], words: Catalogue) -> FormattedText:
    """Name the versions that wait, as many as a message holds."""
    card = FormattedText()
    for version in waiting:
        longer = joined([card, waiting_line(version, version.number, words)], "\n\n")
        if not longer.fits:
            break
        card = longer
    return card

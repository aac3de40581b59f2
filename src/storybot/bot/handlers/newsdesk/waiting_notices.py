"""Tell owners and moderators of versions that wait, at the start and whenever one arrives."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from typing import NoReturn

from storybot.bot.handlers.moderation.cards import waiting_line
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText, joined
from storybot.corpus.corpus import Corpus
from storybot.model.changes import Change
from storybot.model.documents import Version
from storybot.model.errors import StoreError
from storybot.store.desk.outbox import Outbox
from storybot.store.document_store import Store

_SECONDS_BETWEEN_LOOKS = 1.0
_KEY, _END = "waits:", "."
_AT_ONCE = 8
"""Versions that a message names: as many as fit, whatever their headlines."""
_log = logging.getLogger(__name__)


class WaitingNotices:
    """Tells each person who may take a version that there is one, once, also through kill -9.

    A key names the changes that a message is about. It is queued before they count as told, so
    that after a crash in between they are neither lost nor told again.
    """

    def __init__(
        self,
        notices: Notices,
        outbox: Outbox,
        corpus: Corpus,
        store: Store,
        owners: frozenset[int],
    ) -> None:
        self._notices = notices
        self._outbox = outbox
        self._corpus = corpus
        self._store = store
        self._owners = owners

    async def run(self) -> NoReturn:
        """Look for versions that nobody was told of, after every change."""
        seen = -1
        while True:
            change = self._corpus.generation.change
            if change != seen:
                try:
                    await self.look()
                    seen = change
                except StoreError as error:
                    _log.warning("Moderators could not be told of a version that waits: %s", error)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def look(self) -> None:
        """Queue messages about what is new.

        Raises:
            StoreError: not all of it could be queued; the rest is told at the next look.
        """
        changes = await self._store.untold_waits()
        if not changes:
            return
        keys = await self._outbox.told(_KEY)
        queued = {number for key in keys for number in key[len(_KEY) : -len(_END)].split(",")}
        new = [change for change in changes if str(change.number) not in queued]
        people = sorted(self._owners | set(await self._store.moderators()))
        for first in range(0, len(new), _AT_ONCE):
            await self._tell(new[first : first + _AT_ONCE], people)
        await self._store.mark_told(changes[-1].number)
        await self._outbox.forget(_KEY)

    async def _tell(self, changes: Sequence[Change], people: Collection[int]) -> None:
        versions = [found for change in changes if (found := await self._waiting(change))]
        if versions:
            key = _KEY + ",".join(str(change.number) for change in changes) + _END
            await self._notices.tell(key, people, lambda words: waiting_card(versions, words))

    async def _waiting(self, change: Change) -> Version | None:
        """Return the version that a change brought, if it is the one that waits."""
        waits = (await self._store.standing(change.document)).waiting == change.brought
        return await self._store.version(change.document, change.brought) if waits else None


def waiting_card(waiting: Sequence[Version], words: Catalogue) -> FormattedText:
    """Name the versions that wait."""
    return joined([waiting_line(version, version.number, words) for version in waiting], "\n\n")

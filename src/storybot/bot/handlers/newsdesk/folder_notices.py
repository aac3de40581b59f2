"""Tell the owners of files of the corpus folder that cannot be read, or have left it, once each."""

import asyncio
import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NoReturn

from storybot.bot.handlers.moderation.cards import title_of
from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled, joined
from storybot.corpus.folder import Taken
from storybot.corpus.sources.missing_files import Missing, missing_files
from storybot.model.documents import DocumentId, State, Version
from storybot.store.desk.outbox import Outbox
from storybot.store.document_store import Store

_KEY, _GONE, _END = "file:", "gone:", "."
_NAME, _WHY = 100, 500


class FolderNotices:
    """What the owners are told of the corpus folder."""

    def __init__(
        self,
        notices: Notices,
        outbox: Outbox,
        store: Store,
        folder: Path,
        owners: Collection[int],
    ) -> None:
        self._notices = notices
        self._folder = folder
        self._outbox = outbox
        self._store = store
        self._owners = owners

    async def tell(self, taken: Sequence[Taken]) -> None:
        """Tell of refused files; one that is read again may be told of again, too.

        Raises:
            StoreError: not all of them could be queued; the others may be told again.
        """
        mended = {_key(one.source) for one in taken if one.added}
        for prefix in {key.rpartition(":")[0] + ":" for key in await self._outbox.told(_KEY)}:
            if prefix in mended:
                await self._outbox.forget(prefix)
        for one in taken:
            if one.added is None:
                await self._tell_refused(one)

    async def _tell_refused(self, one: Taken) -> None:
        why = hashlib.sha256(one.refused.encode()).hexdigest()[:16]
        stands = await self._store.find(source=one.source)
        await self._notices.tell(
            _key(one.source) + why,
            self._owners,
            lambda words: refused_file(one, stands, words),
        )

    async def tell_missing(self) -> None:
        """Tell of files that have left the folder; of what left at once, in one message.

        It is found anew each time, so that a crash between leaving and telling hides nothing. Where
        all files of a message are back, the same may be told again.

        Raises:
            StoreError: it could not be queued; it is told later.
        """
        missing = {one.article.id: one for one in await missing_files(self._store, self._folder)}
        told = set[str]()
        for key in await self._outbox.told(_GONE):
            ids = key.removeprefix(_GONE).removesuffix(_END).split(",")
            if missing.keys().isdisjoint(map(DocumentId, ids)):
                await self._outbox.forget(key)
            told.update(ids)
        if new := [one for id, one in missing.items() if id not in told]:
            key = _GONE + ",".join(one.article.id for one in new) + _END
            await self._notices.tell(key, self._owners, lambda words: missing_card(new, words))

    async def report_start(self) -> NoReturn:
        """Tell of missing files once, where nothing watches the folder."""
        await self.tell_missing()
        await asyncio.Event().wait()
        raise AssertionError


def _key(source: str) -> str:
    return f"{_KEY}{source}:"


def refused_file(one: Taken, stands: Version | None, words: Catalogue) -> FormattedText:
    """Say why a file is not read, and what is quoted meanwhile."""
    say = words.say.newsdesk
    why = words.explain(one.error) if one.error else one.refused
    told = filled(
        say.file_refused,
        name=escape_autolinks(shortened(one.source, _NAME)),
        why=escape_autolinks(shortened(why, _WHY)),
    )
    if stands and stands.state is State.LIVE:
        kept = say.file_stands.format(id=stands.id, number=stands.number)
    else:
        kept = say.file_absent
    return told + f"\n\n{kept}"


def missing_card(missing: Sequence[Missing], words: Catalogue) -> FormattedText:
    """Name files that have left the folder, as many as a message holds."""
    say, card = words.say.newsdesk, FormattedText()
    for one in missing:
        line = filled(
            say.file_gone_retracted if one.retracted else say.file_gone,
            name=escape_autolinks(shortened(one.article.source, _NAME)),
            id=one.article.id,
            title=title_of(one.article.title),
        )
        longer = joined([card, line], "\n\n")
        if not longer.fits:
            break
        card = longer
    return card

"""Tell the owners of files of the corpus folder that cannot be read, once each."""

import hashlib
from collections.abc import Collection, Sequence

from storybot.bot.handlers.newsdesk.notices import Notices
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled
from storybot.corpus.folder import Taken
from storybot.model.documents import State, Version
from storybot.store.desk.outbox import Outbox
from storybot.store.document_store import Store

_KEY = "file:"
_NAME, _WHY = 100, 500


class FolderNotices:
    """What the owners are told of the corpus folder."""

    def __init__(
        self, notices: Notices, outbox: Outbox, store: Store, owners: Collection[int]
    ) -> None:
        self._notices = notices
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

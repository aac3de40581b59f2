"""Bring the items of feeds to moderators, as drafts that each of them may add, correct or drop.

A changed item redraws the card that still waits, or comes as a difference to the article that it
became; an item that nobody wanted does not come again.
"""

import hashlib
from collections.abc import Collection

from pydantic import BaseModel
from telegram import Bot

from storybot.bot.dispatch.language import Locales
from storybot.bot.handlers.moderation.drafting.additions import Additions
from storybot.bot.handlers.moderation.drafting.drafts import Addition
from storybot.bot.handlers.newsdesk.notices import Notice, Notices
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, filled
from storybot.corpus.desk.differences import changed_fields
from storybot.corpus.sources.feeds import FeedItem
from storybot.model.documents import Version
from storybot.model.errors import Refused
from storybot.store.desk.feed_store import FollowedFeed
from storybot.store.desk.outbox import Outbox
from storybot.store.document_store import Store
from storybot.store.readers.draft_store import DraftStore

_WHY = 300


class _Link(BaseModel):
    """The draft that an item became for one moderator, and what the item said then."""

    draft: str
    hash: str

    @property
    def json_text(self) -> str:
        """The link as it is kept."""
        return self.model_dump_json()


class FeedDrafts:
    """The editors to whom a `FeedReader` brings items: everybody who may add articles."""

    def __init__(
        self,
        bot: Bot,
        notices: Notices,
        outbox: Outbox,
        store: Store,
        kept: DraftStore,
        additions: Additions,
        locales: Locales,
        owners: Collection[int],
    ) -> None:
        self._bot = bot
        self._notices = notices
        self._outbox = outbox
        self._store = store
        self._kept = kept
        self._additions = additions
        self._locales = locales
        self._owners = frozenset(owners)

    async def bring(self, feed: FollowedFeed, item: FeedItem, *, changed: bool) -> None:
        """Show an item that is new, or ``changed``; the same again has no effect."""
        there = await self._store.find(source=item.document.source)
        if there and _is_same(there, item):
            return
        notices = []
        for person in sorted(self._owners | set(await self._store.moderators())):
            name = f"fed:{person}.{hashlib.sha256(item.document.source.encode()).hexdigest()[:32]}"
            stored = await self._kept.look(name)
            link = _Link.model_validate_json(stored.body) if stored else None
            addition = Addition(
                document=item.document,
                person=person,
                chat=person,
                asked=0,
                notes=item.article.notes,
                feed=feed.name,
            )
            if link and link.hash != item.hash and await self._redrawn(link.draft, addition):
                await self._kept.revise(name, _Link(draft=link.draft, hash=item.hash).json_text)
                continue
            if changed and not there:
                continue
            if link is None or link.hash != item.hash:
                id = await self._additions.drafts.keep(addition, lasting=True)
                link = _Link(draft=id, hash=item.hash)
                if stored:
                    await self._kept.revise(name, link.json_text)
                else:
                    await self._kept.keep(name, link.json_text, lasting=True)
            notices.append((str(person), Notice(draft=link.draft)))
        await self._notices.queue(f"item:{item.document.source}:{item.hash}", notices)

    async def _redrawn(self, id: str, addition: Addition) -> bool:
        """Show a changed item on its card; False where none waits for a decision."""
        draft = await self._additions.drafts.look(id)
        if draft is None or draft.stored.change is not None:
            return False
        words = await self._locales.of_person(addition.person)
        card = addition.model_copy(update={"card": draft.content.card})
        await self._additions.redraw(self._bot, id, card, words)
        return True

    async def tell_trouble(self, feed: FollowedFeed, error: Refused) -> None:
        """Tell the owners that a feed has failed several times."""
        await self._notices.tell(
            _trouble_key(feed), self._owners, lambda words: trouble_card(feed, error, words)
        )

    async def forget_trouble(self, feed: FollowedFeed) -> None:
        """Note that a feed that failed can be read again: the next trouble is told again."""
        await self._outbox.forget(_trouble_key(feed))


def _trouble_key(feed: FollowedFeed) -> str:
    return f"feed:{feed.url}:trouble"


def _is_same(there: Version, item: FeedItem) -> bool:
    """Tell whether an article says already what an item does."""
    old, new = there.document, item.document
    return old.text == new.text and not changed_fields(old, new)


def trouble_card(feed: FollowedFeed, error: Refused, words: Catalogue) -> FormattedText:
    """Say that a feed cannot be read, and why."""
    why = escape_autolinks(shortened(words.explain(error), _WHY))
    url = escape_autolinks(shortened(feed.url, _WHY))
    return filled(words.say.newsdesk.feed_trouble, url=url, why=why)

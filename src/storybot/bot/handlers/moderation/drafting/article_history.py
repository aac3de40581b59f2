"""The history of one article: its changes, and what each changed word by word, page by page."""

from collections.abc import AsyncIterable, AsyncIterator, Mapping, Sequence
from typing import NamedTuple

from storybot.bot.handlers.moderation.cards import change_line
from storybot.bot.handlers.moderation.drafting.comparison import differences
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText, joined
from storybot.model.changes import Action, Change
from storybot.store.document_store import Store


class HistoryPage(NamedTuple):
    """As much as one message holds."""

    card: FormattedText
    number: int
    """Which page it is, the newest is 0."""
    has_older: bool


class ChangeBlock(NamedTuple):
    """A change, and the lines that say what it changed."""

    line: FormattedText
    differences: Sequence[FormattedText]


async def article_history(
    store: Store,
    changes: Sequence[Change],
    page: int,
    words: Catalogue,
    names: Mapping[str, str],
    zone: str,
) -> HistoryPage:
    """Return a page of the changes of one article, given oldest first, newest first.

    Raises:
        StoreError: the database failed.
    """

    async def blocks() -> AsyncIterator[ChangeBlock]:
        for change in reversed(changes):
            line = change_line(change, words, names, zone)
            yield ChangeBlock(line, await _differences(store, change, words))

    return await page_of(blocks(), page)


async def page_of(blocks: AsyncIterable[ChangeBlock], page: int) -> HistoryPage:
    """Fill pages one after the other, and return that one, or the last if there are fewer.

    A change whose differences go on over a page begins the next one, too.
    """
    number, card = 0, FormattedText()
    async for block in blocks:
        for place, piece in enumerate((block.line, *block.differences)):
            longer = joined([card, piece], "\n" if place else "\n\n")
            if card.text and not longer.fits:
                if number == page:
                    return HistoryPage(card, number, has_older=True)
                number += 1
                longer = joined([block.line + " …", piece], "\n") if place else piece
            if not longer.fits:  # a place of characters that count twice
                longer = block.line + " …"
            card = longer
    return HistoryPage(card, number, has_older=False)


async def _differences(store: Store, change: Change, words: Catalogue) -> list[FormattedText]:
    """Compare what a change brought with what stood; nothing where one of both is not there."""
    if change.before is None:
        return []
    stood, stands = change.before[0], change.after[0]
    brought = change.brought or stands if change.action is Action.WAIT else stands
    if brought == stood:
        return []
    pair = {(change.document, stood), (change.document, brought)}
    found = {version.number: version.document for version in await store.versions(pair)}
    if len(found) < len(pair):
        return []
    return differences(found[stood], found[brought], words)

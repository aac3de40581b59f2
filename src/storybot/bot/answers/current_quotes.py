"""Find a quote where it stands now: what was shown once may have been retracted or rewritten.

Only whole sentences are found, whoever names the place: a part of one may say the opposite.
"""

from dataclasses import replace
from enum import Enum

from storybot.answering.evidence.text_fragments import sentence_link
from storybot.bot.locales.catalogue import Messages
from storybot.bot.messages.callback_data import ShowSentQuote
from storybot.bot.messages.callback_fields import View
from storybot.bot.messages.quote_card import ShownQuote
from storybot.model.answers import Citation
from storybot.model.documents import Document, State
from storybot.model.errors import NotFound
from storybot.store.document_store import Store
from storybot.store.records import QuoteRef, SentAnswer
from storybot.text.segmentation.sentences import split_sentences


class QuoteGone(Enum):
    """Why a sentence may not be quoted any more."""

    RETRACTED = "retracted"
    CHANGED = "changed"

    def explain(self, say: Messages) -> str:
        """Say why."""
        return say.quote_retracted if self is QuoteGone.RETRACTED else say.quote_changed


async def quote_in_answer(store: Store, sent: SentAnswer, view: View) -> ShownQuote | QuoteGone:
    """Load what a view of a sent answer shows, from what the database has of the answer.

    Raises:
        StoreError: the store failed.
    """
    quote = sent.quotes[view.rank]
    older = sent.quotes[view.rank + 1] if quote.contradicts_next else None
    found = await _with_older(store, quote, older)
    if isinstance(found, QuoteGone):
        return found
    return replace(found, view=view, count=len(sent.quotes))


async def quote_in_button(store: Store, shown: ShowSentQuote) -> ShownQuote | QuoteGone:
    """Load the quote that a button names, as it stands under a quote sent inline.

    Raises:
        StoreError: the store failed.
    """
    found = await _with_older(store, shown.quote, shown.older)
    if isinstance(found, QuoteGone):
        return found
    return replace(found, view=View(wide=shown.wide), nearest=shown.nearest)


async def _with_older(
    store: Store, quote: QuoteRef, older: QuoteRef | None
) -> ShownQuote | QuoteGone:
    """Load a quote, and what an older article says instead where it still does."""
    citation = await find_quote(store, quote)
    if isinstance(citation, QuoteGone):
        return citation
    other = await find_quote(store, older) if older else None
    return ShownQuote(citation, older=None if isinstance(other, QuoteGone) else other)


async def find_quote(store: Store, quote: QuoteRef) -> Citation | QuoteGone:
    """Return the quote as the current version of its article has it, or why it has not.

    Raises:
        StoreError: the store failed.
    """
    try:
        then = await store.version(quote.document, quote.version)
        now = await store.version(quote.document)
    except NotFound:
        return QuoteGone.CHANGED
    if now.state is State.RETRACTED:
        return QuoteGone.RETRACTED
    text, document = then.document.text[quote.start : quote.end], now.document
    same = now.number == then.number
    start = quote.start if same else document.text.find(text)
    while text.strip() and start >= 0:
        paragraph = _paragraph_of_whole(document, start, start + len(text))
        if paragraph is not None:
            return Citation(
                version=now,
                text=text,
                start=start,
                end=start + len(text),
                paragraph=paragraph,
                score=0.0,
                matches=quote.matches,
                link=sentence_link(document, start, start + len(text)),
            )
        start = -1 if same else document.text.find(text, start + 1)
    return QuoteGone.CHANGED


def _paragraph_of_whole(document: Document, start: int, end: int) -> int | None:
    """Return the paragraph of which a range is one whole sentence or several; None if it is not."""
    for index, (first, last) in enumerate(document.spans):
        if first <= start and end <= last and index not in document.subheads:
            sentences = split_sentences(document.text[first:last], document.language)
            starts = {first + sentence.start for sentence in sentences}
            ends = {first + sentence.end for sentence in sentences}
            return index if start in starts and end in ends else None
    return None

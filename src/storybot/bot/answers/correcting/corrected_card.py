"""The card that takes the place of an answer whose quotes have changed."""

from collections.abc import Sequence
from dataclasses import replace

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.correcting.quote_standing import QuoteStanding
from storybot.bot.answers.current_quotes import QuoteGone, find_quote
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.answer_card import (
    ChatContext,
    abstention_keyboard,
    answer_quote_keyboard,
    more_button,
)
from storybot.bot.messages.callback_fields import View
from storybot.bot.messages.citations import quote_message
from storybot.bot.messages.correction_text import (
    correction_lead,
    joined_if_fitting,
    withdrawal,
)
from storybot.bot.messages.formatted_text import FormattedText, joined
from storybot.bot.messages.keyboards import Keyboard, keyboard
from storybot.bot.messages.quote_card import (
    Card,
    ShownQuote,
    quote_text,
    sent_quote_card,
    sent_quote_data,
)
from storybot.store.document_store import Store
from storybot.store.records import Feedback, QuoteRef, SentAnswer


class CorrectedCards:
    """Makes the cards; the store is asked which other quotes can be turned to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def card(
        self,
        sent: SentAnswer,
        standings: Sequence[QuoteStanding],
        context: ChatContext,
        words: Catalogue,
        votes: Feedback,
        *,
        is_told: bool = False,
    ) -> Card:
        """Make the card of an answer, or of a quote sent inline, as its quotes stand.

        Raises:
            StoreError: the store failed.
        """
        if not sent.answered and sent.entry_point != EntryPoint.INLINE:
            return _abstention(standings, context, words, votes, is_told=is_told)
        first, *others = standings
        below = [_block(other, words.say.differ, context, words) for other in others]
        if first.now is None:
            above = _withdrawal(first, words)
            return Card(joined_if_fitting([above, *below]), await self._ways_on(sent, words))
        shown = ShownQuote(
            first.now,
            View(sent.shown[0] if sent.shown else 0),
            count=len(sent.quotes),
            corrects=corrects(first, words),
        )
        if sent.entry_point == EntryPoint.INLINE:
            return _sent_inline(replace(shown, count=1), sent, others, below, context, words)
        text = joined_if_fitting([quote_text(shown, context.bot, words), *below])
        return Card(text, answer_quote_keyboard(shown, context, words, votes))

    async def _ways_on(self, sent: SentAnswer, words: Catalogue) -> Keyboard:
        """Return the way to a quote that still stands, if there is one."""
        if sent.entry_point == EntryPoint.INLINE:
            return ()
        for rank, quote in enumerate(sent.quotes):
            if rank not in sent.shown and not isinstance(
                await find_quote(self._store, quote), QuoteGone
            ):
                return keyboard([more_button(rank, len(sent.quotes), words)])
        return ()


def corrects(standing: QuoteStanding, words: Catalogue) -> FormattedText:
    """Return what stands above a quote that corrects another; nothing above one that stands."""
    if standing.stands or standing.now is None:
        return FormattedText()
    return correction_lead(standing.said, standing.at, words)


def _withdrawal(standing: QuoteStanding, words: Catalogue) -> FormattedText:
    return withdrawal(
        standing.said,
        standing.version.document.title,
        standing.at,
        words,
        retracted=standing.retracted,
        reason=standing.reason,
    )


def _block(
    standing: QuoteStanding, lead: str, context: ChatContext, words: Catalogue
) -> FormattedText:
    """Render a quote as it stands, below a line of the bot's own."""
    if standing.now is None:
        return joined([FormattedText(lead), _withdrawal(standing, words)], "\n")
    quote = quote_message(standing.now, context.bot, words)
    return joined([FormattedText(lead), corrects(standing, words), quote], "\n")


def _abstention(
    standings: Sequence[QuoteStanding],
    context: ChatContext,
    words: Catalogue,
    votes: Feedback,
    *,
    is_told: bool,
) -> Card:
    opening = FormattedText(f"{words.say.abstention}\n\n{words.say.nearest}")
    blocks = [_block(standing, "", context, words) for standing in standings]
    buttons = abstention_keyboard(context, words, votes, is_told=is_told)
    return Card(joined_if_fitting([opening, *blocks]), buttons)


def _sent_inline(
    shown: ShownQuote,
    sent: SentAnswer,
    others: Sequence[QuoteStanding],
    below: Sequence[FormattedText],
    context: ChatContext,
    words: Catalogue,
) -> Card:
    """Make the card of a quote that was sent inline, with the older one below it."""
    shown = replace(shown, nearest=not sent.answered)
    older = next((other.now for other in others if other.now), None)
    button = sent_quote_data(replace(shown, older=older))
    buttons = sent_quote_card(shown, button, context.bot, words).keyboard
    return Card(joined_if_fitting([quote_text(shown, context.bot, words), *below]), buttons)


def quotes_now(sent: SentAnswer, standings: Sequence[QuoteStanding]) -> tuple[QuoteRef, ...]:
    """Return the ranking with its shown quotes where they stand now."""
    quotes = list(sent.first_said)
    for rank, standing in zip(sent.shown, standings, strict=True):
        if standing.now and not standing.stands:
            flag = quotes[rank].contradicts_next
            quotes[rank] = replace(QuoteRef.of(standing.now), contradicts_next=flag)
    return tuple(quotes)

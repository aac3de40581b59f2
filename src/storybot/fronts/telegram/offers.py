"""Inline query results: what the list shows of a quote, and the message that choosing it sends."""

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import InlineKeyboardButtonLimit

from storybot.fronts.telegram.buttons import button
from storybot.fronts.telegram.card import copy_button, open_button
from storybot.fronts.telegram.marked import Marked
from storybot.fronts.telegram.render import quote_message, shortened, with_older
from storybot.fronts.telegram.words.catalogue import Words
from storybot.model import Answer, Citation
from storybot.store.kept import Cited

_TITLE = 120
_DESCRIPTION = 200
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_MOST_CARRIED = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


def quote_offer(
    citation: Citation,
    bot: str,
    words: Words,
    *,
    nearest: bool = False,
    older: Citation | None = None,
) -> InlineQueryResultArticle:
    """Offer a quote with its source; `nearest` says in it that it is not meant as an answer.

    ``older`` is what an older article says instead: the message shows it too.
    """
    document = citation.version.document
    source = (document.title, document.publisher, words.day(document.published))
    message = quote_message(citation, bot, words, words.say.inline_nearest if nearest else "")
    return _article(
        quote_id(Cited.of(citation)),
        citation.text,
        " · ".join(part for part in source if part),
        with_older(message, older, bot, words),
        offer_keyboard(citation, words, wide=False, nearest=nearest, older=older),
    )


def quote_id(cited: Cited) -> str:
    """Name a quote by its place in a version: the same quote has the same id in every list."""
    return f"{cited.document}.{cited.version}.{cited.start}.{cited.end}"


def offer_keyboard(
    citation: Citation, words: Words, *, wide: bool, nearest: bool, older: Citation | None = None
) -> InlineKeyboardMarkup:
    """Make the buttons under a quote that somebody sent; they carry the quote's place.

    And that of the ``older`` quote shown with it, as far as a button holds both.
    """
    label = words.say.button_quote if wide else words.say.button_context
    view = "quote" if wide else "context"
    shown = (quote_id(Cited.of(citation)), "n" if nearest else "")
    look = button(label, view, *shown)
    if older:
        both = button(label, view, *shown, quote_id(Cited.of(older)))
        look = both if len(str(both.callback_data)) <= _MOST_CARRIED else look
    rows = [[look, *open_button(citation, words)], copy_button(citation, words)]
    return InlineKeyboardMarkup([row for row in rows if row])


def abstention_offer(answer: Answer, words: Words) -> InlineQueryResultArticle:
    """Offer the statement that the story does not answer the question."""
    nearest = words.say.inline_follow if answer.citations else ""
    abstention = words.say.abstention
    return _article("abstention", abstention, nearest, Marked(abstention))


def notice_offer(id: str, title: str, text: str) -> InlineQueryResultArticle:
    """Offer a sentence about the question itself, where there can be no answer."""
    return _article(id, title, text, Marked(text))


def _article(
    id: str,
    title: str,
    description: str,
    message: Marked,
    keyboard: InlineKeyboardMarkup | None = None,
) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id,
        shortened(title, _TITLE),
        InputTextMessageContent(
            message.text,
            entities=message.entities,
            link_preview_options=_NO_PREVIEW,
        ),
        description=shortened(description, _DESCRIPTION) or None,
        reply_markup=keyboard,
    )

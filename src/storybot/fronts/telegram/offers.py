"""Inline query results: what the list shows of a quote, and the message that choosing it sends."""

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions

from storybot.fronts.telegram.marked import Marked
from storybot.fronts.telegram.render import ABSTENTION, day, quote_message, shortened
from storybot.model import Answer, Citation

_NEAREST = "Nearest passage in the story:"
_TITLE = 120
_DESCRIPTION = 200


def quote_offer(citation: Citation, bot: str, *, nearest: bool = False) -> InlineQueryResultArticle:
    """Offer a quote with its source; `nearest` says in it that it is not meant as an answer."""
    version, document = citation.version, citation.version.document
    source = (document.title, document.publisher, day(document.published))
    message = quote_message(citation, bot)
    lead = Marked(f"{_NEAREST}\n") + message
    return _article(
        f"{version.id}.{version.number}.{citation.start}.{citation.end}",
        citation.text,
        " · ".join(part for part in source if part),
        lead if nearest and lead.fits else message,
    )


def abstention_offer(answer: Answer) -> InlineQueryResultArticle:
    """Offer the statement that the story does not answer the question."""
    nearest = "The nearest passages follow; they may not answer." if answer.citations else ""
    return _article("abstention", ABSTENTION, nearest, Marked(ABSTENTION))


def notice_offer(id: str, title: str, text: str) -> InlineQueryResultArticle:
    """Offer a sentence about the question itself, where there can be no answer."""
    return _article(id, title, text, Marked(text))


def _article(id: str, title: str, description: str, message: Marked) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id,
        shortened(title, _TITLE),
        InputTextMessageContent(
            message.text,
            entities=message.entities,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        description=shortened(description, _DESCRIPTION) or None,
    )

"""Inline query results: what the list shows of a quote, and the message that choosing it sends.

They are made as the JSON that is sent: with the library's objects, which are there to be made,
checked and turned into JSON, a card costs several times as much, and ten go into a page.
"""

from typing import Any

from telegram import InlineQueryResult
from telegram.constants import InlineKeyboardButtonLimit, InlineQueryResultType

from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.answer_card import copied_text, page_url
from storybot.bot.messages.citations import quote_message, shortened, with_older
from storybot.bot.messages.formatted_text import FormattedText, TextEntity
from storybot.bot.messages.keyboards import callback_data
from storybot.model.answers import Answer, Citation
from storybot.store.records import QuoteRef

_TITLE = 120
_DESCRIPTION = 200
_MOST_CARRIED = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA

JsonObject = dict[str, Any]


class InlineCard(InlineQueryResult):
    """A result that is JSON already."""

    __slots__ = ("_fields",)

    def __init__(self, id: str, fields: JsonObject) -> None:
        super().__init__(InlineQueryResultType.ARTICLE, id)
        self._fields = {**fields, "id": self.id, "type": self.type}

    def to_dict(self, recursive: bool = True) -> JsonObject:  # noqa: ARG002, FBT001, FBT002
        """Return what is sent."""
        return self._fields


def quote_card_for_inline(
    citation: Citation,
    bot: str,
    words: Catalogue,
    *,
    nearest: bool = False,
    older: Citation | None = None,
) -> InlineCard:
    """Offer a quote with its source; `nearest` says in it that it is not meant as an answer.

    ``older`` is what an older article says instead: the message shows it too.
    """
    document = citation.version.document
    source = (document.title, document.publisher, words.day(document.published))
    message = quote_message(citation, bot, words, words.say.inline_nearest if nearest else "")
    return _article(
        quote_id(QuoteRef.of(citation)),
        citation.text,
        " · ".join(part for part in source if part),
        with_older(message, older, bot, words),
        offer_keyboard(citation, words, wide=False, nearest=nearest, older=older),
    )


def quote_id(cited: QuoteRef) -> str:
    """Name a quote by its place in a version: the same quote has the same id in every list."""
    return f"{cited.document}.{cited.version}.{cited.start}.{cited.end}"


def offer_keyboard(
    citation: Citation,
    words: Catalogue,
    *,
    wide: bool,
    nearest: bool,
    older: Citation | None = None,
) -> JsonObject:
    """Make the buttons under a quote that somebody sent; they carry the quote's place.

    And that of the ``older`` quote shown with it, as far as a button holds both.
    """
    say = words.say
    view = "quote" if wide else "context"
    shown = (view, quote_id(QuoteRef.of(citation)), "n" if nearest else "")
    carried = callback_data(*shown)
    if older:
        both = callback_data(*shown, quote_id(QuoteRef.of(older)))
        carried = both if len(both) <= _MOST_CARRIED else carried
    look: list[JsonObject] = [
        {"callback_data": carried, "text": say.button_quote if wide else say.button_context}
    ]
    if url := page_url(citation):
        look.append({"text": say.button_open, "url": url})
    rows = [look]
    if text := copied_text(citation, words):
        rows.append([{"copy_text": {"text": text}, "text": say.button_copy}])
    return {"inline_keyboard": rows}


def abstention_offer(answer: Answer, words: Catalogue) -> InlineCard:
    """Offer the statement that the story does not answer the question."""
    nearest = words.say.inline_follow if answer.citations else ""
    abstention = words.say.abstention
    return _article("abstention", abstention, nearest, FormattedText(abstention))


def notice_offer(id: str, title: str, text: str) -> InlineCard:
    """Offer a sentence about the question itself, where there can be no answer."""
    return _article(id, title, text, FormattedText(text))


def _article(
    id: str,
    title: str,
    description: str,
    message: FormattedText,
    keyboard: JsonObject | None = None,
) -> InlineCard:
    fields = {
        "description": shortened(description, _DESCRIPTION),
        "input_message_content": _content(message),
        "reply_markup": keyboard,
        "title": shortened(title, _TITLE),
    }
    return InlineCard(id, {name: value for name, value in fields.items() if value})


def _content(message: FormattedText) -> JsonObject:
    content: JsonObject = {
        "link_preview_options": {"is_disabled": True},
        "message_text": message.text,
    }
    entities = [_entity(mark) for mark in message.counted]
    return {"entities": entities, **content} if entities else content


def _entity(mark: TextEntity) -> JsonObject:
    entity = {"length": mark.end - mark.start, "offset": mark.start, "type": mark.kind}
    return {**entity, "url": mark.url} if mark.url else entity

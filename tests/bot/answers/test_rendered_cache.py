"""Pages of offers: made once for the citations that they show."""

from dataclasses import replace

import pytest
from telegram import (
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from storybot.bot.answers.rendered_cache import RenderedCache
from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.handlers.inline.inline_results import (
    notice_result,
    quote_result,
)
from storybot.bot.locales.catalogue import ENGLISH
from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope
from storybot.bot.messages.citations import quote_message
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks
from storybot.bot.messages.keyboards import keyboard_markup
from storybot.bot.messages.quote_card import ShownQuote, sent_quote_card, sent_quote_data
from storybot.model.answers import Citation
from storybot.model.documents import DocumentId, Span, State, Version
from worlds.articles import make_document

_CITATION = Citation(
    Version(DocumentId("1"), 1, State.LIVE, make_document("It rains.")), "It rains.", 0, 9, 0, 1.0
)


def _offers() -> list[JsonObject]:
    return [notice_result("1", "It rains.", "It rains.")]


def test_a_page_is_made_once() -> None:
    """The second who asks gets the same objects."""
    pages, citations = RenderedCache[list[JsonObject]](), (_CITATION,)
    first = pages.get(citations, "en", _offers)
    assert pages.get(citations, "en", list) is first


@pytest.mark.parametrize("link", [None, "https://example.com/rain#:~:text=It%20rains."])
def test_an_offer_is_what_the_library_would_send(link: str | None) -> None:
    """Each field has the name and the form that it has in the library's own objects."""
    citation = replace(_CITATION, matches=(Span(3, 8),), link=link)
    message = quote_message(citation, "story_bot", ENGLISH)
    content = InputTextMessageContent(
        message.text,
        entities=message.entities,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    codec, shown = ButtonCodec(b"key"), ShownQuote(citation)
    card = sent_quote_card(shown, sent_quote_data(shown), "story_bot", ENGLISH)
    theirs = InlineQueryResultArticle(
        "1.1.0.9",
        "It rains.",
        content,
        description=citation.version.document.title,
        reply_markup=keyboard_markup(card.keyboard, codec, ButtonScope()),
    )
    assert quote_result(shown, "story_bot", ENGLISH, codec) == theirs.to_dict()


def test_an_offer_without_a_description_or_marks_has_no_such_fields() -> None:
    """As in the library's objects, what is empty is not sent."""
    content = InputTextMessageContent(
        " ", link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    theirs = InlineQueryResultArticle("1", "It rains.", content)
    assert notice_result("1", "It rains.", " ") == theirs.to_dict()


def test_other_citations_have_another_page_though_they_are_equal() -> None:
    """A page belongs to one answer: after a change of the corpus there is a new one."""
    pages, citations = RenderedCache[list[JsonObject]](), (_CITATION,)
    first = pages.get(citations, "en", _offers)
    assert pages.get((_CITATION, _CITATION)[:1], "en", _offers) is not first


def test_another_language_has_another_page() -> None:
    """What stands around the quotes is in the reader's language."""
    pages, citations = RenderedCache[list[JsonObject]](), (_CITATION,)
    assert pages.get(citations, "en", _offers) is not pages.get(citations, "de", _offers)


def test_marks_are_counted_in_utf_16_units_only_where_these_differ() -> None:
    """A Cyrillic letter is one unit, a picture two."""
    (near,) = escape_autolinks("Дождь идёт", [Span(6, 10)]).entities
    (far,) = (FormattedText("🌧 ") + escape_autolinks("идёт", [Span(0, 4)])).entities
    assert (near.offset, near.length, far.offset, far.length) == (6, 4, 3, 4)

"""Pages of offers: made once for the citations that they show."""

from telegram import InlineQueryResultArticle, InputTextMessageContent

from articles import make_document
from storybot.fronts.telegram.marked import Marked, inert
from storybot.fronts.telegram.pages import Pages
from storybot.model import Citation, DocumentId, Span, State, Version

_CITATION = Citation(
    Version(DocumentId("1"), 1, State.LIVE, make_document("It rains.")), "It rains.", 0, 9, 0, 1.0
)


def _offers() -> list[InlineQueryResultArticle]:
    return [InlineQueryResultArticle("1", "It rains.", InputTextMessageContent("It rains."))]


def test_a_page_is_made_once_and_says_what_its_offers_say() -> None:
    """The second who asks gets the same objects, as Telegram takes them."""
    pages, citations = Pages(), (_CITATION,)
    first = pages.page(citations, "en", _offers)
    assert pages.page(citations, "en", list) is first
    assert [offer.to_dict() for offer in first] == [offer.to_dict() for offer in _offers()]


def test_other_citations_have_another_page_though_they_are_equal() -> None:
    """A page belongs to one answer: after a change of the corpus there is a new one."""
    pages, citations = Pages(), (_CITATION,)
    first = pages.page(citations, "en", _offers)
    assert pages.page((_CITATION, _CITATION)[:1], "en", _offers) is not first


def test_another_language_has_another_page() -> None:
    """What stands around the quotes is in the reader's language."""
    pages, citations = Pages(), (_CITATION,)
    assert pages.page(citations, "en", _offers) is not pages.page(citations, "de", _offers)


def test_marks_are_counted_in_utf_16_units_only_where_these_differ() -> None:
    """A Cyrillic letter is one unit, a picture two."""
    (near,) = inert("Дождь идёт", [Span(6, 10)]).entities
    (far,) = (Marked("🌧 ") + inert("идёт", [Span(0, 4)])).entities
    assert (near.offset, near.length, far.offset, far.length) == (6, 4, 3, 4)

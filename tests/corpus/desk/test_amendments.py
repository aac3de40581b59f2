"""Facts about an article corrected one by one, as people write them."""

from datetime import UTC, date, datetime

import pytest

from storybot.corpus.desk.amendments import Field, amended, carried
from storybot.model.documents import Dropped
from storybot.model.errors import Refused
from worlds.articles import make_document

_NOW = datetime(2024, 5, 6, tzinfo=UTC)
_DOCUMENT = make_document("One.", "Two.").model_copy(
    update={
        "dropped": tuple(Dropped(text=f"line {n}", reason="menu", before=1) for n in range(1, 5))
    }
)


@pytest.mark.parametrize(
    ("field", "text", "attribute", "value"),
    [
        (Field.TITLE, "  A new\nheadline ", "title", "A new headline"),
        (Field.PUBLISHER, "The Echo", "publisher", "The Echo"),
        (Field.PUBLISHER, "-", "publisher", ""),
        (Field.AUTHORS, "Ida Bo, Tom Fen", "authors", ("Ida Bo", "Tom Fen")),
        (Field.LINK, "https://example.org/a", "url", "https://example.org/a"),
        (Field.LINK, "–", "url", None),
        (Field.DATE, "2024-05-12", "published", date(2024, 5, 12)),
        (Field.DATE, "12 May 2024", "published", date(2024, 5, 12)),
        (Field.DATE, "-", "published", None),
        (Field.LINES, "2", "text", "One.\n\nline 2\n\nTwo."),
        (Field.LINES, "1, 3 - 4", "text", "One.\n\nline 1\n\nline 3\n\nline 4\n\nTwo."),
        (Field.LINES, "*", "dropped", ()),
    ],
)
def test_a_value_is_taken(field: Field, text: str, attribute: str, value: object) -> None:
    """Written by a person, with white space around it; a dash empties a field."""
    assert getattr(amended(_DOCUMENT, field, text, _NOW), attribute) == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (Field.TITLE, " ", "no_value"),
        (Field.TITLE, "-", "title_needed"),
        (Field.TITLE, "x" * 301, "value_long"),
        (Field.DATE, "soon", "no_such_date"),
        (Field.DATE, "2024-13-45", "no_such_date"),
        (Field.LINES, "5", "no_such_lines"),
        (Field.LINES, "0-2", "no_such_lines"),
        (Field.LINES, "two", "no_such_lines"),
    ],
)
def test_a_value_that_is_none_is_refused(field: Field, text: str, code: str) -> None:
    """Each with what would be one."""
    with pytest.raises(Refused) as refused:
        amended(_DOCUMENT, field, text, _NOW)
    assert refused.value.code == code


def test_only_a_web_address_is_a_link() -> None:
    """What a browser would run is none."""
    with pytest.raises(Refused):
        amended(_DOCUMENT, Field.LINK, "javascript:alert(1)", _NOW)


@pytest.mark.parametrize(
    ("field", "text", "attribute"),
    [
        (Field.TITLE, "A new headline", "title"),
        (Field.PUBLISHER, "-", "publisher"),
        (Field.AUTHORS, "Ida Bo", "authors"),
        (Field.LINK, "https://example.org/a", "url"),
        (Field.DATE, "2024-05-12", "published"),
        (Field.LINES, "2, 4", "text"),
    ],
)
def test_a_value_is_carried_over(field: Field, text: str, attribute: str) -> None:
    """Into what is read again; what nobody put there is as it is read."""
    read = _DOCUMENT.model_copy(update={"publisher": "The Echo", "authors": ("Tom Fen",)})
    old = amended(read, field, text, _NOW)
    assert getattr(carried(read, old, [field]), attribute) == getattr(old, attribute)
    assert carried(read, old, []) == read


def test_a_line_that_is_gone_is_not_put_back() -> None:
    """The edit may have deleted it."""
    old = amended(_DOCUMENT, Field.LINES, "2, 4", _NOW)
    read = _DOCUMENT.model_copy(update={"dropped": _DOCUMENT.dropped[2:]})
    assert carried(read, old, [Field.LINES]).text == "One.\n\nline 4\n\nTwo."

"""Documents check themselves, and come back from JSON as they were."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from storybot.model.document_json import about_json, document_json, read_document
from storybot.model.documents import Document, Dropped, Span
from storybot.model.errors import DamagedText
from storybot.store.layout.rows import digest, read_version
from worlds.articles import make_document

_ADAPTER = TypeAdapter(Document)
_TEXTS = ("source", "title", "language", "standfirst", "publisher")
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
_ZONES = st.none() | st.integers(-14 * 60, 14 * 60).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)
_MOMENTS = st.builds(
    datetime.replace,
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)),  # noqa: DTZ001
    tzinfo=_ZONES,
)
_DROPPED = st.builds(Dropped, text=_TEXT, reason=_TEXT, before=st.integers(0, 9))
_DOCUMENTS = st.builds(
    lambda paragraphs, more: make_document(*paragraphs, **more),
    st.lists(_TEXT, min_size=1, max_size=4),
    st.fixed_dictionaries(
        {},
        optional={
            "title": _TEXT,
            "subheads": st.just((0,)),
            "authors": st.lists(_TEXT, max_size=2),
            "published": st.none() | st.dates() | _MOMENTS,
            "url": st.none() | _TEXT,
            "dropped": st.lists(_DROPPED, max_size=2),
        },
    ),
)


@given(_DOCUMENTS)
def test_a_document_is_read_back_as_it_was_written(document: Document) -> None:
    """By hand as by pydantic, whatever it holds."""
    assert read_document(document.text, about_json(document)) == document
    assert _ADAPTER.validate_json(document_json(document)) == document


def test_what_a_document_is_written_as_stays() -> None:
    """It stands under a hash, by which the same article again is told from another."""
    moment = datetime(2023, 8, 30, 8, 49, tzinfo=UTC)
    document = make_document("é “x”", published=moment, authors=["A"], url="u")
    assert about_json(document) == (
        '{"source":"a.txt","title":"About a.txt","spans":[[0,5]],"authors":["A"],'
        '"published":"2023-08-30T08:49:00Z","url":"u"}'
    )
    assert '"text":"é “x”"' in document_json(document)


@pytest.mark.parametrize(
    "about", ["[]", "{}", '{"source": "a"}', '{"published": "soon"}', '{"text": "b"}', "null"]
)
def test_what_is_no_document_is_refused(about: str) -> None:
    """Whoever reads it catches two kinds of errors."""
    with pytest.raises((TypeError, ValueError)):
        read_document("x", about)


@pytest.mark.parametrize("name", [field.name for field in fields(Document)])
@pytest.mark.parametrize(
    "value",
    [
        *(None, False, 0, 0.5, "[", {"a": "b"}, [None], [{}], [["a"]], [[0.0, 1.0]], [[0, "1"]]),
        [{"text": None, "reason": "b", "before": 0}],
        [{"text": "a", "reason": "b", "before": "0"}],
    ],
)
def test_a_value_of_another_kind_is_refused(name: str, value: object) -> None:
    """As damage, whatever it is: nobody who quotes has to reckon with it."""
    about = json.dumps({"source": "a", "title": "A", "spans": [[0, 1]], name: value})
    may_be = {("url", None), ("url", "[")} | {(text, "[") for text in _TEXTS}
    if (name, str(value) if value else value) in may_be:
        read_document("x", about)
        return
    with pytest.raises(DamagedText):
        read_version(1, 1, "live", "x", about, digest("x", about))


def test_what_is_nested_too_deeply_is_damaged() -> None:
    """As is all else that cannot be read."""
    with pytest.raises(DamagedText):
        read_version(1, 1, "live", "x", "[" * 100_000, digest("x", "[" * 100_000))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"spans": ()}, "no paragraph"),
        ({"spans": ((0, 9),)}, "leaves the text"),
        ({"spans": ((0, 2), (1, 3))}, "overlaps"),
        ({"subheads": (1,)}, "a sub-head is not a paragraph"),
        ({"title": "a\x00"}, "title holds a NUL character"),
        ({"authors": ("a", "\ud800")}, "authors holds half of a surrogate pair"),
    ],
)
def test_a_document_refuses_what_cannot_be_quoted_or_stored(
    wrong: dict[str, Any], why: str
) -> None:
    """When it is made, and when pydantic makes it of JSON or of a mapping."""
    values = {"source": "a", "title": "A", "text": "abc", "spans": ((0, 3),)} | wrong
    with pytest.raises(ValueError, match=why):
        Document(**values)
    with pytest.raises(ValidationError, match=why):
        _ADAPTER.validate_python(values)


def test_a_document_takes_lists_and_the_text_of_a_date() -> None:
    """A date without a time stays one."""
    values: dict[str, Any] = {"spans": [[0, 1]], "authors": ["A"], "published": "2023-08-30"}
    document = Document(source="a", title="A", text="x", **values)
    assert document.spans == (Span(0, 1),)
    assert document.authors == ("A",)
    assert document.published == date(2023, 8, 30)
    with pytest.raises(ValidationError, match="Unexpected keyword"):
        _ADAPTER.validate_python({**values, "source": "a", "title": "A", "text": "x", "more": 1})

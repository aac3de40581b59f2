"""Composing documents and putting dropped lines back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.ingest.composing import compose, opening, restore_line
from storybot.model.documents import Document, Dropped


def document(*paragraphs: str, dropped: tuple[Dropped, ...], subheads: tuple[int, ...]) -> Document:
    """Make a document of paragraphs."""
    text, spans = compose(paragraphs)
    return Document(
        source="a", title="t", text=text, spans=spans, dropped=dropped, subheads=subheads
    )


def line(text: str, before: int) -> Dropped:
    """Make a dropped line."""
    return Dropped(text=text, reason="menu or link", before=before)


def parts(found: Document) -> list[str]:
    """List the paragraphs of a document."""
    return [found.paragraph(i) for i in range(len(found.spans))]


def test_a_restored_line_stands_where_it_stood() -> None:
    """It becomes a paragraph before the one that it stood before, word for word."""
    before = document("One.", "Two.", dropped=(line(" Mid dle ", 1),), subheads=())
    after = restore_line(before, 0)
    assert parts(after) == ["One.", " Mid dle ", "Two."]
    assert after.text == "One.\n\n Mid dle \n\nTwo."
    assert after.dropped == ()


def test_what_came_last_is_restored_last() -> None:
    """A line that stood below the last paragraph is restored below it."""
    before = document("One.", dropped=(line("End", 1),), subheads=())
    assert parts(restore_line(before, 0)) == ["One.", "End"]


def test_subheads_stay_the_same_paragraphs() -> None:
    """Indexes of sub-heads below the restored line move with their paragraphs."""
    before = document("One.", "Head", "Two.", dropped=(line("New", 1),), subheads=(1,))
    after = restore_line(before, 0)
    assert [after.paragraph(i) for i in after.subheads] == ["Head"]


def test_restoring_all_lines_gives_their_order_back() -> None:
    """Lines of one place come back in their order, whichever is restored first."""
    lines = (line("a", 0), line("b", 1), line("c", 1), line("d", 2))
    for order in ((0, 0, 0, 0), (3, 2, 1, 0), (1, 2, 0, 0)):
        found = document("One.", "Two.", dropped=lines, subheads=())
        for index in order:
            found = restore_line(found, index)
        assert parts(found) == ["a", "One.", "b", "c", "Two.", "d"]


def test_a_number_that_is_none_is_refused() -> None:
    """There is nothing to restore under a number beyond the list."""
    with pytest.raises(IndexError, match="number 1"):
        restore_line(document("One.", dropped=(line("a", 0),), subheads=()), 1)


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=8))
def test_spans_give_the_paragraphs_back(paragraphs: list[str]) -> None:
    """Each span of a composed text is its paragraph, unchanged."""
    text, spans = compose(paragraphs)
    assert [text[start:end] for start, end in spans] == paragraphs


def test_a_title_of_first_words_is_cut_between_words() -> None:
    """A short opening is taken whole, a long one up to a word's end, with an ellipsis."""
    assert opening("A  short\none.") == "A short one."
    long = opening("word " * 40)
    assert long.endswith("word…")
    assert len(long) <= 81

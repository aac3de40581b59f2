"""Paragraphs of plain text in the forms that people paste it."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storybot.text.segmentation.paragraphs import split_paragraphs

PIECES = st.sampled_from(
    ["word ", "Word", "a longer piece of prose ", "end.", " ", "\t", "- ", *"\n\n\r\v\f\x1c\u2028"]
)

STORY = """
The council of the small coastal town voted on Monday evening to keep the old Bridge Street school \
open until the summer of next year. Parents had protested for months. Nine of eleven members voted \
for the motion of Mayor Roth.
The school was built in 1902 and has four rooms, one of which has been closed since a part of its \
roof fell in two years ago, when nobody was hurt.
A new building is planned beside the station. It will cost about nine million pounds, most of \
which the county will pay, and it will be ready in three years.
""".strip().splitlines()


def paragraphs(text: str) -> list[str]:
    """Cut a text and return its paragraphs as strings."""
    return [text[start:end] for start, end in split_paragraphs(text)]


def wrapped(width: int, between: str, indent: str = "") -> str:
    """Write the story in a column."""
    return between.join(
        textwrap.fill(paragraph, width, initial_indent=indent) for paragraph in STORY
    )


@given(text=st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=100))
def test_paragraphs_hold_every_visible_character_once(text: str) -> None:
    """Spans are in order and stripped, and only white space lies between them."""
    at = 0
    for start, end in split_paragraphs(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028"])
def test_blank_lines_divide(line_break: str) -> None:
    """Blank lines divide paragraphs, whatever ends the lines and whatever blank holds."""
    text = f"{line_break} \t{line_break}".join(STORY)
    assert paragraphs(text) == STORY


def test_a_line_may_be_a_paragraph() -> None:
    """Without blank lines every line of prose is a paragraph."""
    assert paragraphs("\n".join(STORY)) == STORY


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_a_column_with_blank_lines_is_joined(width: int) -> None:
    """Prose wrapped to a width keeps its paragraphs."""
    assert [p.replace("\n", " ") for p in paragraphs(wrapped(width, "\n\n"))] == STORY


@pytest.mark.parametrize("width", [60, 72])
def test_a_column_without_blank_lines_is_cut_at_short_lines(width: int) -> None:
    """In a column, a line that stops short ends its paragraph."""
    text = wrapped(width, "\n", indent="  ")
    assert [p.replace("\n", " ") for p in paragraphs(text)] == STORY


def test_a_heading_above_a_column_stays_apart() -> None:
    """A short line without a stop is not joined to the prose below it."""
    text = f"School stays open\n{textwrap.fill(STORY[0], 72)}"
    assert paragraphs(text)[0] == "School stays open"
    assert len(paragraphs(text)) == 2


def test_a_line_too_long_for_the_column_does_not_hide_it() -> None:
    """One heading or address wider than the column leaves the column a column."""
    heading = f"School stays open: {'x' * 150} "
    text = f"{heading}\n{wrapped(60, chr(10))}"
    assert [p.replace("\n", " ") for p in paragraphs(text)] == [heading.strip(), *STORY]


def test_lines_of_similar_length_are_not_a_column() -> None:
    """Whole sentences on lines of their own are not joined, however even they are."""
    lines = [
        "The council voted on Monday to keep it open.",
        "Parents of the pupils had protested all year.",
        "A new building is planned near the station.",
        "It will cost the county nine million pounds.",
    ]
    assert paragraphs("\n".join(lines)) == lines


def test_names_on_lines_of_their_own_stay_apart() -> None:
    """A list of short lines is not a narrow column."""
    lines = ["Mara Roth", "Ann Oyelaran", "Per Lindqvist", "Jo Hale"]
    assert paragraphs("\n".join(lines)) == lines


def test_bullets_begin_paragraphs() -> None:
    """Items of a list stay apart inside a column and when they begin in lower case."""
    text = "The town will lose three things that it has had for a century:\n- its school\n• its bus"
    assert paragraphs(text)[1:] == ["- its school", "• its bus"]


def test_a_long_line_goes_on_in_lower_case() -> None:
    """A break in the middle of a sentence is a wrap even in a text of two lines."""
    text = "The council voted on Monday evening to keep the school\nopen until the summer."
    assert paragraphs(text) == [text]


def test_an_address_on_its_own_line_stays_apart() -> None:
    """A link below a line is not the rest of its sentence, though it begins in lower case."""
    lines = ["The council keeps the school open until the summer", "https://example.org/school"]
    assert paragraphs("\n".join(lines)) == lines


def test_text_without_words_has_no_paragraphs() -> None:
    """Nothing comes of white space."""
    assert split_paragraphs(" \n\t\n") == []

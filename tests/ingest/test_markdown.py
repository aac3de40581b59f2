"""Reading Markdown articles and their front matter."""

from datetime import date, datetime, timedelta, timezone

import pytest

from storybot.ingest.formats.markdown import read_markdown
from storybot.ingest.reading import read_bytes, read_text
from storybot.model.documents import Document
from storybot.model.errors import Refused

FRONT = """---
title: Harbour road to close
standfirst: Shops fear a lost winter
publisher: Harbour Courier
authors: [Ann Lee, Bob Ray]
published: 2024-05-02T08:49-04:00
url: https://harbour.example/road
language: de
captions: The quay at dawn
mood: gloomy
---
"""


def read(text: str) -> Document:
    """Read Markdown as a file's."""
    return read_markdown(text, source="a.md")


def parts(found: Document) -> list[str]:
    """List the paragraphs of a document."""
    return [found.paragraph(i) for i in range(len(found.spans))]


def test_front_matter_fills_the_head() -> None:
    """Each known key goes to its field; a key that is not known is left aside."""
    found = read(FRONT + "The council voted.\n")
    assert found.title == "Harbour road to close"
    assert found.standfirst == "Shops fear a lost winter"
    assert found.publisher == "Harbour Courier"
    assert found.authors == ("Ann Lee", "Bob Ray")
    assert found.published == datetime(2024, 5, 2, 8, 49, tzinfo=timezone(timedelta(hours=-4)))
    assert (found.url, found.language) == ("https://harbour.example/road", "de")
    assert found.captions == ("The quay at dawn",)
    assert found.text == "The council voted."


def test_other_names_of_keys_are_understood() -> None:
    """A byline, a bare date, a link and a description are read under their other names."""
    found = read(
        "---\nbyline: By Ann Lee and Bob Ray\ndate: 2024-05-02\nlink: https://a.example\n"
        "description: Short\nlang: en-GB\n---\nText here."
    )
    assert found.authors == ("Ann Lee", "Bob Ray")
    assert found.published == date(2024, 5, 2)
    assert (found.url, found.standfirst, found.language) == ("https://a.example", "Short", "en")
    assert found.publisher == "a.example"


def test_a_date_may_be_written_as_pages_print_it() -> None:
    """A date in words is read like the date of a page."""
    found = read("---\ndate: 2 May 2024 06.12 EDT\n---\nText.")
    assert str(found.published) == "2024-05-02 06:12:00-04:00"


def test_markdown_becomes_plain_paragraphs() -> None:
    """Marks, links and line breaks go; the words stay, a block a paragraph."""
    found = read(
        "# Harbour road to close\n\nThe *council* voted by [nine to four](https://a.example)\n"
        "on **Tuesday** `now`.\n\n## No warning\n\n- Mill Lane\n- Church Row\n\n"
        "1. First\n\n> Nobody came.\n\n```\nkeep  this\n\nand this\n```\n\n---\n\n"
        "| Road | Open |\n|---|---|\n| Mill Lane | yes |\n"
    )
    assert found.title == "Harbour road to close"
    assert parts(found) == [
        "The council voted by nine to four on Tuesday now.",
        "No warning",
        "Mill Lane",
        "Church Row",
        "First",
        "Nobody came.",
        "keep  this",
        "and this",
        "Road | Open",
        "Mill Lane | yes",
    ]
    assert found.subheads == (1,)


def test_pictures_become_captions() -> None:
    """The alternative text of a picture is a caption and no part of the story."""
    found = read("![The quay at *dawn*](a.jpg)\n\nText ![](b.jpg)here.")
    assert found.captions == ("The quay at dawn",)
    assert parts(found) == ["Text here."]


def test_html_leaves_its_words() -> None:
    """Tags and comments go, entities are read."""
    found = read("<div>Fog &amp; rain</div>\n\nAll <b>roads</b> &lt; closed.\n\n<!-- no -->\n")
    assert parts(found) == ["Fog & rain", "All roads < closed."]


def test_a_heading_that_repeats_the_title_is_not_kept_twice() -> None:
    """The first heading is dropped when front matter already says it; another is a sub-head."""
    same = read("---\ntitle: Road\n---\n# Road\n\nText.")
    other = read("---\ntitle: Road\n---\n# Winter\n\nText.")
    assert (same.title, parts(same)) == ("Road", ["Text."])
    assert (other.title, parts(other)) == ("Road", ["Winter", "Text."])


def test_markdown_is_never_cleaned_as_a_page() -> None:
    """Lines that a page dump would lose stay: whoever wrote Markdown wrote an article."""
    text = "Home\n\nShare\n\nComments\n\nYour support makes the difference.\n\nMenu"
    assert len(parts(read(f"{text}\n"))) == 5


def test_without_a_heading_the_title_is_the_opening() -> None:
    """A title is made of the first words."""
    assert read("The council voted.").title == "The council voted."


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("title: [a", "not YAML in line [23]"),
        ("title: 1984", "“title” in its front matter is wrong: it must be text"),
        ("title: {a: b}", "“title”"),
        ("authors: [[a]]", "“authors”"),
        ("date: soon", "“date” in its front matter is wrong: it is not a date"),
        ("date: 2023-02-31", "front matter"),
        ("url: javascript:alert(1)", "“url” in its front matter is wrong"),
        ("language: German", "“language”"),
        ("captions: 7", "“captions”"),
        ("- a\n- b", "not a list of keys"),
        ("a: [[[[[[1]]]]]]", "too involved"),
        ("a: &x [1]\nb: *x", "too involved"),
        ("a: " + "x" * 30_000, "too long"),
        ("a: !!python/object:os.system {}", "not YAML"),
    ],
)
def test_wrong_front_matter_is_refused_by_name(front: str, message: str) -> None:
    """The message names the key or the line, and nothing is guessed."""
    with pytest.raises(Refused, match=message):
        read(f"---\n{front}\n---\nText.")


@pytest.mark.parametrize(
    "title",
    [
        "Flood in Kelm: mayor resigns",
        "Crue à Kelm : le maire s'en va",
        '"I was not there", says the mayor',
        "[Video] The lock gives way",
        "*Updated* The lock gives way",
        "@quay_council: no comment",
        "100: the town counts its years",
        "Who knew:",
        "Team #1 wins",
        "#MeToo reaches Kelm",
        "Kelm's flood: #2 in a year",
    ],
)
def test_a_headline_needs_no_quotation_marks(title: str) -> None:
    """A colon, a quote or a bracket in it makes it no other YAML; every other key is read too."""
    found = read(f"---\ntitle: {title}\npublisher: Kelm: Mail\ndate: 2024-05-02\n---\nText.")
    assert (found.title, found.publisher) == (title, "Kelm: Mail")
    assert found.published == date(2024, 5, 2)


def test_quoted_headlines_are_read_as_yaml() -> None:
    """Beside a line that is not; a comment behind the quotation marks is none of theirs."""
    found = read("---\ntitle: 'It''s: over'  # at last\npublisher: Kelm: Mail\n---\nText.")
    assert (found.title, found.publisher) == ("It's: over", "Kelm: Mail")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    """Three dashes that are never closed are a rule in the text."""
    assert parts(read("---\nThe council voted.")) == ["The council voted."]


def test_markdown_without_text_is_refused() -> None:
    """Headings and pictures alone are no article."""
    with pytest.raises(Refused, match="no paragraph"):
        read("# Title\n\n![alt](a.jpg)\n")


def test_markdown_that_is_too_long_is_refused() -> None:
    """Parsing stays a matter of seconds."""
    with pytest.raises(Refused, match="too long"):
        read("[" * 300_001)


@pytest.mark.parametrize(
    "prose",
    [
        "24. August 2022: rockets fell on the station.",
        "1. Mai 2024: the road is closed.",
        "1986. A year of floods.",
        "It costs 5*3*2 euros, and a*b is more.",
        "<Name> leaves the town.",
        "[Agency]: City and harbour are closed.",
        "1. FC Kelm won by three goals to one.",
        "- 5 degrees were measured at dawn.",
        "+ 3 per cent is the rise of the rents.",
        "Where a<b and c>d, the road is steep.",
    ],
)
def test_prose_is_not_taken_for_markup(prose: str) -> None:
    """Not a character of it changes."""
    assert parts(read(f"# Title\n\n{prose}\n\nMore was said.")) == [prose, "More was said."]


def test_code_is_as_it_was_written() -> None:
    """What guards prose leaves no trace in it."""
    assert parts(read("# T\n\nSo `a*b` and `<x>`.\n\n```\n<y> a*b\n[q]: r\n```\n")) == [
        "So a*b and <x>.",
        "<y> a*b\n[q]: r",
    ]


def test_lists_lose_their_bullets_and_numbers() -> None:
    """They are marks where there are several, and where one is too short for a sentence."""
    assert parts(read("1. The bridge opens.\n2. The road stays shut.\n\n- 5 boats\n- 3 cars")) == [
        "The bridge opens.",
        "The road stays shut.",
        "5 boats",
        "3 cars",
    ]


@pytest.mark.parametrize("item", ["*", "-", "24."])
def test_an_item_without_words_says_nothing(item: str) -> None:
    """The sign or number of an empty item is not given to the paragraph below it."""
    found = read(f"# Harbour road\n\n{item}\n\n5 degrees were measured at dawn by the council.\n")
    assert parts(found) == ["5 degrees were measured at dawn by the council."]


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Road\nauthor: Ann Lee\ndate: 2024-05-02\n---\n",
        " \n---\ntitle: Road\nauthor: Ann Lee\ndate: 2024-05-02\n...\n",
        '+++\ntitle = "Road"\nauthor = "Ann Lee"\ndate = 2024-05-02\n+++\n',
        "Title: Road\nAuthor: Ann Lee\nDate: 2 May 2024\n\n",
        "---\ntitle: Road\nauthor: Ann Lee\ndate: 2024-05-02\n\n",
    ],
    ids=["YAML", "dots", "TOML", "unruled", "unclosed"],
)
def test_pasted_front_matter_is_read(front: str) -> None:
    """It is no headline and no paragraph, pasted or in a text file."""
    text = f"{front}The council voted on Tuesday."
    for found in (
        read_text(text, source="chat"),
        read_bytes(text.encode(), name="a.txt", source="a"),
    ):
        assert (found.title, found.authors) == ("Road", ("Ann Lee",))
        assert found.published == date(2024, 5, 2)
        assert found.text == "The council voted on Tuesday."


@pytest.mark.parametrize(
    "text",
    [
        "Title: a word with a long history.",
        "Date: soon\nAuthor: nobody\n\nIt was long.",
        "+++\nA\n+++",
    ],
)
def test_what_only_looks_like_front_matter_is_text(text: str) -> None:
    """One key, an impossible day, three plus signs."""
    assert text.partition("\n")[0] in read_text(text, source="chat").text


def test_a_comment_in_front_matter_is_none_of_its_words() -> None:
    """As in YAML, it has a space behind its sign."""
    front = "# of the archive\ntitle: The lock # checked\nurl: https://a.example/#b"
    found = read(f"---\n{front}\n---\nText.")
    assert (found.title, found.url) == ("The lock", "https://a.example/#b")

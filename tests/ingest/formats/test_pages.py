"""Pages of HTML: the story, what the page says of it, and walls in front of it."""

import json
from datetime import UTC, date, datetime

import pytest

from storybot.ingest.formats.charsets.html_encoding import decode_page
from storybot.ingest.formats.web.html_page import read_html
from storybot.model.documents import Document
from storybot.model.errors import Refused
from worlds.files import HEADLINE, STORY, page, paragraphs_of

MENU = "<nav><ul><li><a href=/>Home</a></li><li><a href=/w>Weather</a></li></ul></nav>"
FOOT = "<footer>© 2025 Kelm Post. All rights reserved.</footer>"
DATA = {
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "author": [{"name": "Nell Hart"}],
    "datePublished": "2025-03-05T09:30:00Z",
    "publisher": {"name": "Kelm Post"},
}


def said(**more: object) -> str:
    """Write what a page says of itself in JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(DATA | more)}</script>'


def read(body: str, head: str = "") -> Document:
    """Read a page of HTML."""
    return read_html(page(body, head).decode(), name="a.html", source="a.html")


def paragraphs(document: Document) -> list[str]:
    """List the paragraphs of a document."""
    return [document.paragraph(i) for i in range(len(document.spans))]


def test_the_story_and_its_data_are_read() -> None:
    """The paragraphs are the page's own; title, writer, date and outlet come from JSON-LD."""
    link = "<link rel=canonical href='https://kelm.example/crane'>"
    article = f"<article><h1>{HEADLINE}</h1>{paragraphs_of()}</article>"
    found = read(f"{MENU}{article}{FOOT}", said() + link)
    assert paragraphs(found) == list(STORY)
    assert (found.title, found.authors, found.publisher) == (HEADLINE, ("Nell Hart",), "Kelm Post")
    assert found.published == datetime(2025, 3, 5, 9, 30, tzinfo=UTC)
    assert found.url == "https://kelm.example/crane"
    assert {"Home", "Weather"} <= {line.text for line in found.dropped}


def test_what_a_writer_is_belongs_to_no_name() -> None:
    """Also where no data but the byline that is shown tells who wrote it."""
    byline = "<p class=byline>By <a href=/n>Nell Hart</a>, transport correspondent</p>"
    found = read(f"<article><h1>{HEADLINE}</h1>{byline}{paragraphs_of()}</article>")
    assert found.authors == ("Nell Hart",)


@pytest.mark.parametrize("space", ["&nbsp;", "&#8239;", "&thinsp;"])
def test_a_paragraph_with_other_spaces_is_not_also_left_out(space: str) -> None:
    """Numbers and their units are kept together by them; the story and the page mean the same."""
    article = f"<article><h1>{HEADLINE}</h1>{paragraphs_of()}<p>It cost 4.8{space}million.</p>"
    found = read(f"{MENU}{article}</article>{FOOT}", said())
    assert paragraphs(found) == [*STORY, "It cost 4.8 million."]
    assert not [line.text for line in found.dropped if "million" in line.text]


def test_headings_quotes_tables_and_corrections_stay() -> None:
    """What was struck out does not, nor is it joined with what took its place."""
    body = (
        f"<article><h1>{HEADLINE}</h1>{paragraphs_of()}<h2>The price</h2>"
        "<p>It was put at <del>4.7</del><ins>4.8</ins> million euros, the town said.</p>"
        "<blockquote><p>We would have taken a longer quay, said a docker.</p></blockquote>"
        "<table><tr><th>Year</th><th>Days</th></tr><tr><td>2024</td><td>37</td></tr></table>"
        "<div class=correction>Correction: an earlier version gave the price as 4.7 million.</div>"
        "</article>"
    )
    found = read(body)
    assert paragraphs(found)[len(STORY) :] == [
        "The price",
        "It was put at 4.8 million euros, the town said.",
        "We would have taken a longer quay, said a docker.",
        "Year | Days",
        "2024 | 37",
        "Correction: an earlier version gave the price as 4.7 million.",
    ]
    assert found.subheads == (len(STORY),)


def test_paragraphs_that_are_divisions_are_read() -> None:
    """Not every outlet writes paragraphs as such."""
    found = read(f"{MENU}<div id=story><h1>{HEADLINE}</h1>{paragraphs_of('div')}</div>{FOOT}")
    assert paragraphs(found) == list(STORY)


def test_a_live_blog_keeps_its_times() -> None:
    """Each entry stands below the time at which it was written."""
    entries = "".join(
        f"<div><time datetime=x>1{n}:05</time><h3>Entry number {n}</h3><p>{text}</p></div>"
        for n, text in enumerate(STORY)
    )
    found = read(f"<main><h1>{HEADLINE}</h1><div class=liveblog>{entries}</div></main>")
    assert [text for text in paragraphs(found) if text in STORY] == list(STORY)
    assert [t for t in paragraphs(found) if t[:1] == "1"][:3] == ["10:05", "11:05", "12:05"]


def test_an_appeal_amid_the_story_is_taken_out() -> None:
    """Trafilatura takes it for a paragraph."""
    appeal = "Support independent journalism: your donation allows our reporters to go on."
    texts = (*STORY[:2], appeal, *STORY[2:])
    found = read(f"<article><h1>{HEADLINE}</h1>{paragraphs_of('p', texts)}</article>")
    assert paragraphs(found) == list(STORY)


SIXTH = date(2024, 5, 6)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Publicado el 6 de mayo de 2024", SIXTH),
        ("Madrid, 6 de mayo de 2024", SIXTH),
        ("Pubblicato il 6 maggio 2024", SIXTH),
        ("Опубликовано 6 мая 2024", SIXTH),
        ("Москва, 6 мая 2024 года", SIXTH),
        ("Опубліковано 6 травня 2024", SIXTH),
        ("Київ, 6 травня 2024", SIXTH),
        ("Yayınlanma tarihi: 6 Mayıs 2024", SIXTH),
        ("Publié le 6 mai 2024", SIXTH),
        ("Berlin, den 6. Mai 2024", SIXTH),
        ("Publicado el 1 de enero de 2024", date(2024, 1, 1)),
        ("© 2024 Kelm Post", None),
        ("Kelm Post, founded in 2019", None),
    ],
)
def test_a_line_dates_a_page_without_data(line: str, day: date | None) -> None:
    """In the languages that the bot speaks; of a year alone no first of January is made."""
    law = "<p>The rule for the quay has been in force since 1 January 2024, said its captain.</p>"
    top = f"<h1>{HEADLINE}</h1><p>{line}</p>"
    assert read(f"<article>{top}{paragraphs_of()}{law}</article>").published == day
    assert read(f"<main>{top}{paragraphs_of()}</main>{FOOT}").published == day


def test_a_year_begins_on_a_day_that_the_markup_names() -> None:
    """A program wrote it, so that nothing was guessed."""
    top = f"<h1>{HEADLINE}</h1><p><time datetime=2024-01-01T08:00>New Year</time></p>"
    found = read(f"<article>{top}{paragraphs_of()}</article>").published
    assert str(found)[:10] == "2024-01-01"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<div id=root></div><script src=a.js></script>", "JavaScript"),
        ("<noscript>Please enable JavaScript to view this page.</noscript>", "JavaScript"),
        (
            (
                "<h2>We value your privacy</h2><p>We and our partners use cookies.</p>"
                "<button>Accept all</button><button>Manage options</button>"
            ),
            "consent",
        ),
        ("<h1>Just a moment...</h1><p>Verifying you are human.</p>", "robots"),
    ],
)
def test_a_wall_is_said_to_be_one(body: str, named: str) -> None:
    """Nothing of it is taken for an article."""
    with pytest.raises(Refused, match=named):
        read(body)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("", "utf-8"), ("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("iso-8859-1", "cp1252")],
)
def test_a_page_is_decoded_as_it_says(charset: str, encoding: str) -> None:
    """By its server, by itself, or as UTF-8; nothing is guessed then."""
    text = "<p>Straße</p>" if encoding == "cp1252" else "<p>Дорогу закроют</p>"
    assert decode_page(text.encode(encoding), charset).text == text
    named = f"<meta charset={charset or 'utf-8'}>{text}"
    decoded = decode_page(named.encode(encoding))
    assert (decoded.text, decoded.guessed) == (named, False)

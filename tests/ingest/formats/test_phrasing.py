"""Words that stand in elements of their own, within a sentence of a page."""

import time

import pytest

from storybot.ingest.formats.web.html_page import read_html
from storybot.ingest.formats.web.html_tree import parse_page
from storybot.ingest.formats.web.phrasing import as_shown, with_inline_words
from storybot.model.documents import Document
from worlds.files import HEADLINE, STORY, page, paragraphs_of

_PHRASING = """
a abbr acronym b bdi bdo big blink button cite code data dfn em font i ins kbd label mark math meter
nobr output progress ruby samp slot small span strong sub sup time tt u var kelm-term
"""
PHRASING = _PHRASING.split()
"""The phrasing elements of HTML that show words, those of old pages, and one of a page's own."""
POLLS = "The polls close at six o'clock sharp on Monday, as the council has said."
LAST = "It meets again in June to vote on the crane, the clerk said."


def read(body: str, *, above: bool = False, language: str = "en") -> Document:
    """Read a page that has something in the midst of its story, or above it."""
    parts = (body, paragraphs_of()) if above else (paragraphs_of(), body)
    article = f"<article lang={language}><h1>{HEADLINE}</h1>{''.join(parts)}<p>{LAST}</p></article>"
    return read_html(page(article).decode(), name="a.html", source="a.html")


def added(body: str, *, above: bool = False, language: str = "en") -> list[str]:
    """List the paragraphs that are read of it."""
    found = read(body, above=above, language=language)
    texts = [found.paragraph(i) for i in range(len(found.spans))]
    return [text for text in texts if text not in {*STORY, LAST}]


@pytest.mark.parametrize("tag", PHRASING)
@pytest.mark.parametrize("block", ["p", "div", "li", "blockquote", "h2", "td"])
def test_a_sentence_keeps_the_words_of_its_elements(tag: str, block: str) -> None:
    """Whatever element they stand in, and in whichever block."""
    body = f"<{block}>{POLLS.replace('six', f'<{tag}>six</{tag}>')}</{block}>"
    around = {"li": f"<ul>{body}</ul>", "td": f"<table><tr>{body}<td>Kelm</td></tr></table>"}
    assert added(around.get(block, body)) == [POLLS + " | Kelm" * (block == "td")]


@pytest.mark.parametrize("inner", ["time", "output", "label", "button", "q"])
@pytest.mark.parametrize("outer", ["em", "a href=/x", "time", "span class=link"])
def test_elements_lie_in_each_other(outer: str, inner: str) -> None:
    """The words stay in their order."""
    name = outer.partition(" ")[0]
    words = f"<{outer}>at <{inner}>six</{inner}> o'clock</{name}>"
    shown = POLLS.replace("six", "“six”") if inner == "q" else POLLS
    body = POLLS.replace("at six o'clock", words)
    assert added(f"<p>{body}</p>") == [shown]


@pytest.mark.parametrize(
    "named", ["class=timestamp", "class=link", "class='share-count'", "id=nav"]
)
def test_a_span_in_a_sentence_is_no_furniture_by_its_name(named: str) -> None:
    """At its start, amid it and at its end; a note that is shown apart stays out."""
    for words in ("The polls", "six o'clock", "has said"):
        body = POLLS.replace(words, f"<span {named}>{words}</span>")
        assert added(f"<p>{body}</p>") == [POLLS]
    note = "<span class='tooltip-overlay'>The town hall opens at nine.</span>"
    assert added(f"<p>{POLLS.replace(' sharp', f' {note}sharp')}</p>") == [POLLS]
    assert added(f"<p>{POLLS} <span class='share-count'>Share</span></p>") == [POLLS]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "“We ask for ‘nothing’ else”"),
        ("de-AT", "„We ask for ‚nothing‘ else“"),
        ("fr", "«We ask for «nothing» else»"),
        ("uk", "«We ask for „nothing“ else»"),
    ],
)
def test_quotations_have_their_marks(language: str, shown: str) -> None:
    """A browser sets them: without, a reader could not tell who says what."""
    body = "<p>She said <q>We ask for <q>nothing</q> else</q>, and left the hall of the town.</p>"
    found = read(body, language=language)
    assert found.paragraph(len(STORY)) == f"She said {shown}, and left the hall of the town."
    assert shown not in "".join(line.text for line in found.dropped)


def test_glosses_are_no_words_of_the_sentence() -> None:
    """Ruby annotations and the sources of formulas stand apart; a fraction is no number."""
    ruby = "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>"
    half = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation>\\frac12</annotation></math>"
    body = f"<p>The sign {ruby} was on {half} of the doors of the town, the clerk said.</p>"
    assert added(body) == ["The sign 漢字 was on 1/2 of the doors of the town, the clerk said."]


@pytest.mark.parametrize(
    "line",
    [
        "<time>6 May 2024</time>",
        "Published <time>6 May 2024</time>",
        "Updated at <time>18:05</time>",
        "<time>6 May 2024</time> <span>3 min read</span>",
        "Veröffentlicht am <time>6. Mai 2024</time>",
        "By Nell Hart, <time>6 May 2024</time>",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_line_that_dates_the_story_is_no_paragraph(line: str, *, above: bool) -> None:
    """Nor is what remains of it without the time."""
    assert added(f"<p>{line}</p>", above=above) == []


def test_times_of_lists_and_tables_are_of_the_story() -> None:
    """A programme has them above, beside or before what they are the times of."""
    rows = "<tr><th>When</th><th>What</th></tr><tr><td><time>18:00</time></td><td>Polls</td></tr>"
    items = "<li><time>18:00</time> The polls close.</li><li><time>19:00</time> Counting.</li>"
    assert added(f"<table>{rows}</table>") == ["When | What", "18:00 | Polls"]
    assert added(f"<ul>{items}</ul>") == ["18:00 The polls close.", "19:00 Counting."]


def test_buttons_and_labels_beside_a_story_stay_out() -> None:
    """Only where a sentence goes on around a button is it a word of it."""
    assert added("<p>Share <button>Facebook</button> <button>X</button></p>") == []
    assert added(f"<p>{POLLS} <button>Listen</button></p>") == [POLLS]


@pytest.mark.parametrize("tag", ["time", "q", "span class=x", "button"])
def test_a_page_of_many_elements_takes_no_long_time(tag: str) -> None:
    """It is linear in them: thirty thousand in one paragraph take about half a second."""
    words = f"<{tag}>six</{tag.partition(' ')[0]}> and "
    root = parse_page(f"<p>The polls close at {words * 30_000} seven.</p>", "a.html")
    begun = time.process_time()
    with_inline_words(as_shown(root))
    assert time.process_time() - begun < 10

"""Links that open a page at a sentence, and whether Chromium finds and marks what they name."""

import shutil
from typing import Any
from urllib.parse import unquote

import pytest

from storybot.answering.evidence.text_fragments import sentence_link, text_fragment
from worlds.articles import make_document

LONG = " ".join(f"word{i}" for i in range(80))
CHROMIUM = shutil.which("chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
LONGEST_MS = 20_000
FILLER = "<p>Something else was said about the harbour.</p>" * 60


def test_a_link_opens_the_page_at_the_sentence() -> None:
    """Hyphens, commas and ampersands are encoded; an anchor in the URL is kept."""
    said = "“War-time, they said & did.”"
    document = make_document(said, url="https://example.org/a?b=1#top")
    link = sentence_link(document, 0, len(said))
    assert link == "https://example.org/a?b=1#top:~:text=War%2Dtime%2C%20they%20said%20%26%20did"
    assert sentence_link(make_document(said), 0, len(said)) is None


def test_a_sentence_is_named_whole_up_to_what_a_browser_finds() -> None:
    """A longer one is named by its first and last words."""
    words = LONG.split()
    assert unquote(text_fragment(" ".join(words[:40]))) == " ".join(words[:40])
    start, end = (unquote(part).split() for part in text_fragment(LONG).split(","))
    assert (start, end) == (words[:5], words[-5:])


def test_the_start_is_lengthened_until_it_is_the_first_of_its_kind() -> None:
    """A browser takes the first place on the page that reads like the start."""
    before = "Caption: WORD0 word1 word2\nword3 word4 word5 stands here too."
    start, _ = text_fragment(LONG, before).split(",")
    assert unquote(start) == " ".join(LONG.split()[:7])


def test_a_sentence_that_stands_twice_is_told_by_what_is_before_it() -> None:
    """The words before it become the prefix of the link."""
    fragment = text_fragment("It was closed.", "It was closed. In May it opened, as planned.")
    assert unquote(fragment) == "opened, as planned.-,It was closed"


@pytest.mark.parametrize(
    "before",
    [
        "Die STRASSE  war\n\tgesperrt? Im Mai, hieß es.",
        "Gesperrt war die Straße. Die Straße war nicht gesperrt. Im Mai, hieß es.",
    ],
)
def test_what_stands_before_is_read_as_a_browser_does(before: str) -> None:
    """Capitals and white space make no difference; the same words in another order do."""
    fragment = unquote(text_fragment("Die Straße war gesperrt.", before))
    prefix = "Mai, hieß es.-," if "STRASSE" in before else ""
    assert fragment == f"{prefix}Die Straße war gesperrt"


@pytest.mark.parametrize("sentence", ["", "…", "?!"])
def test_nothing_is_named_by_nothing(sentence: str) -> None:
    """A sentence without words has an empty fragment."""
    assert text_fragment(sentence) == ""


SENTENCE = "The mayor of the old town opened the bridge over the river on a cold morning in May"
LINKED = SENTENCE.replace("bridge", "<b>bridge</b>").replace("river", "<a href=x>river</a>")
LINES = "First line of the poem\nsecond line of the poem\nthird line ends it"
ROW = "Marlow Quay\t48 million crowns\tTobias Fenwick"
CELLS = "".join(f"<td>{cell}</td>" for cell in ROW.split("\t"))
START = " ".join(LONG.split()[:9])
PAGES = {
    "a paragraph": (f"<p id=there>Before. {SENTENCE}. After.</p>", SENTENCE, ""),
    "links and bold": (f"<p id=there>{LINKED}</p>", SENTENCE, ""),
    "a line break": (
        f"<p id=there>{SENTENCE.replace('bridge over', 'bridge<br>over')}</p>",
        SENTENCE.replace("bridge over", "bridge\nover"),
        "",
    ),
    "lines of verse": (f"<pre id=there>{LINES}</pre>", LINES, ""),
    "a row of a table": (f"<table id=there><tr>{CELLS}</tr></table>", ROW, ""),
    "a start that stands before": (
        f"<p>{START} twice.</p>{FILLER}<p id=there>{LONG}.</p>",
        LONG,
        f"{START} twice.",
    ),
    "a caption that says the same": (
        f"<p>{SENTENCE}</p>{FILLER}<p id=there>It is told again. {SENTENCE}.</p>",
        SENTENCE,
        f"{SENTENCE}\nIt is told again. ",
    ),
    "a soft hyphen": (f"<p id=there>{SENTENCE.replace('mor', 'mor&shy;')}</p>", SENTENCE, ""),
    "a closed details": (
        f"<details><summary>More</summary><p id=there>{SENTENCE}</p></details>",
        SENTENCE,
        "",
    ),
    "a long paragraph": (f"<p id=there>{LONG}.</p>", LONG, ""),
}
SEEN = """() => {
    const box = document.getElementById("there").getBoundingClientRect();
    return scrollY > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0;
}"""


async def shows(browser: Any, body: str, fragment: str, missed: type[Exception]) -> bool:
    """Open a page by a link, and tell whether it is scrolled to the sentence."""
    html = f"<!doctype html><meta charset=utf-8>{FILLER}<main>{body}</main>{FILLER}"
    page = await browser.new_page(viewport={"width": 360, "height": 640})

    async def serve(route: Any) -> None:
        await route.fulfill(body=html, content_type="text/html")

    await page.route("**/*", serve)
    await page.goto(f"http://example.test/#:~:text={fragment}")
    try:  # a browser scrolls, and opens what is closed, some time after the page is loaded
        await page.wait_for_function(SEEN, timeout=LONGEST_MS)
    except missed:
        return False
    finally:
        await page.close()
    return True


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed")
async def test_a_browser_goes_to_the_sentence() -> None:
    """Each layout scrolls to where the sentence is, far below the top of the page."""
    api = pytest.importorskip("playwright.async_api")
    async with api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        missed = [
            name
            for name, (body, sentence, before) in PAGES.items()
            if not await shows(browser, body, text_fragment(sentence, before), api.TimeoutError)
        ]
        await browser.close()
    assert missed == []

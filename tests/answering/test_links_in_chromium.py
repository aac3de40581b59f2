"""Whether Chromium marks exactly the sentence that a link names: the corpus in ten page layouts."""

import html
import random
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from storybot.answering.evidence.text_fragments import sentence_link
from storybot.ingest.reading import read_text
from storybot.model.documents import Document
from storybot.text.segmentation.sentences import split_sentences
from worlds.articles import make_document
from worlds.browser import CHROMIUM, FLAGS

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.*"))
SENTENCES = 100
LONGEST_MS = 5_000
URL = "http://example.test/story"
STYLE = """
::target-text { background: rgb(255, 0, 0); color: rgb(255, 0, 0); }
body { font: 16px/22px sans-serif; background: white; color: black; margin: 8px; }
.filler { height: 3000px; }
"""


class Layout(NamedTuple):
    """How a page shows a sentence: as it is read from the page, and as HTML."""

    read: Callable[[str], str]
    marked: Callable[[str], str]
    paragraph: str = "<p>{}</p>"
    between: tuple[str, str] = (" ", " ")
    """What stands between two sentences, as it is read and as HTML."""


def plain(text: str) -> str:
    """Leave a text as it is."""
    return text


def every(count: int, text: str, before: str, after: str) -> str:
    """Mark every so many words of a text."""
    words = text.split()
    return " ".join(
        f"{before}{html.escape(word)}{after}" if i % count == 1 else html.escape(word)
        for i, word in enumerate(words)
    )


def lines(text: str, mark: str, most: int = 9) -> str:
    """Break a text after so many words."""
    words = text.split()
    rows = [" ".join(words[at : at + most]) for at in range(0, len(words), most)]
    return mark.join(rows)


def cells(text: str, mark: str) -> str:
    """Part a text in three."""
    words = text.split()
    third = max(1, -(-len(words) // 3))
    return mark.join(" ".join(words[at : at + third]) for at in range(0, len(words), third))


def spaced(text: str) -> str:
    """Write some spaces as Unicode and as HTML do."""
    spaces = ["&nbsp;", "\n   ", "&thinsp;", " "]
    pieces = html.escape(text).split(" ")
    return "".join(piece + spaces[i % 4] for i, piece in enumerate(pieces[:-1])) + pieces[-1]


LAYOUTS = {
    "paragraphs": Layout(plain, html.escape),
    "bold and links": Layout(plain, lambda text: every(4, text, "<a href=x><b>", "</b></a>")),
    "a picture between words": Layout(plain, lambda text: every(6, text, "<img alt=''>", "")),
    "a sentence a line": Layout(plain, html.escape, between=("\n", "<br>")),
    "broken lines": Layout(lambda t: lines(t, "\n"), lambda t: lines(html.escape(t), "<br>")),
    "verse": Layout(
        lambda text: lines(text, "\n", 7),
        lambda text: lines(html.escape(text), "\n", 7),
        "<pre>{}</pre>",
        ("\n", "\n"),
    ),
    "cells of a table": Layout(
        lambda text: cells(text, "\t"),
        lambda text: f"<tr><td>{cells(html.escape(text), '</td><td>')}</td></tr>",
        "<table>{}</table>",
        ("\n", ""),
    ),
    "soft hyphens": Layout(
        plain, lambda text: re.sub(r"(\w{4})(?=\w{4})", r"\1&shy;", html.escape(text, quote=False))
    ),
    "odd spaces": Layout(plain, spaced),
    "closed details": Layout(
        plain, html.escape, "<details><summary>More</summary><p>{}</p></details>"
    ),
}


class Opened(NamedTuple):
    """A page, the link to one of its sentences, and which sentence that is."""

    layout: str
    link: str
    page: str
    paragraph: int
    sentence: str


def articles() -> Iterator[Document]:
    """Read the corpus."""
    for path in CORPUS:
        yield read_text(path.read_text("utf-8"), source=path.name)


def sentences(document: Document) -> list[list[str]]:
    """Return the sentences of each paragraph; of a sub-head none."""
    return [
        [] if i in document.subheads else [
            document.paragraph(i)[s.start : s.end]
            for s in split_sentences(document.paragraph(i), document.language)
        ]
        for i in range(len(document.spans))
    ]  # fmt: skip


def laid_out(document: Document, name: str, at: tuple[int, int]) -> Opened:
    """Lay out an article as a page, and link to one of its sentences."""
    layout = LAYOUTS[name]
    kept = [paragraph for paragraph in sentences(document) if paragraph]
    (read_between, marked_between), (index, number) = layout.between, at
    story = make_document(
        *(read_between.join(map(layout.read, paragraph)) for paragraph in kept),
        title=document.title,
        standfirst=document.standfirst,
        captions=document.captions,
        language=document.language,
        url=URL,
    )
    start = story.spans[index].start + sum(
        len(layout.read(sentence)) + len(read_between) for sentence in kept[index][:number]
    )
    sentence = kept[index][number]
    link = sentence_link(story, start, start + len(layout.read(sentence)))
    assert link
    captions = "".join(
        f"<figure><figcaption>{html.escape(caption)}</figcaption></figure>"
        for caption in document.captions
    )
    body = "".join(
        f"<section id=s{i}>"
        + layout.paragraph.format(marked_between.join(map(layout.marked, paragraph)))
        + "</section>"
        for i, paragraph in enumerate(kept)
    )
    page = (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><div class=filler></div>"
        f"<h1>{html.escape(document.title)}</h1><p>{html.escape(document.standfirst)}</p>"
        f"{captions}<main>{body}</main><div class=filler></div>"
    )
    return Opened(name, link, page, index, sentence)


def chosen(count: int) -> list[Opened]:
    """Choose sentences of the corpus, and give each of the layouts as many."""
    found = [
        (document, (index, number))
        for document in articles()
        for index, paragraph in enumerate(filter(None, sentences(document)))
        for number in range(len(paragraph))
    ]
    random.Random(13).shuffle(found)
    names = list(LAYOUTS)
    return [
        laid_out(document, names[i % len(names)], at)
        for i, (document, at) in enumerate(found[:count])
    ]


WHERE = r"""([paragraph, sentence]) => {
    const box = document.getElementById(`s${paragraph}`);
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const letters = [];
    while (walker.nextNode()) {
        const { currentNode: node } = walker;
        if (node.parentElement.closest("summary")) continue;
        for (let i = 0; i < node.data.length; i += 1)
            if (!/[\s\u00ad]/.test(node.data[i])) letters.push([node, i]);
    }
    const text = letters.map(([node, i]) => node.data[i]).join("");
    const wanted = sentence.replace(/\s/g, "");
    const at = text.indexOf(wanted);
    if (at < 0) return null;
    // A range over elements has their boxes, too: one for each text has those of its lines.
    const parts = new Map();
    for (const [node, i] of letters.slice(at, at + wanted.length)) {
        const [from] = parts.get(node) ?? [i];
        parts.set(node, [from, i + 1]);
    }
    return [...parts].flatMap(([node, [from, to]]) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        return [...range.getClientRects()]
            .map(({ left, top, right, bottom }) => [left, top, right, bottom]);
    });
}"""
IN_SIGHT = f"""(what) => {{
    const boxes = ({WHERE})(what);
    return scrollY > 0 && boxes?.length
        && boxes.some(([, top, , bottom]) => bottom > 0 && top < innerHeight) ? boxes : null;
}}"""
MARKED = """async ([picture, boxes]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
    const inside = (x, y) => boxes.some(([left, top, right, bottom]) =>
        x >= left - 3 && x <= right + 3 && y >= top - 3 && y <= bottom + 3);
    let [marked, astray] = [0, 0];
    for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1) {
            const at = 4 * (y * width + x);
            if (data[at] < 250 || data[at + 1] > 5 || data[at + 2] > 5) continue;
            if (inside(x, y)) marked += 1;
            else astray += 1;
        }
    const area = boxes.reduce((sum, [left, top, right, bottom]) =>
        sum + (right - left) * Math.max(0, Math.min(bottom, height) - Math.max(top, 0)), 0);
    return [marked / area, astray];
}"""
"""How much of the sentence is marked, and how many points elsewhere: a closing mark may be left."""
_MOST_ASTRAY = 60
_LEAST_MARKED = 0.75


async def fault(page: Any, opened: Opened, missed: type[Exception]) -> str:
    """Open a link; return what is wrong with what the browser shows, nothing if it is right."""

    async def serve(route: Any) -> None:
        await route.fulfill(body=opened.page, content_type="text/html")

    await page.route("**/*", serve)
    await page.goto("about:blank")  # else only the fragment would change
    await page.goto(opened.link)
    what = [opened.paragraph, opened.sentence.strip(" \t\n\"'“”‘’«»„.!?…")]
    try:
        boxes = await (
            await page.wait_for_function(IN_SIGHT, arg=what, timeout=LONGEST_MS)
        ).json_value()
        picture = b64encode(await page.screenshot()).decode()
        marked, astray = await page.evaluate(MARKED, [picture, boxes])
    except missed:
        return "not found"
    finally:
        await page.unroute("**/*")
    if marked < _LEAST_MARKED or astray > _MOST_ASTRAY:
        return f"{marked:.0%} marked, {astray} points astray"
    return ""


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed"),
]


async def test_a_link_to_another_sentence_is_noticed() -> None:
    """Else the next test would show nothing."""
    api = pytest.importorskip("playwright.async_api")
    async with api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 600, "height": 500})
        document = next(articles())
        right, wrong = (laid_out(document, "paragraphs", (1, number)) for number in (0, 1))
        astray = await fault(page, right._replace(link=wrong.link), api.TimeoutError)
        nowhere = await fault(page, right._replace(link=f"{URL}#:~:text=no"), api.TimeoutError)
        assert await fault(page, right, api.TimeoutError) == ""
        await browser.close()
    assert "astray" in astray
    assert nowhere


async def test_a_hundred_sentences_are_found_and_marked() -> None:
    """Ten of the corpus in each layout: scrolled to, marked whole, and nothing else marked."""
    api = pytest.importorskip("playwright.async_api")
    async with api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 600, "height": 500})
        faults = [
            (opened.layout, wrong, opened.sentence, opened.link)
            for opened in chosen(SENTENCES)
            if (wrong := await fault(page, opened, api.TimeoutError))
        ]
        await browser.close()
    assert faults == []

"""Read an article from the HTML of its page: a saved file, or one that was fetched.

trafilatura finds the story; title, writers and date are read from JSON-LD first, which outlets
write for search engines. A page in which it finds nothing is read like a copied page.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree
from lxml.html import HtmlElement

from storybot.ingest.boilerplate.captions import is_caption
from storybot.ingest.boilerplate.furniture import reasons
from storybot.ingest.composing import compose, opening
from storybot.ingest.formats.plain_text import read_article
from storybot.ingest.formats.web.html_blocks import CELL_GAP, blocks
from storybot.ingest.formats.web.html_tree import live_times, parse_page, simplified
from storybot.ingest.formats.web.page_facts import PageFacts, facts_of
from storybot.ingest.formats.web.page_walls import wall_of
from storybot.ingest.formats.web.phrasing import as_shown, with_inline_words
from storybot.ingest.lexicon import APPEAL, NEWSLETTER, OUTSIDE, PRIVACY
from storybot.ingest.lines import Line, normalise
from storybot.ingest.metadata.bylines import authors, is_marked
from storybot.model.documents import Document, Dropped
from storybot.model.errors import Refused
from storybot.text.analysis.languages import detect_language

_NEVER_STORY = frozenset({APPEAL, NEWSLETTER, PRIVACY})
"""Furniture that is taken out of what trafilatura found."""
_LEAST_WORDS = 25
"""Words below which what was found is no article, and the whole page is looked at."""
_AHEAD = 3
"""Paragraphs of the story among which a line of the page is looked for."""
_SPACES = re.compile(r"\s+")


@dataclass
class _Story:
    """Paragraphs of an article, in order, with the sub-heads among them."""

    paragraphs: list[str] = field(default_factory=list)
    subheads: list[int] = field(default_factory=list)

    def add(self, text: str, *, head: bool = False) -> None:
        """Add a paragraph that is not empty."""
        if text := _line(text):
            if head:
                self.subheads.append(len(self.paragraphs))
            self.paragraphs.append(text)


def _line(text: str) -> str:
    """Write a block as the story and the list of what was left out have it: one space of a kind."""
    return normalise(_SPACES.sub(" ", text)).strip()


def read_html(
    text: str, *, name: str, source: str, url: str | None = None, now: datetime | None = None
) -> Document:
    """Read the article of a page; ``url`` is where it was fetched, if it was.

    Raises:
        Refused: there is no article in it; a wall in front of one is named.
    """
    root = parse_page(text, name)
    facts = facts_of(root, url)
    times = live_times(root)
    seen = [line for line in map(_line, blocks(as_shown(root))) if line]
    story = _with_times(_extracted(simplified(with_inline_words(root)), facts), seen, times)
    if sum(len(p.split()) for p in story.paragraphs) < _LEAST_WORDS:
        return _as_copied(root, seen, facts, name=name, source=source, now=now)
    if facts.authors and facts.publisher and isinstance(facts.published, datetime):
        return _document(story, facts, seen, source)
    try:
        shown = read_article(
            "\n\n".join(seen), source=source, url=facts.url, now=now, wrapped=False
        )
    except Refused:
        return _document(story, facts, seen, source)
    return _signed(_document(_without_byline(story, shown.authors), facts, seen, source), shown)


def _without_byline(story: _Story, names: Collection[str]) -> _Story:
    """Take the byline off a story that opens with it."""
    first = Line(story.paragraphs[0])
    if not is_marked(first) or not set(authors(first)) & set(names):
        return story
    return _Story(story.paragraphs[1:], [index - 1 for index in story.subheads if index])


def _signed(document: Document, shown: Document) -> Document:
    """Lend a page without data, such as a part copied in a browser, what its lines say."""
    said, read = document.published, shown.published
    same_day = said is None or str(read)[:10] == str(said)[:10]
    return document.model_copy(
        update={
            "authors": document.authors or shown.authors,
            "publisher": document.publisher or shown.publisher,
            "published": read if read and same_day else said,
        }
    )


def _extracted(root: HtmlElement, facts: PageFacts) -> _Story:
    """Let trafilatura find the story, and take out the notices and appeals that it left in."""
    from trafilatura import bare_extraction  # noqa: PLC0415  half a second to import

    found = bare_extraction(root, favor_precision=True, include_comments=False, include_tables=True)
    story = _Story()
    if found is None or isinstance(found, dict) or found.body is None:
        return story
    _gather(story, found.body)
    return _without_notices(story, facts)


def _with_times(story: _Story, seen: list[str], times: Collection[str]) -> _Story:
    """Put the times of a live blog back above its entries: to trafilatura they are no text."""
    if not times:
        return story
    heads = {story.paragraphs[index] for index in story.subheads}
    left, timed, waiting = list(story.paragraphs), _Story(), ""
    for line in seen:
        if line in times:
            waiting = line
        elif line in left[:_AHEAD]:
            timed.add(waiting, head=True)
            waiting = ""
            while left and (first := left.pop(0)) != line:
                timed.add(first, head=first in heads)
            timed.add(line, head=line in heads)
    for paragraph in left:
        timed.add(paragraph, head=paragraph in heads)
    return timed


def _gather(story: _Story, body: etree._Element) -> None:
    for element in body.iter("p", "head", "item", "row", "quote", "code"):
        if element.tag == "row":
            cells = (" ".join("".join(cell.itertext()).split()) for cell in element.iter("cell"))
            story.add(CELL_GAP.join(cells).strip(CELL_GAP))
        elif _is_inside(element):
            continue
        elif element.tag in {"quote", "item"} and _holds_blocks(element):
            story.add(element.text or "")
        else:
            story.add("".join(_own_text(element)), head=element.tag == "head")


def _is_inside(element: etree._Element) -> bool:
    """Say whether an element's text is that of a row or a paragraph around it."""
    return any(parent.tag in {"row", "p", "head"} for parent in element.iterancestors())


def _holds_blocks(element: etree._Element) -> bool:
    return any(True for _ in element.iterdescendants("p", "item", "head", "quote"))


def _own_text(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tag == "lb":
            yield " "
        elif child.tag not in {"del", "graphic"}:
            yield from _own_text(child)
        if child.tail:
            yield child.tail


def _without_notices(story: _Story, facts: PageFacts) -> _Story:
    lines = [Line(text) for text in story.paragraphs]
    found = reasons(lines)
    kept = _Story()
    for index, line in enumerate(lines):
        if found[index] in _NEVER_STORY or (not kept.paragraphs and _is_head(line, facts)):
            continue
        if found[index] and not line.prose and not line.ended:
            continue
        kept.add(line.text, head=index in story.subheads)
    while kept.subheads and kept.subheads[-1] == len(kept.paragraphs) - 1:
        kept.paragraphs.pop()
        kept.subheads.pop()
    return kept


def _is_head(line: Line, facts: PageFacts) -> bool:
    """Say whether a line above the story only says again what the page's data say."""
    folded = line.text.casefold()
    said = {facts.title.casefold(), facts.standfirst.casefold()}
    return folded in said or (is_caption(line) and not line.ended)


def _document(story: _Story, facts: PageFacts, seen: list[str], source: str) -> Document:
    text, spans = compose(story.paragraphs)
    shown = set(seen)
    return Document(
        source=source,
        title=facts.title or opening(story.paragraphs[0]),
        text=text,
        spans=spans,
        language=detect_language(text),
        subheads=tuple(story.subheads),
        standfirst=facts.standfirst if facts.standfirst in shown else "",
        publisher=facts.publisher,
        authors=facts.authors,
        published=facts.published,
        url=facts.url,
        dropped=tuple(_dropped(seen, story.paragraphs, {facts.title, facts.standfirst})),
    )


def _dropped(seen: Iterable[str], kept: list[str], heads: set[str]) -> Iterator[Dropped]:
    """Yield the lines of the page that are not in the story, at their place in it."""
    place = {paragraph: index for index, paragraph in reversed(list(enumerate(kept)))}
    whole = "\n".join(kept)
    before = 0
    for line in seen:
        if line in place:
            before = max(before, place[line] + 1)
        elif line not in heads and line not in whole:
            yield Dropped(text=line, reason=OUTSIDE, before=before)


def _as_copied(
    root: HtmlElement,
    seen: list[str],
    facts: PageFacts,
    *,
    name: str,
    source: str,
    now: datetime | None,
) -> Document:
    """Read a page in which nothing was found as if a reader had copied all of it."""
    if wall := wall_of(root, seen, name):
        raise wall
    read = read_article("\n\n".join(seen), source=source, url=facts.url, now=now)
    title: str = facts.title or read.title
    published: datetime | date | None = facts.published or read.published
    return read.model_copy(
        update={
            "title": title,
            "authors": facts.authors or read.authors,
            "published": published,
            "publisher": facts.publisher or read.publisher,
        }
    )

"""Parse a page into a tree, and bring it into the shape that its story is found in."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from storybot.model.errors import Refused

_MOST_ELEMENTS = 60_000
_DEEPEST = 250
_INLINE_TAGS = """
a abbr acronym b bdi bdo big br cite code data dfn em font i img ins kbd label mark math meter
nobr output progress q ruby s samp small span strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_TAGS.split())
_CORRECTION = re.compile(
    r"correction|clarification|editors?-?note|update-?note|erratum|berichtigung"
)
_LIVE = re.compile(r"live-?blog|live-?update|live-?feed|liveticker|\bticker\b|key-?events")
_TIMES_LEAST = 3
_PROSE = 40
"""Characters of text that make a division of a page a paragraph."""


def parse_page(text: str, name: str) -> HtmlElement:
    """Parse HTML, however broken.

    Raises:
        Refused: it holds no element, or far more and deeper ones than a page has.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Refused(
            f"{name} holds no page that can be read. Save it again, or send the article's text.",
            "file_damaged",
            name=name,
        ) from error
    count, depth, deepest = 0, 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        count += event == "start"
        if count > _MOST_ELEMENTS or deepest > _DEEPEST:
            raise Refused(
                f"{name} is too involved: no page of an article is built like that. Send the "
                "article's text.",
                "file_too_involved",
                name=name,
            )
    return root


def simplified(root: HtmlElement) -> HtmlElement:
    """Change a tree so that nothing of a story is missed or joined: deletions, divisions."""
    for element in list(root.iter("del", "s", "strike")):
        element.drop_tree()
    for element in list(root.iter("ins")):
        element.drop_tag()
    for element in root.iter("div", "footer", "aside"):
        marks = f"{element.get('class', '')} {element.get('id', '')}".casefold()
        if _is_leaf(element) and (element.tag == "div" or _CORRECTION.search(marks)):
            element.tag = "p"
            element.attrib.pop("class", None)
    return root


def _is_leaf(element: HtmlElement) -> bool:
    """Say whether a division is a paragraph in all but name."""
    if any(not isinstance(e.tag, str) or e.tag not in _INLINE for e in element.iterdescendants()):
        return False
    text = "".join(element.itertext()).strip()
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return len(text) >= _PROSE and linked * 2 < len(text)


def live_times(root: HtmlElement) -> frozenset[str]:
    """Return the times that stand above the entries of a live blog; none on other pages."""
    for block in root.iter("div", "section", "main", "article", "ol", "ul"):
        marks = f"{block.get('class', '')} {block.get('id', '')} {block.get('itemtype', '')}"
        if _LIVE.search(marks.casefold()) or "LiveBlogPosting" in marks:
            times = {" ".join("".join(time.itertext()).split()) for time in block.iter("time")}
            if len(times) >= _TIMES_LEAST:
                return frozenset(times)
    return frozenset()

"""Read the text of an OpenDocument text: as accepted, without comments and footnotes."""

from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from storybot.ingest.formats.office.zip_guard import (
    STYLE_GENERATIONS,
    damaged,
    open_package,
    too_involved,
)
from storybot.ingest.formats.web.html_blocks import CELL_GAP

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ASIDE = frozenset(
    {
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_OFFICE}annotation",
        f"{_TEXT}table-of-content",
        f"{_TEXT}sequence-decls",
        f"{_TEXT}script",
    }
)
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_FAMILIES = dict.fromkeys(_PARAGRAPHS, "paragraph") | {f"{_TEXT}span": "text"}
"""Families of the styles that may hide an element."""
_HIDDEN = [f"{_TEXT}{name}" for name in ("section", "hidden-text", "hidden-paragraph")]
"""What may say itself that it is hidden."""
_GAPS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": " ", f"{_TEXT}s": " "}
_DEEPEST = 200


def read_open_document(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of an .odt; a row of a table is one.

    Raises:
        Refused: it is damaged, locked or made to cost whoever opens it.
    """
    package = open_package(data, name)
    root = package.parse_xml("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise damaged(name)
    styles = list(root.iter(f"{_STYLE}style"))
    if "styles.xml" in package.archive.namelist():
        styles += package.parse_xml("styles.xml").iterfind(f"{_OFFICE}styles/{_STYLE}style")
    _empty_hidden(body, _hiding(styles))
    try:
        return [text for text in _paragraphs(body, 0) if text.strip(f" \t{CELL_GAP}")]
    except RecursionError as error:
        raise too_involved(name) from error


def _hiding(styles: Iterable[etree._Element]) -> set[tuple[str, str]]:
    """Return family and name of the styles that hide, themselves or by one that they are made of.

    Names are unique within a family only.
    """
    shown: dict[tuple[str, str], str | None] = {}
    parents: dict[tuple[str, str], tuple[str, str]] = {}
    for style in styles:
        family = style.get(f"{_STYLE}family", "")
        key = family, style.get(f"{_STYLE}name", "")
        shown[key] = next(filter(None, [part.get(f"{_TEXT}display") for part in style]), None)
        parents[key] = family, style.get(f"{_STYLE}parent-style-name", "")
    hiding = set()
    for key in shown:
        above = key
        for _ in range(STYLE_GENERATIONS):
            if shown.get(above) or above not in parents:
                break
            above = parents[above]
        if shown.get(above) == "none":
            hiding.add(key)
    return hiding


def _empty_hidden(body: etree._Element, hiding: Collection[tuple[str, str]]) -> None:
    """Take out what is hidden, which no reader of the document sees."""
    for element in list(body.iter(*_FAMILIES, *_HIDDEN)):
        style = _FAMILIES.get(str(element.tag), ""), element.get(f"{_TEXT}style-name", "")
        is_hidden = element.get(f"{_TEXT}display") == "none" or style in hiding
        if is_hidden or element.get(f"{_TEXT}is-hidden") == "true":
            of_paragraph = element.tag == f"{_TEXT}hidden-paragraph"
            whole = next(element.iterancestors(*_PARAGRAPHS), None) if of_paragraph else element
            if whole is not None:
                whole.clear(keep_tail=True)


def _paragraphs(parent: etree._Element, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise RecursionError
    for element in parent:
        if element.tag in _ASIDE:
            continue
        if element.tag in _PARAGRAPHS:
            yield "".join(_text(element)).strip()
        elif element.tag == f"{_TABLE}table-row":
            cells = element.iterchildren(f"{_TABLE}table-cell")
            yield CELL_GAP.join(" ".join(_paragraphs(cell, depth + 1)) for cell in cells)
        else:
            yield from _paragraphs(element, depth + 1)


def _text(element: etree._Element) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        if child.tag in _GAPS:
            yield _GAPS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _ASIDE:
            yield from _text(child)
        if child.tail:
            yield child.tail

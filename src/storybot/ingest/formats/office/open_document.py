"""Read the text of an OpenDocument text: as accepted, without comments and footnotes."""

from collections.abc import Iterator

from lxml import etree

from storybot.ingest.formats.office.zip_guard import damaged, open_package, too_involved
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
    }
)
_PARAGRAPHS = frozenset({f"{_TEXT}p", f"{_TEXT}h"})
_GAPS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": " ", f"{_TEXT}s": " "}
_DEEPEST = 200


def read_open_document(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of an .odt; a row of a table is one.

    Raises:
        Refused: it is damaged, locked or made to cost whoever opens it.
    """
    content = open_package(data, name).read_xml("content.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser=parser)
    except etree.XMLSyntaxError as error:
        raise damaged(name) from error
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise damaged(name)
    _empty_hidden(root)
    try:
        return [text for text in _paragraphs(body, 0) if text.strip(f" \t{CELL_GAP}")]
    except RecursionError as error:
        raise too_involved(name) from error


def _empty_hidden(root: etree._Element) -> None:
    """Take out what its style hides, which no reader of the document sees."""
    hidden = {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        if any(part.get(f"{_TEXT}display") == "none" for part in style)
    }
    for element in list(root.iter(f"{_TEXT}span", *_PARAGRAPHS)):
        if element.get(f"{_TEXT}style-name") in hidden:
            element.clear(keep_tail=True)


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

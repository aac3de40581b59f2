"""Render a tree of HTML as lines of text, one a block, as a reader would see them."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_BLOCK_TAGS = """
address article aside blockquote body center dd details dialog div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section
summary table tbody tfoot thead tr ul button option select textarea title
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNSEEN_TAGS = """
script style noscript template svg head iframe object audio video canvas select del strike
"""
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_CELLS = frozenset({"td", "th"})
CELL_GAP = " | "
"""What stands between the cells of a row, as in Markdown's tables."""
_CELL_MOST = 400
_SPACES = re.compile(r"[ \t\n\r\f]+")


def blocks(root: HtmlElement) -> Iterator[str]:
    """Yield the text of each block of a tree, in order; what is never shown is passed over."""
    row: list[str] = []
    for piece in _pieces(root):
        if piece is None:
            if text := _joined(row):
                yield text
            row = []
        else:
            row.append(piece)
    if text := _joined(row):
        yield text


def _joined(row: list[str]) -> str:
    text = _SPACES.sub(" ", "".join(row)).strip(" ")
    return text.removesuffix(CELL_GAP.rstrip()).strip()


def _pieces(root: HtmlElement) -> Iterator[str | None]:
    """Walk a tree without recursion: text as it comes, None where a block begins or ends."""
    stack: list[tuple[HtmlElement, bool]] = [(root, False)]
    cells: list[HtmlElement] = []
    while stack:
        element, leaving = stack.pop()
        if leaving:
            if cells and element is cells[-1]:
                cells.pop()
                yield CELL_GAP
            elif breaks(element):
                yield " " if cells else None
            if element is not root and element.tail:
                yield element.tail
            continue
        stack.append((element, True))
        if not isinstance(element.tag, str) or is_unseen(element):
            continue
        if _is_cell(element):
            cells.append(element)
        elif breaks(element):
            yield " " if cells else None
        if element.text:
            yield element.text
        stack.extend((child, False) for child in reversed(element))


def breaks(element: HtmlElement) -> bool:
    """Say whether what an element holds stands on lines of its own."""
    return element.tag in _BLOCKS or element.tag in _CELLS or element.tag == "br"


def _is_cell(element: HtmlElement) -> bool:
    """Say whether an element is the cell of a table, and not a part of a page laid out as one."""
    if element.tag not in _CELLS:
        return False
    blocks_in_it = sum(1 for e in element.iterdescendants() if e.tag in _BLOCKS)
    return blocks_in_it <= 1 and len("".join(element.itertext())) <= _CELL_MOST


def is_unseen(element: HtmlElement) -> bool:
    """Say whether a page never shows what is in an element."""
    if element.tag in _UNSEEN or "hidden" in element.attrib:
        return True
    style = element.get("style", "").replace(" ", "").casefold()
    return "display:none" in style or element.get("aria-hidden") == "true"

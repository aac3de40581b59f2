"""Make paragraphs of the lines of pages: columns, running heads, broken words."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from storybot.ingest.formats.pdf.pdf_lines import BROKEN, PlacedLine

_EDGE = 3
"""Lines at the top and at the bottom of a page that may be its head and foot."""
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[\s–—|/-]*(?:(?:page|seite|página|стр\.?|с\.|sayfa|p\.)\s*)?#+"
    r"(?:\s*(?:/|of|von|sur|de|из|з)\s*#+)?[\s–—|/-]*",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\s*\Z")
_SPACING = 1.3
"""Of the usual distance of lines: a wider one divides paragraphs."""
_COMMON = 0.15
"""Share of the distances of lines from which on one is no exception."""
_INDENT = 0.8
_SHORT = 0.82
"""Part of a column's width: a line that stops before ends its paragraph, if its sentence ends."""
_SIZES = 1.12
"""How far letters may differ in height within a paragraph."""
_FULL = 0.6
"""Part of a page's width that a line across all columns takes up."""
_COLUMN_LINES = 4


def paragraphs(pages: Sequence[Sequence[PlacedLine]]) -> list[str]:
    """Return the paragraphs of a document, those that go over a column or a page as one."""
    found: list[str] = []
    for page in _without_edges(pages):
        for column in _columns(page):
            for text in _paragraphs_of(column):
                if found and _goes_on(found[-1], text):
                    found[-1] = _joined(found[-1], text)
                else:
                    found.append(text)
    return [text.replace(BROKEN, "").strip() for text in found]


def _without_edges(pages: Sequence[Sequence[PlacedLine]]) -> Iterator[list[PlacedLine]]:
    """Leave out page numbers, and the heads and feet that pages repeat."""
    seen = Counter(mask for page in pages for mask in {_mask(line) for line in _edges(page)})
    least = max(2, len(pages) // 2)
    for page in pages:
        out = {
            id(line)
            for line in _edges(page)
            if _NUMBER.fullmatch(_mask(line))
            or (seen[_mask(line)] >= least and _is_apart(line, page))
        }
        yield [line for line in page if id(line) not in out]


def _edges(page: Sequence[PlacedLine]) -> list[PlacedLine]:
    rows = sorted(page, key=lambda line: -line.top)
    return rows if len(rows) <= 2 * _EDGE else [*rows[:_EDGE], *rows[-_EDGE:]]


def _mask(line: PlacedLine) -> str:
    return _DIGITS.sub("#", line.text.strip())


def _is_apart(line: PlacedLine, page: Sequence[PlacedLine]) -> bool:
    """Say whether a line is at the edge of a page and no sentence of it."""
    return not (line.text.rstrip().endswith(".") and len(line.text) > 60) and len(page) > 1  # noqa: PLR2004


def _columns(page: Sequence[PlacedLine]) -> Iterator[list[PlacedLine]]:
    """Yield runs of lines in reading order: bands across the page, and columns between them."""
    gutter = _gutter(page)
    if gutter is None:
        yield list(page)
        return
    rows = sorted(page, key=lambda line: -line.top)
    for across, lines in groupby(rows, lambda line: line.left < gutter < line.right):
        if across:
            yield list(lines)
        else:
            yield from _halves(list(lines), gutter)


def _halves(band: Sequence[PlacedLine], gutter: float) -> Iterator[list[PlacedLine]]:
    """Yield the columns of a band, from left to right, each cut further where it has a gutter."""
    for half in ([x for x in band if x.right <= gutter], [x for x in band if x.left >= gutter]):
        if half and len(half) < len(band):
            yield from _columns(half)
        elif half:
            yield half


def _gutter(page: Sequence[PlacedLine]) -> float | None:
    """Find a place beside which lines end and begin, and which few lines cross."""
    if len(page) < 2 * _COLUMN_LINES:
        return None
    for place, count in Counter(round(line.left) for line in page).most_common(6):
        edge = place - 1.5
        left = [line for line in page if line.right <= edge]
        right = [line for line in page if line.left >= edge]
        crossing = len(page) - len(left) - len(right)
        if (
            count >= _COLUMN_LINES
            and len(left) >= _COLUMN_LINES
            and len(right) >= _COLUMN_LINES
            and crossing <= 0.4 * len(page)
            and _side_by_side(left, right)
        ):
            return edge
    return None


def _side_by_side(left: Sequence[PlacedLine], right: Sequence[PlacedLine]) -> bool:
    """Say whether two groups of lines stand beside each other, not below."""
    top = min(max(x.top for x in left), max(x.top for x in right))
    bottom = max(min(x.bottom for x in left), min(x.bottom for x in right))
    prose = statistics.median(len(x.text) for x in left) > 12  # noqa: PLR2004
    return top - bottom > 3 * statistics.median(line.height for line in left) and prose


def _paragraphs_of(column: Sequence[PlacedLine]) -> Iterator[str]:
    if not column:
        return
    usual = _usual_step(column)
    width = max(line.right for line in column) - min(line.left for line in column)
    text = column[0].text
    for last, line in pairwise(column):
        if _divides(last, line, usual, width, column):
            yield text
            text = line.text
        else:
            text = _joined(text, line.text)
    yield text


def _usual_step(column: Sequence[PlacedLine]) -> float:
    """Return the distance of lines within paragraphs: the least that is no exception."""
    steps = Counter(round(a.bottom - b.bottom) for a, b in pairwise(column) if a.bottom > b.bottom)
    common = (step for step, count in steps.items() if count >= _COMMON * steps.total())
    return float(min(common, default=0))


def _divides(
    last: PlacedLine, line: PlacedLine, usual: float, width: float, column: Sequence[PlacedLine]
) -> bool:
    step = last.bottom - line.bottom
    left = min(x.left for x in column)
    # A headline of two lines has its lines as much farther apart as its letters are larger.
    size = min(last.height, line.height) / statistics.median(x.height for x in column)
    if step <= 0 or (usual and step > _SPACING * usual * max(1, size)):
        return True
    if max(last.height, line.height) > _SIZES * min(last.height, line.height) and (
        _FINISHED.search(last.text) or not line.text[:1].islower()
    ):
        return True
    if line.left - last.left > _INDENT * line.height and last.left - left < _INDENT * line.height:
        return not last.text.endswith(BROKEN)
    return bool(last.right - left < _SHORT * width and _FINISHED.search(last.text))


def _goes_on(text: str, following: str) -> bool:
    """Say whether a paragraph was broken off by the end of a column or page."""
    if text.endswith(BROKEN) or (text.endswith("-") and following[:1].islower()):
        return True
    return len(text) > 40 and not _FINISHED.search(text) and following[:1].islower()  # noqa: PLR2004


def _joined(text: str, following: str) -> str:
    """Join two lines; a word that was broken between them becomes one."""
    if text.endswith(BROKEN):
        return text.rstrip(BROKEN).rstrip("-\u00ad") + following
    if text.endswith("\u00ad"):
        return text[:-1] + following
    return f"{text} {following}"

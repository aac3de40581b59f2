"""Read the lines of a PDF with their places on the page."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storybot.ingest.formats.office.zip_guard import damaged, locked, too_involved

BROKEN = "\u0002"
"""What pdfium puts where a word was broken at the end of a line."""
_MOST_PAGES = 300
_MOST_RECTANGLES = 200_000
_GAP = 1.2
"""Of a line's height: pieces that stand closer are one line."""
_SPACE = 0.18
"""Of a line's height: pieces that stand farther apart are two words; ligatures leave less."""
_OVERLAP = 0.5
_KERN = 0.5
"""Of a line's height: what reaches farther is drawn over the other on purpose."""
_APART = 0.01
_Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and its box, in points from the lower left corner of its page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Height of the letters."""
        return self.top - self.bottom


def read_pages(data: bytes, name: str) -> list[list[PlacedLine]]:
    """Return the lines of each page, in the order in which the file draws them.

    Raises:
        Refused: it is damaged, locked, or has more pages or pieces than an article.
    """
    import pypdfium2  # noqa: PLC0415  only for PDF

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise (locked(name) if "assword" in str(error) else damaged(name)) from error
    with document:
        if len(document) > _MOST_PAGES:
            raise too_involved(name)
        pages, left = [], _MOST_RECTANGLES
        for number in range(len(document)):
            try:
                pieces = list(_pieces(document[number].get_textpage(), left))
            except pypdfium2.PdfiumError as error:
                raise damaged(name) from error
            left -= len(pieces)
            if left <= 0:
                raise too_involved(name)
            pages.append(_lines(pieces))
        return pages


def _pieces(page: Any, most: int) -> Iterator[PlacedLine]:
    """Yield runs of text of one font and line."""
    boxes = [page.get_rect(index) for index in range(min(page.count_rects(), most))]
    for index, box in enumerate(boxes):
        text = page.get_text_bounded(*_own(boxes, index)).replace("\r\n", "\n")
        left, _, right, _ = box
        bottom, top = _of_font(page, *box)
        for row in text.split("\n"):
            if row.strip(f" {BROKEN}"):
                yield PlacedLine(row, left, bottom, right, top)


def _own(boxes: Sequence[_Box], index: int) -> _Box:
    """Return the part of a run's box that is no neighbour's: kerned letters reach into each other.

    What is asked for the text of a box returns each letter that the box touches.
    """
    left, bottom, right, top = boxes[index]
    if index and _kerned(boxes[index - 1], boxes[index]):
        left = boxes[index - 1][2] + _APART
    if index + 1 < len(boxes) and _kerned(boxes[index], boxes[index + 1]):
        right = boxes[index + 1][0] - _APART
    return (left, bottom, right, top) if left < right else boxes[index]


def _kerned(one: _Box, following: _Box) -> bool:
    """Return whether a run reaches a little into the one before it, and in the same row."""
    heights = one[3] - one[1], following[3] - following[1]
    shared = min(one[3], following[3]) - max(one[1], following[1])
    reach = one[2] - following[0]
    onwards = one[0] < following[0] and one[2] < following[2]
    return onwards and 0 <= reach < _KERN * max(heights) and shared > _OVERLAP * min(heights)


def _of_font(
    page: Any, left: float, bottom: float, right: float, top: float
) -> tuple[float, float]:
    """Return the height of a run's font: its own box is lower where no letter has a stem."""
    middle = (bottom + top) / 2
    index = page.get_index(left + (right - left) / 2, middle, right - left, top - bottom)
    if index is None:
        return bottom, top
    box = page.get_charbox(index, loose=True)
    return (box[1], box[3]) if box[3] > box[1] else (bottom, top)


def _lines(pieces: list[PlacedLine]) -> list[PlacedLine]:
    """Join the pieces that stand side by side; a gutter between columns is wider than a space."""
    lines: list[PlacedLine] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last and _beside(last, piece):
            gap = " " if piece.left - last.right > _SPACE * last.height else ""
            joined = last.text if last.text.endswith((" ", BROKEN)) else last.text + gap
            lines[-1] = replace(
                last,
                text=joined + piece.text.lstrip()
                if gap or joined.endswith(" ")
                else joined + piece.text,
                bottom=min(last.bottom, piece.bottom),
                right=max(last.right, piece.right),
                top=max(last.top, piece.top),
            )
        else:
            lines.append(piece)
    return [replace(line, text=line.text.strip()) for line in lines if line.text.strip()]


def _beside(last: PlacedLine, piece: PlacedLine) -> bool:
    shared = min(last.top, piece.top) - max(last.bottom, piece.bottom)
    least = min(last.height, piece.height)
    near = (
        -least
        < piece.left - last.right
        < _GAP * max(least, statistics.fmean((last.height, piece.height)))
    )
    return shared > _OVERLAP * least and near

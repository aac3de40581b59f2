"""Read the lines of a PDF with their places on the page."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from storybot.ingest.formats.office.zip_guard import damaged, locked, too_involved

BROKEN = "\u0002"
"""What pdfium puts where a word was broken at the end of a line."""
_MOST_PAGES = 300
_MOST_RECTANGLES = 200_000
_GAP = 1.2
"""Of a line's height: pieces that stand closer are one line."""
_OVERLAP = 0.5


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
    for index in range(min(page.count_rects(), most)):
        left, bottom, right, top = page.get_rect(index)
        text = page.get_text_bounded(left, bottom, right, top).replace("\r\n", "\n")
        bottom, top = _of_font(page, left, bottom, right, top)
        for row in text.split("\n"):
            if row.strip(f" {BROKEN}"):
                yield PlacedLine(row, left, bottom, right, top)


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
            gap = " " if piece.left - last.right > 0.15 * last.height else ""
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

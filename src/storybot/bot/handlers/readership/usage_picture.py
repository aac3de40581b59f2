"""Draw figures of readers' questions as a picture.

There are only digits in it: what they mean is said in the caption, in the person's language, whose
letters the font at hand may lack.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from storybot.corpus.desk.usage import TIMES, Usage

_WIDTH, _HEIGHT = 1000, 640
_MARGIN, _GUTTER = 56, 64
_PAPER, _INK, _LINE = "#ffffff", "#1f2933", "#cbd2d9"
_ANSWERED, _UNANSWERED = "#2f7fb8", "#c9d9e6"
DOOR_COLOURS = ("#2f7fb8", "#3f9d5a", "#e08e2b", "#8a5fb5")
"""Blue, green, orange and violet, as the squares in the caption."""
_MOST_LABELS = 7
_BADGE = 13


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def at(self, share: float) -> float:
        """Return how high a share of the whole is."""
        return self.bottom - share * (self.bottom - self.top)


class _Drawing:
    """A picture of four panels."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.font = ImageFont.load_default(18)
        half, middle = (_WIDTH - _GUTTER) / 2, (_HEIGHT - _GUTTER) / 2
        self.boxes = [
            _Box(left + _MARGIN, top + _MARGIN, left + half - _MARGIN / 4, top + middle)
            for top in (0, middle + _GUTTER / 3)
            for left in (0, half + _GUTTER / 2)
        ]
        for number, box in enumerate(self.boxes, start=1):
            self._badge(number, box)
            self.draw.line((box.left, box.bottom, box.right, box.bottom), fill=_LINE, width=2)

    def _badge(self, number: int, box: _Box) -> None:
        x, y = box.left, box.top - 2 * _BADGE
        self.draw.ellipse((x - _BADGE, y - _BADGE, x + _BADGE, y + _BADGE), fill=_INK)
        self.draw.text((x, y), f"{number}", font=self.font, fill=_PAPER, anchor="mm")

    def text(self, x: float, y: float, text: str, anchor: str) -> None:
        """Write a label."""
        self.draw.text((x, y), text, font=self.font, fill=_INK, anchor=anchor)

    def bar(self, left: float, right: float, top: float, bottom: float, colour: str) -> None:
        """Draw a bar, if it is any height."""
        if bottom - top >= 1:
            self.draw.rectangle((left, top, right, bottom), fill=colour)

    def scale(self, box: _Box, top: str) -> None:
        """Draw the line of the highest value."""
        self.draw.line((box.left, box.top, box.right, box.top), fill=_LINE)
        self.text(box.left - 8, box.top, top, "rm")
        self.text(box.left - 8, box.bottom, "0", "rm")

    def below(self, box: _Box, labels: Sequence[str]) -> None:
        """Write labels below the bars, as many as there is room for."""
        width = (box.right - box.left) / max(len(labels), 1)
        step = -(-len(labels) // _MOST_LABELS)
        for i in range(len(labels) - 1, -1, -step):
            self.text(box.left + (i + 0.5) * width, box.bottom + 8, labels[i], "mt")


def usage_picture(usage: Usage, doors: Sequence[int]) -> bytes:
    """Draw questions a day, the answered share, the doors, and times to an answer, as PNG."""
    drawing = _Drawing()
    _days(drawing, drawing.boxes[0], usage)
    _shares(drawing, drawing.boxes[1], usage)
    _columns(drawing, drawing.boxes[2], doors, [f"{n}" for n in doors], DOOR_COLOURS)
    labels = [f"<{limit}" for limit in TIMES] + [f">{TIMES[-1]}"]
    _columns(drawing, drawing.boxes[3], usage.took, labels, [_ANSWERED] * len(labels))
    out = BytesIO()
    drawing.image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _days(drawing: _Drawing, box: _Box, usage: Usage) -> None:
    most = max(*(day.asked for day in usage.days), 1)
    drawing.scale(box, f"{most}")
    width = (box.right - box.left) / len(usage.days)
    for i, day in enumerate(usage.days):
        left = box.left + i * width + width * 0.1
        right = left + width * 0.8
        middle, top = box.at(day.answered / most), box.at(day.asked / most)
        drawing.bar(left, right, top, middle, _UNANSWERED)
        drawing.bar(left, right, middle, box.bottom, _ANSWERED)
    drawing.below(box, [f"{day.day:%m-%d}" for day in usage.days])


def _shares(drawing: _Drawing, box: _Box, usage: Usage) -> None:
    """Draw a line through the days that had a question."""
    drawing.scale(box, "100")
    width = (box.right - box.left) / len(usage.days)
    points = [
        (box.left + (i + 0.5) * width, box.at(day.answered / day.asked))
        for i, day in enumerate(usage.days)
        if day.asked
    ]
    if len(points) > 1:
        drawing.draw.line(points, fill=_ANSWERED, width=3, joint="curve")
    for x, y in points:
        drawing.draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=_ANSWERED)
    drawing.below(box, [f"{day.day:%m-%d}" for day in usage.days])


def _columns(
    drawing: _Drawing,
    box: _Box,
    values: Sequence[int],
    labels: Sequence[str],
    colours: Sequence[str],
) -> None:
    most = max(*values, 1)
    drawing.scale(box, f"{most}")
    width = (box.right - box.left) / len(values)
    for i, value in enumerate(values):
        left = box.left + i * width + width * 0.15
        drawing.bar(left, left + width * 0.7, box.at(value / most), box.bottom, colours[i])
    drawing.below(box, labels)

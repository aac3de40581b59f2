"""Know the lines that sign and date a story."""

from storybot.ingest.boilerplate import captions
from storybot.ingest.lines import Line
from storybot.ingest.metadata import bylines
from storybot.ingest.metadata.dates import find_date, is_date_line

_DATED_MOST = 25
_DASHES = ("—", "–")
"""Openings of the attribution line below a quotation."""


def signs(line: Line, *, strictly: bool = False) -> bool:
    """Return whether a line is the date or the byline of a story; strictly, and nothing else."""
    if bylines.is_marked(line) or bylines.opens_byline(line):
        return True
    return is_date_line(line.text) if strictly else is_dated(line)


def is_dated(line: Line) -> bool:
    """Return whether a line gives the story's date, possibly with a name or a place."""
    if is_date_line(line.text):
        return True
    if line.ended or line.length >= _DATED_MOST or line.text.startswith(_DASHES):
        return False
    return bool(find_date(line.text)) and not captions.is_caption(line)

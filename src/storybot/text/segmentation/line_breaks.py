"""Distinguish line breaks that wrap prose from those that divide it.

A line about as full as the others was broken at the column width; a shorter one was ended by its
writer. Paragraphs and sentences are split on the same judgement.
"""

import re
from itertools import pairwise
from math import ceil

from storybot.model.documents import Span

_WIDEST = 130
"""No column is wider: longer lines are whole paragraphs."""
_NARROWEST = 30
"""No column is narrower: shorter lines are lists, verse, headings."""

_USUAL = 0.9
"""Share of the lines that respect the width; headings and addresses may not."""
_OVER = 1.2
"""How far a line may exceed the usual width; a longer one was not wrapped to it."""
_MARKS = 8
"""Characters at the end of a line in which a stop may be."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"(?:[-+*•‣▪●◦–—·]|\d{1,3}[.)]|[a-z]\))\s")
_ADDRESS = re.compile(r"[^\s/@]{0,80}[/@]")
_FINISHED = re.compile(r"[.!?…。！？:;][\"'”’»)\]]*\Z")


def text_lines(text: str) -> list[Span]:
    """Return the lines that are not blank, without surrounding white space."""
    spans: list[Span] = []
    for match in _LINE.finditer(text):
        line = match.group()
        left = line.lstrip()
        if left:
            start = match.end() - len(left)
            spans.append(Span(start, start + len(left.rstrip())))
    return spans


def join_wrapped(text: str, rows: list[Span], *, evidence: int) -> list[Span]:
    """Join the lines that wrap one piece of prose.

    A blank line always divides. A text counts as wrapped to a width when at least half of its
    breaks are where the next word would not have fitted, and at least ``evidence`` of those are
    in the middle of a sentence. Whatever the width, a line that begins in lower case goes on
    with a long line that ends without a stop.
    """
    gaps = [len(_BREAK.findall(text, a.end, b.start)) > 1 for a, b in pairwise(rows)]
    width = _width(text, rows, gaps, evidence)
    joined = rows[:1]
    for line, following, blank in zip(rows, rows[1:], gaps, strict=False):
        if blank or not _continues(text, line, following, width):
            joined.append(following)
        else:
            joined[-1] = Span(joined[-1].start, following.end)
    return joined


def _width(text: str, rows: list[Span], gaps: list[bool], evidence: int) -> int:
    """Find the width that the text was wrapped to; 0 if it was not."""
    pairs = [pair for pair, blank in zip(pairwise(rows), gaps, strict=True) if not blank]
    lengths = sorted(end - start for (start, end), _ in pairs)
    width = lengths[ceil(len(lengths) * _USUAL) - 1] if lengths else 0
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [line for line, following in pairs if _is_full(text, line, following, width)]
    cut = sum(not _is_finished(text, line) for line in full)
    return width if cut >= evidence and 2 * len(full) >= len(pairs) else 0


def _is_full(text: str, line: Span, following: Span, width: int) -> bool:
    next_word = text[following.start : following.end].split(None, 1)[0]
    length = line.end - line.start
    return width < length + 1 + len(next_word) and length <= _OVER * width


def _continues(text: str, line: Span, following: Span, width: int) -> bool:
    if _BULLET.match(text, following.start):
        return False
    if width and _is_full(text, line, following, width):
        return True
    return (
        text[following.start].islower()
        and line.end - line.start >= _NARROWEST
        and not _is_finished(text, line)
        and not _ADDRESS.match(text, following.start)
    )


def _is_finished(text: str, line: Span) -> bool:
    return _FINISHED.search(text, max(line.start, line.end - _MARKS), line.end) is not None

"""Find the story in a page, and the furniture inside it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storybot.ingest.boilerplate.furniture import ends_story, invites
from storybot.ingest.boilerplate.page import Page
from storybot.ingest.lexicon import ADVERT, COMMENTS, MENU, NEWSLETTER, OFFER, PRIVACY, RELATED
from storybot.ingest.lines import Line
from storybot.ingest.metadata.bylines import is_credit, is_marked
from storybot.ingest.metadata.dates import find_date, is_date_line
from storybot.model.documents import Span

_ANCHOR = 12
"""Lines above a story searched for its date."""
_DATED_MOST = 20
"""Words of a line that a date makes a date line above a story."""
_LEAST = 1.0
"""The least that a story scores: a paragraph, or two short sentences."""
_GAP = 7.0
"""The most that a run of lines between two paragraphs counts against them."""
_THREAD = 15
"""Lines below a heading in which dates and buttons reveal a thread of comments."""
_THREAD_MARKS = 3
_BOX_MOST = 10
"""Lines of a box in the midst of a story, such as a heading and links to related stories."""
_LEFT = 0.34
"""Share of the running text that may be cut off below a heading such as "Related topics"."""
_IN_BOX = frozenset({None, ADVERT, NEWSLETTER, OFFER, PRIVACY, RELATED, COMMENTS})
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")


class Stretch(NamedTuple):
    """A run of lines and how much it reads like a story."""

    score: float
    span: Span


def main_stretch(page: Page) -> Span:
    """Find the story: the most running text, doubled if below a date; None if there is none."""
    found = [stretch for stretch in _stretches(_worths(page)) if stretch.score >= _LEAST]
    if not found:
        return Span(0, 0)
    # What readers say below a story is never the story, however long it is.
    below = range(found[0].span.end, len(page.lines))
    thread = next((i for i in below if _opens_thread(page, i)), len(page.lines))
    found = [stretch for stretch in found if stretch.span.start < thread]
    return max(found, key=lambda s: s.score * (2 if _is_dated(page, s.span.start) else 1)).span


def _is_dated(page: Page, start: int) -> bool:
    above = page.lines[max(0, start - _ANCHOR) : start + 1]
    return any(line.length < _DATED_MOST and find_date(line.text) for line in above)


def _stretches(worths: Sequence[float]) -> Iterator[Stretch]:
    """Yield the runs of lines that are worth something, each cut where its sum is highest."""
    total = best = 0.0
    start = end = 0
    for index, value in enumerate(worths):
        if total <= 0:
            if best > 0:
                yield Stretch(best, Span(start, end))
            total, best, start = 0.0, 0.0, index
        total += value
        if total > best:
            best, end = total, index + 1
    if best > 0:
        yield Stretch(best, Span(start, end))


def _worths(page: Page) -> list[float]:
    """Weigh each line among its neighbours.

    A line announced by a colon does not count against the story, one between two paragraphs only
    partly, and a thread of comments ends any story.
    """
    values: list[float] = []
    announced, gap, box = False, 0.0, 0
    for index, (line, reason) in enumerate(zip(page.lines, page.reasons, strict=True)):
        value = _worth(line, reason)
        box = max(box, _box_end(page, index))
        if reason or value < -1 or line.prose:
            announced = line.introduces and not reason
        elif announced or (line.introduces and line.length > 3):  # noqa: PLR2004
            announced = True
            value = max(value, 0.02)
        if index < box:
            value = max(value, -0.1)
        elif index in page.listed and not reason:
            value = max(value, 0.0)
        if _opens_thread(page, index):
            value, gap = -100.0, -_GAP
        elif value > 0.5:  # noqa: PLR2004
            gap = 0.0
        else:
            value = max(value, -_GAP - gap)
            gap += value
        values.append(value)
    return values


def _box_end(page: Page, index: int) -> int:
    """Find where the story resumes below a box with this heading; 0 if it does not."""
    if not _starts_list(page, index):
        return 0
    below = range(index + 1, min(index + 1 + _BOX_MOST, len(page.lines)))
    start = next((i for i in below if _reads_on(page, i)), None)
    if start is None or any(page.reasons[i] not in _IN_BOX for i in range(index + 1, start)):
        return 0
    end = next((i for i in range(start, len(page.lines)) if not _reads_on(page, i)), None)
    single = end == start + 1 and not page.reasons[end] and not is_credit(page.lines[end])
    return 0 if single else start


def _reads_on(page: Page, index: int) -> bool:
    line = page.lines[index]
    return not page.reasons[index] and line.prose and not invites(line)


def _starts_list(page: Page, index: int) -> bool:
    reason = page.reasons[index]
    headed = reason in {RELATED, MENU} and ends_story(page.lines[index])
    return reason in {NEWSLETTER, OFFER} or headed


def _worth(line: Line, reason: str | None) -> float:
    """Weigh a line for (running text) or against (links, labels, dates) being in the story."""
    if ends_story(line):
        return -2.5
    if reason:
        return -0.3 if line.length > 11 else -0.9  # noqa: PLR2004
    if line.prose:
        return 1 + min(2.0, line.length / 40)
    if is_date_line(line.text):
        return -1.5
    if line.remark:
        return 0.6
    return 0.0 if line.introduces or line.tabular else -0.7


def _opens_thread(page: Page, index: int) -> bool:
    """Return whether a line is the heading of readers' comments, with comments below it."""
    line = page.lines[index]
    if page.reasons[index] != COMMENTS and not (ends_story(line) and "comment" in line.key):
        return False
    near = range(index + 1, min(index + 1 + _THREAD, len(page.lines)))
    marks = (page.reasons[i] == COMMENTS or is_date_line(page.lines[i].text) for i in near)
    return sum(marks) >= _THREAD_MARKS


def tail(page: Page, span: Span, authors: Sequence[str]) -> int:
    """Find where a page leaves the story for good; the end of the span if it does not."""
    prose = [index for index in range(*span) if page.lines[index].prose]
    runs = (start for start, end in zip(prose, prose[2:], strict=False) if end == start + 2)
    goes_on_until = max(runs, default=span.start)
    names = [author.casefold() for author in authors]
    left = len(prose)
    for index in range(*span):
        line = page.lines[index]
        if line.prose:
            left -= 1
        elif (
            index > goes_on_until
            and not _box_end(page, index)
            and left < len(prose)
            and left <= _LEFT * len(prose)
            and (ends_story(line) or _is_about(line, names))
        ):
            return index
    return span.end


def _is_about(line: Line, names: Sequence[str]) -> bool:
    """Return whether a line is the heading of a box about a writer, such as "About Ann Lee"."""
    return any(line.key.endswith(name) and line.length <= name.count(" ") + 3 for name in names)


def strays(page: Page, span: Span) -> dict[int, str]:
    """Name the lines inside a story that are none of it: lists of links, boxes that invite."""
    found: dict[int, str] = {}
    listed = ""
    for index in range(*span):
        line, reason = page.lines[index], page.reasons[index]
        if reason:
            if _starts_list(page, index):
                listed = reason
        elif listed and not _ends_list(line, listed):
            found[index] = listed
        else:
            listed = ""
    return found


def _ends_list(line: Line, listed: str) -> bool:
    if listed == RELATED:
        item = _NUMBERED.match(line.text) or (line.remark and not line.quoted and not line.prose)
        return not item and (line.prose or line.quoted or _is_of_head(line))
    return (line.prose or _is_of_head(line)) and not invites(line)


def _is_of_head(line: Line) -> bool:
    return is_date_line(line.text) or is_marked(line)

"""Read the head of an article: headline, standfirst, byline, date and captions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from storybot.ingest.boilerplate import captions
from storybot.ingest.boilerplate.headlines.finding import OPENING, find_headline
from storybot.ingest.boilerplate.headlines.signing import is_dated, signs
from storybot.ingest.boilerplate.page import Page, PageKind
from storybot.ingest.boilerplate.story import main_stretch, strays
from storybot.ingest.lexicon import REPEATED
from storybot.ingest.lines import Line
from storybot.ingest.metadata import bylines
from storybot.model.documents import Span

_BELOW = 6
"""Lines into the story in which its date may be: a standfirst can read as prose."""
_NEAR = 1
"""Lines from a date to a byline that is only a name, and no given name is known in it."""
_TOGETHER = 2
"""Lines from one writer's name to the next."""
_STANDFIRST = range(5, 46)
"""Words of a standfirst."""
_CAPTION = range(4, 80)
"""Maximum words of a caption recognised only by its position."""


@dataclass
class Head:
    """Indexes of the lines above a story, by their role."""

    start: int
    """Where the story begins."""
    title: int | None = None
    standfirst: int | None = None
    bylines: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    captions: list[int] = field(default_factory=list)


def read_head(page: Page, story: Span) -> Head:
    """Read the lines above a story, and correct the story's start."""
    whole = page.kind is PageKind.PAGE
    story = _from_prose(page, story)
    first = story.start
    title = find_headline(page, story)
    top = title + 1 if title is not None else first if whole else 0
    until = min(first + _BELOW, story.end)
    below = page.plain(Span(top, until))
    signed = max(
        (i for i in below if signs(page.lines[i], strictly=i > first and not whole)), default=None
    )
    if title is None and signed is None:
        return Head(start=top)
    aside = strays(page, Span(top, until)).keys()
    start = _start(page, Span(top if signed is None else signed + 1, story.end), aside)
    head = Head(start=start, title=title)
    _sort(head, page, [i for i in page.plain(Span(top, start)) if i not in aside])
    if title is not None:
        _sort_above(head, page, title)
    return head


def story_of(page: Page) -> Span:
    """Find the story of a page, from its first running text on."""
    span = main_stretch(page) if page.kind is PageKind.PAGE else page.whole
    return _from_prose(page, span)


def _from_prose(page: Page, story: Span) -> Span:
    first = next((i for i in page.plain(story) if _opens(page, page.lines[i])), story.start)
    return Span(first, story.end)


def _opens(page: Page, line: Line) -> bool:
    return line.prose or (page.kind is not PageKind.PAGE and line.remark)


def _start(page: Page, below: Span, aside: Iterable[int]) -> int:
    """Find the first line of running text that no picture claims."""
    for index in page.plain(below):
        line = page.lines[index]
        if index in aside or not (line.prose or line.remark) or _is_picture(page, index):
            continue
        return index
    return min(below.start, below.end)


def _is_picture(page: Page, index: int) -> bool:
    if page.kind is PageKind.PAGE:
        return captions.is_lead_picture(page.lines, index)
    return captions.is_caption(page.lines[index])


def _sort(head: Head, page: Page, rows: list[int]) -> None:
    """Classify the lines below the headline: bylines, dates, standfirst and captions."""
    for index in rows:
        line = page.lines[index]
        if is_dated(line):
            head.dates.append(index)
            if bylines.is_marked(line) or _are_strangers(bylines.authors(line), page, head):
                head.bylines.append(index)
        elif bylines.is_marked(line) or (
            index and bylines.signs_below(page.lines[index - 1], line)
        ):
            head.bylines.append(index)
        elif _is_picture(page, index):
            head.captions.append(index)
    if not head.bylines:
        # The name of a writer stands below the headline, and again in a box about the writer.
        between = range(head.start if head.title is None else head.title + 1, head.start)
        again = (index for index in between if page.reasons[index] == REPEATED)
        named = sorted({*rows, *again})
        head.bylines.extend(_people(head, page, named) or _names_near_date(head, page, named))
    _sort_rest(head, page, rows)


def _are_strangers(names: Sequence[str], page: Page, head: Head) -> bool:
    """Return whether there are names, and none of a person or place that the story is about.

    A line that opens with a name may tell who the writer is.
    """
    opening = page.lines[head.start : head.start + OPENING // 2]
    told = Counter(
        word for line in opening if not line.text.startswith(tuple(names)) for word in line.words
    )
    told.update(page.lines[head.title or 0].words * 2)
    return bool(names) and all(told[name.split()[-1]] < 2 for name in names)  # noqa: PLR2004


def _sort_rest(head: Head, page: Page, rows: list[int]) -> None:
    """Take the topmost line as the standfirst, and the rest of a page's as captions."""
    taken = {*head.bylines, *head.dates, *head.captions}
    for index in rows:
        line = page.lines[index]
        if index in taken or bylines.opens_byline(line):
            continue
        first = head.standfirst is None and index < min(taken, default=-1)
        if first and line.length in _STANDFIRST:
            head.standfirst = index
        elif line.length in _CAPTION and (
            page.kind is PageKind.PAGE or (index + 1 in head.captions and not line.ended)
        ):
            head.captions.append(index)


def _people(head: Head, page: Page, rows: list[int]) -> list[int]:
    """Find the first name of a person, and further ones just below it."""
    found: list[int] = []
    for index in rows:
        line = page.lines[index]
        if found and index > found[-1] + _TOGETHER:
            break
        if bylines.is_of_person(line) and _are_strangers(bylines.authors(line), page, head):
            found.append(index)
    return found


def _names_near_date(head: Head, page: Page, rows: list[int]) -> list[int]:
    """Find the name nearest to a date, as a byline without "By"."""
    distances = {
        index: min(abs(index - date) for date in head.dates)
        for index in rows
        if head.dates and index not in head.dates and not page.lines[index].bulleted
        if bylines.is_name(page.lines[index])
        if _are_strangers(bylines.authors(page.lines[index]), page, head)
    }
    nearest = min(distances, key=distances.__getitem__, default=None)
    if nearest is not None and distances[nearest] <= _NEAR:
        return [nearest]
    return [index for index in rows if _is_known(page, index, head)][:1]


def _is_known(page: Page, index: int, head: Head) -> bool:
    """Return whether a line is a name and another line says who bears it, as of a writer."""
    if (
        page.kind is not PageKind.PAGE
        or index in head.dates
        or not bylines.is_name(page.lines[index])
    ):
        return False
    names = bylines.authors(page.lines[index])
    told = names and any(line.prose and line.text.startswith(names[0]) for line in page.lines)
    return bool(told) and _are_strangers(names, page, head)


def _sort_above(head: Head, page: Page, title: int) -> None:
    """Take a date or a credit from just above the headline, if the page has them there."""
    for index in page.plain(Span(max(0, title - _BELOW), title)):
        line = page.lines[index]
        if is_dated(line) and not head.dates:
            head.dates.append(index)
        elif captions.is_caption(line):
            head.captions.append(index)

"""Find the headline of a story, and the lines that sign and date it."""

import re
from collections.abc import Sequence
from itertools import islice

from storybot.ingest.boilerplate import captions
from storybot.ingest.boilerplate.page import Page, PageKind
from storybot.ingest.lexicon import REPEATED
from storybot.ingest.lines import Line
from storybot.ingest.metadata import bylines
from storybot.ingest.metadata.dates import find_date, is_date_line
from storybot.model.documents import Span

OPENING = 15
"""Lines of a story that its headline is compared with."""
_ABOVE = 120
"""Lines above the story searched for its headline."""
_BELOW = 3
"""Lines between a headline and the byline or date below it."""
_CLOSE = 2
"""Lines from a byline or date down to a caption or standfirst, which is no headline."""
_REACH = 12
"""Lines searched for those: buttons may lie between."""
_RUBRIC_MOST = 2
"""Maximum words of a rubric, such as "World", above a headline."""
_KICKER_MOST = 4
"""Maximum words of a kicker or breadcrumb just above a headline."""
_WORDS = range(2, 33)
_DATED_MOST = 25
_LIKE = 0.25
"""Share of its words that a headline must have in common with the story, unless it is signed."""
_TRAIL = re.compile(r"\s(?:[»›>|/→]|::|–)\s")
_STEP = re.compile(
    r"[«‹←→»›<]|(?:sie sind hier|you are here|home|startseite|start|accueil|inicio|главная)"
    r"\b.{0,3}[»›>/|:]",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,2})\. ")
_POSTED = re.compile(
    r"(?:posted|published|written|veröffentlicht|publiziert|erstellt|publié|publicado|"
    r"опубликовано|опубліковано|yayınlanma)\b",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s[|–—»·-]\s.{2,40}$")
_ADDRESS = re.compile(r"https?://|www\.")
_DASHES = ("—", "–")
"""Openings of the attribution line below a quotation."""


def find_headline(page: Page, story: Span) -> int | None:
    """Find the line above a story, or at its start, that is most like a headline of it."""
    able = [i for i in range(max(0, story.start - _ABOVE), story.start) if _may_head(page, i)]
    if _signed_below(page, story.start, strictly=True) and _may_head(page, story.start):
        able.append(story.start)
    if not able:
        return None
    opening = page.plain(Span(story.start, min(story.start + OPENING, story.end)))
    body: frozenset[str] = frozenset().union(
        *(page.lines[i].stems for i in opening if i not in able)
    )
    if page.kind is PageKind.PAGE or page.menus_above(story.start):
        best = max(able, key=lambda i: _likeness(page, i, body) - 0.005 * (story.start - i))
        return _bare(page, _line_above(page, best, able, body), able)
    first = next((i for i in able if page.lines[i].length > _RUBRIC_MOST), able[0])
    return first if _signed_below(page, first) or _is_like(page.lines[first], body) else None


def _bare(page: Page, best: int, able: Sequence[int]) -> int:
    """Prefer the line that is the same without the name of the site behind it."""
    text = page.lines[best].text
    bare = (i for i in able if _SITE.match(text.removeprefix(page.lines[i].text)))
    return next((i for i in bare if text.startswith(page.lines[i].text)), best)


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


def _may_head(page: Page, index: int) -> bool:
    line = page.lines[index]
    if page.reasons[index] not in {None, REPEATED} or line.length not in _WORDS:
        return False
    if sum(map(str.isalpha, line.text)) * 2 < len(line.text) or _ADDRESS.search(line.text):
        return False
    if line.bulleted or line.introduces or captions.is_caption(line):
        return False
    if _is_way(page, index) or (_POSTED.match(line.text) and find_date(line.text)):
        return False
    return not signs(line, strictly=True)


def _is_way(page: Page, index: int) -> bool:
    """Return whether a line leads elsewhere: a path of sections, a step of one, another post."""
    text = page.lines[index].text
    if _STEP.match(text) or len(_TRAIL.findall(text)) > 1:
        return True
    number = _NUMBERED.match(text)
    if not number or not index:
        return False
    before = _NUMBERED.match(page.lines[index - 1].text)
    return before is not None and int(before[1]) == int(number[1]) - 1


def _signed_below(page: Page, index: int, *, strictly: bool = False) -> bool:
    below = page.plain(Span(index + 1, min(index + 1 + _REACH, len(page.lines))))
    return any(signs(page.lines[i], strictly=strictly) for i in islice(below, _BELOW))


def _signed_above(page: Page, index: int) -> bool:
    above = list(page.plain(Span(max(0, index - _REACH), index)))
    return any(signs(page.lines[i]) for i in above[-_CLOSE:])


def _likeness(page: Page, index: int, body: frozenset[str]) -> float:
    """Score a line by shared words, length, final stop and surroundings."""
    line = page.lines[index]
    return (
        _share(line, body)
        + 0.06 * min(line.length, 8)
        + 0.15 * (_signed_below(page, index) - _signed_above(page, index))
        - 0.25 * line.text.endswith(".")
    )


def _share(line: Line, body: frozenset[str]) -> float:
    return len(line.stems & body) / (len(line.stems) + 1)


def _is_like(line: Line, body: frozenset[str]) -> bool:
    return line.length > _RUBRIC_MOST + 1 and _share(line, body) >= _LIKE


def _line_above(page: Page, best: int, able: Sequence[int], body: frozenset[str]) -> int:
    """Prefer the line just above where it too is like the story: the best is its standfirst."""
    above = next((i for i in (best - 1, best - 2) if i in able), best)
    line = page.lines[above]
    adjacent = above == best - 1 and line.length > _KICKER_MOST
    enough = 0.15 if adjacent else _LIKE if page.lines[best].text.endswith(".") else 0.45
    return above if line.length > _RUBRIC_MOST and _share(line, body) >= enough else best

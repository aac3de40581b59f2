"""Find the headline of a story."""

import re
from collections.abc import Sequence
from itertools import islice

from storybot.ingest.boilerplate import captions
from storybot.ingest.boilerplate.headlines import ranking
from storybot.ingest.boilerplate.headlines.signing import signs
from storybot.ingest.boilerplate.page import Page, PageKind
from storybot.ingest.lexicon import REPEATED
from storybot.ingest.lines import Line
from storybot.ingest.metadata.dates import find_date
from storybot.model.documents import Span

OPENING = 15
"""Lines of a story that its headline is compared with."""
_ABOVE = 120
"""Lines above the story searched for its headline."""
_BELOW = 3
"""Lines between a headline and the byline or date below it."""
_REACH = 12
"""Lines searched for those: buttons may lie between."""
_RUBRIC_MOST = 2
"""Maximum words of a rubric, such as "World", above a headline."""
_WORDS_MOST = 32
_INTO = 4
"""Lines of what was taken for the story that may be its headline."""
_TOLD_LEAST = 3
"""Words of a step of a path that is told from a section."""
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
_SECTION = re.compile(r"\s*[|•·]\s")
_SITE = re.compile(r"\s[|–—»·-]\s.{2,40}$")
_ADDRESS = re.compile(r"https?://|www\.")


def find_headline(page: Page, story: Span) -> int | None:
    """Find the line above a story, or at its start, that is most like a headline of it."""
    if page.kind is PageKind.PAGE or page.menus_above(story.start):
        return _ranked(page, story)
    able = [i for i in range(max(0, story.start - _ABOVE), story.start) if _may_head(page, i)]
    if _signed_below(page, story.start, strictly=True) and _may_head(page, story.start):
        able.append(story.start)
    if not able:
        return None
    body = opening_stems(page, story, able)
    first = next((i for i in able if page.lines[i].length > _RUBRIC_MOST), able[0])
    return first if _signed_below(page, first) or _is_like(page.lines[first], body) else None


def _ranked(page: Page, story: Span) -> int | None:
    """Choose among all lines down to the first ones of the story, which a headline may be."""
    able = able_lines(page, story)
    if not able:
        return None
    best = ranking.best(page, story.start, able, opening_stems(page, story, able))
    return _without_kicker(page, _bare(page, best, able), able)


def able_lines(page: Page, story: Span) -> list[int]:
    """Return the lines of a copied page that may be its headline."""
    end = min(story.start + _INTO, story.end)
    return [index for index in range(end) if _may_head(page, index, least=1)]


def opening_stems(page: Page, story: Span, able: Sequence[int]) -> frozenset[str]:
    """Return the stems of the story's opening, without those of what may be its headline."""
    opening = page.plain(Span(story.start, min(story.start + OPENING, story.end)))
    return frozenset().union(*(page.lines[i].stems for i in opening if i not in able))


def _without_kicker(page: Page, best: int, able: Sequence[int]) -> int:
    """Prefer the last step of the path of sections, which is the headline without its kicker."""
    text = page.lines[best].text
    for index in able:
        line = page.lines[index]
        if index < best and line.length >= _TOLD_LEAST and text.endswith(f" {line.bare}"):
            return index
    return best


def _bare(page: Page, best: int, able: Sequence[int]) -> int:
    """Prefer the line that is the same without the name of the site behind it."""
    text = page.lines[best].text
    bare = (i for i in able if _SITE.match(text.removeprefix(page.lines[i].text)))
    return next((i for i in bare if text.startswith(page.lines[i].text)), best)


def _may_head(page: Page, index: int, *, least: int = 2) -> bool:
    line = page.lines[index]
    if page.reasons[index] not in {None, REPEATED} or not least <= line.length <= _WORDS_MOST:
        return False
    if sum(map(str.isalpha, line.text)) * 2 < len(line.text) or _ADDRESS.search(line.text):
        return False
    if line.introduces or captions.is_caption(line) or (least > 1 and line.bulleted):
        return False
    if _is_way(page, index) or _opens_with_date(line):
        return False
    return not signs(line, strictly=True)


def _opens_with_date(line: Line) -> bool:
    """Return whether a line says when something was posted, or gives a date and a section."""
    found = find_date(line.text)
    if not found:
        return False
    section = found.span.start == 0 and _SECTION.match(line.text[found.span.end :])
    return bool(section or _POSTED.match(line.text))


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


def _is_like(line: Line, body: frozenset[str]) -> bool:
    return line.length > _RUBRIC_MOST + 1 and ranking.share(line, body) >= _LIKE

"""A text as lines that may be furniture, and how much it looks like a page dump."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain, pairwise, takewhile

from storybot.ingest.boilerplate.furniture import link_below, reasons
from storybot.ingest.lexicon import NEWSLETTER, OFFER, OUTSIDE, REPEATED
from storybot.ingest.lines import Line, cut
from storybot.ingest.metadata.bylines import heads_text, signs_below
from storybot.model.documents import Span

_FEW = 2
"""Different lines of furniture that make any of them believed."""
_MANY = 8
"""Different lines of furniture that make the text a whole page."""
_HEAD_MOST = 8
"""Short lines above the story that an article alone may have: headline, byline, place, date."""
_LABEL_MOST = 6
_REPEATS = 3
_INVITATION_MOST = 30
_NEWSLETTER = re.compile(
    r"\b(?:newsletter|inbox|briefing|boletín|lettre d['’]info|рассылк|розсилк|bülten)",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"(?:^|[.?!:,–—-] )(?:please |bitte )?(?:sign up|subscribe|register|get|join|receive|abonnier|"
    r"melde|hol|inscri|abonne|recevez|suscr|apúnt|recib|подпи|підпи|отримуйте|получайте)|abone ol",
    re.IGNORECASE,
)
"""How a line at the end of an article invites to a newsletter; a story may tell of one."""


_LISTING = 4
"""Lines from one line of code to the next in the same listing."""
_CODE = re.compile(
    r"[─-╿]|^[$>]{1,3} \w|[;{]$|^[})\]]+[,;]?$"
    r"|\w\([^()]*\)(?:[;:,.]?$|\s*[-+*/=]|\s+(?:AS|as)\b)"
    r"|=>|[\w)\]\"'] ?===? ?[\w(\"'-]|!=|:="
    r"|\w_\w+\s*[=(,]|^(?:SELECT|FROM|WHERE|GROUP BY|ORDER BY|WITH)\b"
)
_MAYBE_CODE = re.compile(r"[─-╿{};=_)\]>$]|^[A-Z]{4}")
"""A necessary part of each form, so that most lines need no search for it."""
_CHANNEL = re.compile(r"@\w|\bt\.me/|^#")
"""Marks a line of a post in which its channel signs."""


PageLine = tuple[Line, str | None]


class PageKind(IntEnum):
    """The kind of a text, by the amount of page furniture in it."""

    ARTICLE = 0
    """An article pasted alone: it loses nothing."""
    POST = 1
    """An article with some furniture around it: it loses that, line by line."""
    PAGE = 2
    """A page copied as a whole: the story is cut out of it."""


@dataclass(frozen=True)
class Page:
    """Lines, and why each is furniture for certain."""

    kind: PageKind
    lines: tuple[Line, ...]
    reasons: tuple[str | None, ...]
    listed: frozenset[int] = frozenset()
    """Of a whole page, the indexes of its listings of code and drawn tables."""
    links: Mapping[int, str] = field(default_factory=dict)
    """The links to more that stood at the end of paragraphs, by the index of the line."""

    @property
    def whole(self) -> Span:
        """All lines."""
        return Span(0, len(self.lines))

    def plain(self, span: Span) -> Iterator[int]:
        """Yield the indexes in a span of lines that are not certainly furniture."""
        return (index for index in range(*span) if not self.reasons[index])

    def menus_above(self, index: int) -> bool:
        """Say whether there are menus above a line, as where a page was copied in part."""
        return sum(bool(reason) for reason in self.reasons[:index]) >= _FEW


def read_page(text: str, *, wrapped: bool = True) -> Page:
    """Split a text into lines and classify it; an article's lines are no furniture."""
    lines = cut(text, wrapped=wrapped)
    found = reasons(lines)
    kind = _kind(lines, found)
    label = _label_of_text(lines)
    if kind is PageKind.ARTICLE:
        kept = [*_invitations_below(lines, found)]
        return Page(kind, lines, tuple(_with_label(kept, label)))
    cuts = {index: link_below(line) for index, line in enumerate(lines)}
    links = {index: lines[index].text[start:] for index, start in cuts.items() if start}
    lines = tuple(
        Line(line.text[: cuts[index]].rstrip()) if cuts[index] else line
        for index, line in enumerate(lines)
    )
    if kind is PageKind.POST:
        return Page(kind, lines, tuple(_with_label(found, label)), links=links)
    listed = listings(lines)
    return Page(kind, lines, tuple(_with_repeats(lines, found, listed)), listed, links)


def _label_of_text(lines: Sequence[Line]) -> int | None:
    """Return the index of the line "Text:" above a pasted story, unless it says who wrote it."""
    above = takewhile(lambda pair: not (pair[0].prose or pair[0].remark), pairwise(lines))
    for index, (line, below) in enumerate(above):
        if heads_text(line) and not signs_below(line, below):
            return index if any(line.prose for line in lines) else None
    return None


def _with_label(found: Sequence[str | None], label: int | None) -> Iterator[str | None]:
    """Mark the line that only says that a text follows."""
    for index, reason in enumerate(found):
        yield OUTSIDE if index == label else reason


def _invitations_below(lines: Sequence[Line], found: Sequence[str | None]) -> Iterator[str | None]:
    """Keep of what is furniture only invitations to a newsletter at the very end of an article."""
    rows = zip(reversed(lines), reversed(found), strict=True)
    below = sum(1 for _ in takewhile(lambda row: _invites(*row), rows))
    first = len(lines) - below
    for index, reason in enumerate(found):
        yield reason if first and index >= first else None


def _invites(line: Line, reason: str | None) -> bool:
    return (
        reason in {NEWSLETTER, OFFER}
        and line.length <= _INVITATION_MOST
        and bool(_NEWSLETTER.search(line.text) and _INVITES.search(line.text))
    )


def _kind(lines: Sequence[Line], found: Sequence[str | None]) -> PageKind:
    marked = {line.key for line, reason in zip(lines, found, strict=True) if reason}
    score = len(marked)
    if any(line.prose for line in lines):
        rows = list(zip(lines, found, strict=True))
        score += _menu_lines(rows)
        if sum(bool(reason) for _, reason in _until_prose(reversed(rows))) >= _FEW:
            score += _menu_lines(reversed(rows))
    score += any(found[-1:]) and bool(_CHANNEL.search(lines[-1].text))
    return PageKind.PAGE if score >= _MANY else PageKind.POST if score >= _FEW else PageKind.ARTICLE


def _menu_lines(rows: Iterable[PageLine]) -> int:
    """Count the short lines before the first running text, beyond those of an article."""
    short = (
        not reason and line.length <= _LABEL_MOST and not line.ended and not line.tabular
        for line, reason in _until_prose(rows)
    )
    return max(0, sum(short) - _HEAD_MOST)


def _until_prose(rows: Iterable[PageLine]) -> Iterator[PageLine]:
    return takewhile(lambda row: not row[0].prose, rows)


def _with_repeats(
    lines: Sequence[Line], found: Sequence[str | None], listed: frozenset[int]
) -> list[str | None]:
    """Mark labels that a page repeats, outside its listings."""
    counts = Counter(line.text for line in lines if not line.prose and not line.ended)
    return [
        reason or (REPEATED if counts[line.text] >= _REPEATS and index not in listed else None)
        for index, (line, reason) in enumerate(zip(lines, found, strict=True))
    ]


def listings(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indexes of listings of code and drawn tables, as tutorials have them."""
    code = [index for index, line in enumerate(lines) if _is_code(line)]
    runs = (range(a, b + 1) for a, b in pairwise(code) if b - a <= _LISTING)
    return frozenset(chain.from_iterable(runs))


def _is_code(line: Line) -> bool:
    if line.prose or not _MAYBE_CODE.search(line.text):
        return False
    return bool(_CODE.search(line.text))

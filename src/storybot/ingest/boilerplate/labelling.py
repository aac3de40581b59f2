"""Label the lines of a text as story, head or page furniture."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from storybot.ingest.boilerplate import captions
from storybot.ingest.boilerplate.head import Head, read_head
from storybot.ingest.boilerplate.page import Page, PageKind, read_page
from storybot.ingest.boilerplate.story import main_stretch, strays, tail
from storybot.ingest.lexicon import CREDIT, DATE, MENU, ORNAMENT, OUTSIDE, RELATED
from storybot.ingest.lines import Line
from storybot.ingest.metadata import bylines
from storybot.ingest.metadata.dates import is_date_line
from storybot.model.documents import Span

_WORDLESS = re.compile(r"[\W\d_]*")
_SUBHEAD_MOST = 12
"""Words of a sub-head."""
_MENU_MOST = 6


class Role(StrEnum):
    """The role of a line."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATE = "date"
    CAPTION = "caption"
    SUBHEAD = "sub-head"
    PARAGRAPH = "paragraph"
    DROPPED = "dropped"


STORY = frozenset({Role.PARAGRAPH, Role.SUBHEAD})
"""The roles of the lines that a document's text consists of."""


class Labelled(NamedTuple):
    """A line of a text and its role; for a dropped one, the reason."""

    text: str
    role: Role
    reason: str = ""


def label_lines(text: str, *, wrapped: bool = True) -> list[Labelled]:
    """Label each non-blank line of a normalised text, in order.

    An article pasted alone keeps all its lines; a page dump only the story.
    """
    page = read_page(text, wrapped=wrapped)
    if not page.lines:
        return []
    span = main_stretch(page) if page.kind is PageKind.PAGE else page.whole
    head = read_head(page, span)
    roles: dict[int, tuple[Role, str]] = {}
    if page.kind is not PageKind.ARTICLE:
        names = [name for index in head.bylines for name in bylines.authors(page.lines[index])]
        story = Span(head.start, tail(page, Span(head.start, span.end), names))
        roles.update(_outside(page, story))
        roles.update(_above_headline(page, head.title or 0))
        roles.update(_inside(page, story))
    roles.update((i, (Role.DROPPED, reason)) for i, reason in enumerate(page.reasons) if reason)
    roles.update(_of_head(head))
    roles.update(_subheads(page, roles))
    return list(_labelled(page, roles))


def _labelled(page: Page, roles: Mapping[int, tuple[Role, str]]) -> Iterator[Labelled]:
    """Yield the lines with their roles, and after a paragraph the link that stood at its end."""
    for index, line in enumerate(page.lines):
        yield Labelled(line.text, *roles.get(index, (Role.PARAGRAPH, "")))
        if index in page.links:
            yield Labelled(page.links[index], Role.DROPPED, RELATED)


def _outside(page: Page, story: Span) -> Iterator[tuple[int, tuple[Role, str]]]:
    """Drop the lines below the story, and of a whole page those above it."""
    above = range(story.start) if page.kind is PageKind.PAGE else range(0)
    for index in (*above, *range(story.end, len(page.lines))):
        line = page.lines[index]
        short = line.length <= _MENU_MOST and not line.ended
        yield index, (Role.DROPPED, MENU if short else OUTSIDE)


def _above_headline(page: Page, title: int) -> Iterator[tuple[int, tuple[Role, str]]]:
    """Drop the labels among the menus above a headline, where a page was copied in part."""
    if not page.menus_above(title):
        return
    for index in page.plain(Span(0, title)):
        line = page.lines[index]
        if line.length <= _MENU_MOST and not line.ended:
            yield index, (Role.DROPPED, MENU)


def _inside(page: Page, story: Span) -> Iterator[tuple[int, tuple[Role, str]]]:
    """Remove furniture from the middle of the story."""
    aside = strays(page, story)
    for index in range(*story):
        line = page.lines[index]
        if index in aside:
            yield index, (Role.DROPPED, aside[index])
        elif captions.is_picture(page.lines, index):
            yield index, (Role.CAPTION, "")
        elif is_date_line(line.text):
            yield index, (Role.DROPPED, DATE)
        elif bylines.is_credit(line):
            yield index, (Role.DROPPED, CREDIT)
        elif _WORDLESS.fullmatch(line.text) and not line.tabular:
            yield index, (Role.DROPPED, ORNAMENT)


def _of_head(head: Head) -> Iterator[tuple[int, tuple[Role, str]]]:
    for role, indexes in (
        (Role.CAPTION, head.captions),
        (Role.DATE, head.dates),
        (Role.BYLINE, head.bylines),
        (Role.STANDFIRST, [head.standfirst]),
        (Role.TITLE, [head.title]),
    ):
        for index in indexes:
            if index is not None:
                yield index, (role, "")


def _subheads(page: Page, roles: dict[int, tuple[Role, str]]) -> list[tuple[int, tuple[Role, str]]]:
    """Find short lines without a stop that are isolated in running text."""
    kept = [index for index in range(len(page.lines)) if index not in roles]
    return [
        (index, (Role.SUBHEAD, ""))
        for before, index, after in zip(kept, kept[1:], kept[2:], strict=False)
        if _could_divide(page.lines[index])
        and _reads_on(page.lines[before])
        and _reads_on(page.lines[after])
    ]


def _could_divide(line: Line) -> bool:
    if line.length > _SUBHEAD_MOST or line.ended or line.bulleted or line.tabular:
        return False
    return not _WORDLESS.fullmatch(line.text)


def _reads_on(line: Line) -> bool:
    return line.prose or line.remark

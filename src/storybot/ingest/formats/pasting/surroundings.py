"""Find when and by whom a story was written in the lines around it, if its head does not tell."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import NamedTuple

from storybot.ingest.boilerplate.furniture import label
from storybot.ingest.boilerplate.labelling import STORY, Labelled, Role
from storybot.ingest.formats.pasting.story_dates import opening_date, published_date
from storybot.ingest.lexicon import COMMENTS, RELATED
from storybot.ingest.lines import Line
from storybot.ingest.metadata.bylines import (
    authors,
    credited,
    is_name,
    is_of_person,
    opens_byline,
    signs_below,
)
from storybot.ingest.metadata.dates import find_date, is_date_line
from storybot.ingest.metadata.given_names import is_person
from storybot.model.documents import Span

_ABOVE = 20
"""Lines above the headline: buttons, pictures and lists of topics may lie between."""
_BELOW = 8
"""Lines below the story: what follows is comments and other stories."""
_SAID_BELOW = 12
"""Lines below the story in which a page may say when it was published."""
_ENDING = 3
"""Lines at the end of a story in which it may say so."""
_TOLD_BELOW = 15
"""Lines below the story in which a page may tell who its writer is."""
_DATED_MOST = 8
"""Words of a line that gives a date beside other things."""
_FOOT = 15
"""Lines at the end of a page among which it says whose it is."""
_HELD = re.compile(
    r".{0,40}?(?:©|\(c\)|\bcopyright\b(?:\s*(?:©|\(c\)))?|creative commons\S*)[\s\d().,–-]*"
    r"(?:\b(?:by|von|par|por)\b\s*)?(?P<name>[^\W\d_].{2,80})",
    re.IGNORECASE,
)
_AFTER_HOLDER = re.compile(r"\s*(?:[|•·,;(–—]|\s-\s|\.\s|\d)|\s(?:[Aa]ll\s)?[Rr]ights|\s[Aa]lle\s")
_OFFICE = re.compile(
    r"^\W*(?:\w+[ -]){0,3}?\w*(?:redakteur|reporter|korrespondent|corresponden|correspondan|"
    r"journalist|editor|columnist|staff writer|volontär|rédact|chroniqueu|redactor|"
    r"periodista|corresponsal|"
    r"корреспондент|журналист|редактор|обозревател|кореспондент|журналіст|оглядач|muhabir|"
    r"gazeteci|editör|yazar)",
    re.IGNORECASE,
)
"""What a person is behind the name: "(Redakteurin)", ", Science editor"."""
_WORKS = re.compile(
    r"\b(?:articles?|posts|stories|artikel|beiträge|artículos|статьи|материалы|статті|матеріали|"
    r"yazıları|haberleri|about|über|written|geschrieben)\b(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)
_AROUND = frozenset({Role.DROPPED, Role.CAPTION, Role.DATE, Role.STANDFIRST})


class Surroundings(NamedTuple):
    """The lines of a text, and where its story is."""

    lines: Sequence[Labelled]
    top: int
    """Its headline, or its first line."""
    story: Span

    @classmethod
    def of(cls, lines: Sequence[Labelled]) -> "Surroundings":
        """Find the story among labelled lines, of which one at least belongs to it."""
        kept = [index for index, line in enumerate(lines) if line.role in STORY]
        head = (index for index, line in enumerate(lines) if line.role is Role.TITLE)
        story = Span(kept[0], kept[-1] + 1)
        return cls(lines, min(next(head, story.start), story.start), story)

    def date(self, now: datetime | None = None) -> datetime | date | None:
        """Return the date nearest above the story, that it opens with, or that is said below it."""
        for index in self._above():
            text = self.lines[index].text
            if (found := find_date(text, now=now)) and _is_dated(text):
                return found.when
        story = [line.text for line in self.lines[slice(*self.story)] if line.role in STORY]
        if opened := opening_date(story):
            return opened
        ending = range(max(self.story.start, self.story.end - _ENDING), self.story.end)
        for index in (*self._below(_SAID_BELOW), *ending):
            if published := published_date(self.lines[index].text, now):
                return published
        return None

    def authors(self) -> tuple[str, ...]:
        """Return who is credited nearest to the story, or whose name alone stands beneath it."""
        for index in (*self._above(), *self._signed()):
            if names := credited(Line(self.lines[index].text)):
                return names
        for index in self._above():
            if (names := self._person(index)) and self._is_by_line(index):
                return names
        for index in self._signed():
            line = Line(self.lines[index].text)
            names = authors(line) if is_name(line) and not line.bulleted else ()
            names = self._person(index) or names
            if names and not self._is_subject(names[0]) and self._signs(index, names[0]):
                return names
        return self._holder()

    def _person(self, index: int) -> tuple[str, ...]:
        """Return the people whom a line names, if the story does not tell of them."""
        line = Line(self.lines[index].text)
        names = authors(line) if is_of_person(line) else ()
        return names if names and not self._is_subject(names[0]) else ()

    def _is_by_line(self, index: int) -> bool:
        """Return whether a line stands next to a date, or below the word "By"."""
        if index and opens_byline(Line(self.lines[index - 1].text)):
            return True
        near = self.lines[max(0, index - 1) : index + 2]
        return any(is_date_line(line.text) for line in near)

    def _is_subject(self, name: str) -> bool:
        """Return whether the story tells of somebody, rather than who wrote it."""
        last = name.rsplit(maxsplit=1)[-1]
        told = sum(
            last in line.text and not line.text.startswith(name)
            for line in self.lines
            if line.role in STORY or line.role is Role.TITLE
        )
        return told > 1

    def _holder(self) -> tuple[str, ...]:
        """Return the person who holds the rights of the whole page, as writers of blogs do."""
        for line in self.lines[-_FOOT:]:
            if line.role is Role.DROPPED and (held := _HELD.match(line.text)):
                name = _AFTER_HOLDER.split(held["name"])[0].strip(" .,-–")
                if is_name(Line(name)) and is_person(name):
                    return (name,)
        return ()

    def _signs(self, index: int, name: str) -> bool:
        """Return whether a name below the story is its writer's: an office, "By", or a sentence.

        Readers, topics and the links of a page are names as well.
        """
        text = self.lines[index].text
        if signs_below(Line(self.lines[index - 1].text), Line(text)):
            return True
        if _OFFICE.search(text.partition(name)[2]):
            return True
        near = [Line(self.lines[other].text) for other in self._signed(_TOLD_BELOW)]
        if is_person(name) and any(_is_list_of(line, name) for line in near):
            return True
        return any(line.text.startswith(f"{name} ") and line.remark for line in near)

    def _above(self) -> Iterator[int]:
        """Yield the lines above the story from below, the story's head among them."""
        indexes = range(self.story.start - 1, max(-1, self.top - _ABOVE - 1), -1)
        return (index for index in indexes if self.lines[index].role in _AROUND)

    def _signed(self, most: int = _BELOW) -> Iterator[int]:
        """Yield the lines below the story, up to what readers say and to other stories."""
        return takewhile(lambda index: not self._ends(index), self._below(most))

    def _ends(self, index: int) -> bool:
        line = self.lines[index]
        return bool({line.reason, label(Line(line.text))} & {COMMENTS, RELATED})

    def _below(self, most: int) -> Iterator[int]:
        end = self.story.end
        return iter(range(end, min(end + most, len(self.lines))))


def _is_dated(text: str) -> bool:
    return is_date_line(text) or len(text.split()) <= _DATED_MOST


def _is_list_of(line: Line, name: str) -> bool:
    """Return whether a line is a link to all that somebody wrote: "More articles by Ann Lee"."""
    before, found, after = line.text.partition(name)
    return bool(found and _WORKS.search(before)) and not after.strip(" .»›>→:")

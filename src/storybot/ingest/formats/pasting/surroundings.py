"""Find when and by whom a story was written in the lines around it, if its head does not tell."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from storybot.ingest.boilerplate.labelling import STORY, Labelled, Role
from storybot.ingest.lines import Line
from storybot.ingest.metadata.bylines import authors, credited, is_name
from storybot.ingest.metadata.dates import find_date, is_date_line
from storybot.model.documents import Span

_ABOVE = 20
"""Lines above the headline: buttons, pictures and lists of topics may lie between."""
_BELOW = 8
"""Lines below the story: what follows is comments and other stories."""
_SIGNED_BELOW = 3
"""Lines below the story in which a bare name is that of its writer."""
_DATED_MOST = 8
"""Words of a line that gives a date beside other things."""
_LEAD = 40
"""Characters of a story in which its own date begins: "Press release of 2 May 2023 | Berlin"."""
_AFTER_DATE = re.compile(r"""\s*(?:[-–—|/:,.•„“"«»]|$)""")
_PUBLISHED = re.compile(
    r"\b(?:posted|published|last (?:edited|updated|modified)|updated|veröffentlicht|erstellt|"
    r"publiziert|stand|letzte (?:aktualisierung|änderung)|zuletzt|aktualisiert|publié|mis à jour|"
    r"mise en ligne|publicado|actualizado|pubblicato|aggiornato|опубликован\w*|обновлен\w*|"
    r"опубліковано|оновлено|yayınlan\w*|güncelle\w*)\b",
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
        opening = self.lines[self.story.start].text
        found = find_date(opening)
        if found and found.span.start < _LEAD and _AFTER_DATE.match(opening[found.span.end :]):
            return found.when
        for index in self._below(_BELOW):
            text = self.lines[index].text
            if (found := find_date(text, now=now)) and _PUBLISHED.search(text) and _is_dated(text):
                return found.when
        return None

    def authors(self) -> tuple[str, ...]:
        """Return who is credited nearest to the story, or whose name alone stands beneath it."""
        for index in (*self._above(), *self._below(_BELOW)):
            if names := credited(Line(self.lines[index].text)):
                return names
        for index in self._below(_SIGNED_BELOW):
            line = Line(self.lines[index].text)
            names = authors(line) if is_name(line) and not line.bulleted else ()
            if names and self._is_told_of(names[0]):
                return names
        return ()

    def _is_told_of(self, name: str) -> bool:
        """Return whether another line says more of somebody, as pages do of their writers."""
        return any(name in line.text and name != line.text.strip() for line in self.lines)

    def _above(self) -> Iterator[int]:
        """Yield the lines above the story from below, the story's head among them."""
        indexes = range(self.story.start - 1, max(-1, self.top - _ABOVE - 1), -1)
        return (index for index in indexes if self.lines[index].role in _AROUND)

    def _below(self, most: int) -> Iterator[int]:
        end = self.story.end
        return iter(range(end, min(end + most, len(self.lines))))


def _is_dated(text: str) -> bool:
    return is_date_line(text) or len(text.split()) <= _DATED_MOST

"""Tell the date of publication from the dates that a story tells of.

A wrong date on a quote is worse than none, so a date in running text is never taken.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from storybot.ingest.lines import Line
from storybot.ingest.metadata.dates import find_date, is_date_line
from storybot.ingest.metadata.given_names import is_person
from storybot.model.documents import Span

_OPENING = 5
"""Lines at the start of a story that may open with its date."""
_LEAD = 40
"""Characters of a story in which its own date begins: "Press release of 2 May 2023 | Berlin"."""
_GAP = 40
"""Characters from the word of publication to its date: "Posted in Weather by ada on"."""
_SAID_MOST = 14
"""Words of a line that says that the date in it is that of publication."""
_SET_APART = re.compile(r"""\s*(?:[-–—|/•„“"«»]|[:.](?!\s*[^\W\d_])|[:.]\s*(?P<next>\w)|$)""")
"""A mark after a date that no sentence goes on after."""
_DATELINE = re.compile(
    r"[^\W\d_][^\d,.:;]{1,30},\s*(?P<date>[^()]*)\([^\W\d_][^()\d]{1,30}\)\s*(?:[.:]?\s*[-–—]|[.:])"
)
"""What an agency opens with: "Barcelona, 6 mayo 2024 (EFE).-"."""
_QUOTE = re.compile(r"""\s*[|–—-]?\s*[„“"«]""")
_PLACE = re.compile(
    r"\s*[,|/–—-]?\s*(?P<place>[^\W\d_][\w.-]+(?: [^\W\d_][\w.-]+){0,2})\s*[–—|-]\s"
)
_IN_SENTENCE = re.compile(
    r"(?:on|since|by|until|till|before|after|from|in|am|seit|bis|vor|nach|ab|vom|im|le|du|depuis|"
    r"dès|el|desde|hasta|em|il|dal|в|во|с|со|до|после|у|з|від|після)\s",
    re.IGNORECASE,
)
"""Words with which a sentence about that day opens."""
_WORD = (
    r"(?:(?:first |originally )?(?:posted|published)|last (?:edited|updated|modified)|updated|"
    r"veröffentlicht|erstellt|erschienen|publiziert|letzte (?:aktualisierung|änderung)|"
    r"(?:zuletzt )?(?:aktualisiert|geändert|bearbeitet)|stand(?=\s*:|\s+\d)|"
    r"publiée?|mise? (?:à jour|en ligne)|publicad[oa]|actualizad[oa]|pubblicato|aggiornato|"
    r"опубликовано|обновлено|дата публикации|опубліковано|оновлено|дата публікації|"
    r"yayınlan(?:ma|dı)|yayın(?:lanma)? tarihi|güncelle(?:me|ndi)|son güncelleme)"
)
_PUBLISHED = re.compile(rf"(?:^\W*|[|•·/;–—]\s*|,\s+|\s-\s){_WORD}\b", re.IGNORECASE)
"""A word of publication that opens a line or one of the notes in it."""
_ANY_PUBLISHED = re.compile(rf"\b{_WORD}\b", re.IGNORECASE)


def opening_date(story: Sequence[str]) -> datetime | date | None:
    """Return the date that sets apart the opening of a story; none of a chronicle's.

    ``story`` holds its lines. Below the first one, only a quotation mark or a place and a dash
    after the date, or a place before and an agency after it, tell that it is that of the whole.
    """
    dated = [bool(found and not found.span.start) for found in map(find_date, story)]
    if sum(dated) > 1:
        return None
    for index, text in enumerate(story[:_OPENING]):
        found = find_date(text)
        if found and _is_dateline(text, found.span):
            return found.when
        if not found or found.span.start >= (1 if index else _LEAD):
            continue
        after = text[found.span.end :]
        chronicled = not found.span.start and after.lstrip().startswith(":")
        if _is_headed(after) or (not index and not chronicled and _is_set_apart(text, after)):
            return found.when
    return None


def _is_dateline(text: str, dated: Span) -> bool:
    """Tell whether a line opens with place, date and agency, and the date is all between those."""
    line = _DATELINE.match(text)
    if not line or _IN_SENTENCE.match(text):
        return False
    return line.start("date") == dated.start and dated.end == len(text[: line.end("date")].rstrip())


def _is_headed(after: str) -> bool:
    if _QUOTE.match(after):
        return True
    place = _PLACE.match(after)
    if not place or is_person(place["place"]):
        return False
    return all(word[0].isupper() for word in place["place"].split())


def _is_set_apart(text: str, after: str) -> bool:
    mark = _SET_APART.match(after)
    if not mark or (mark["next"] and not mark["next"].isupper()):
        return False
    return not _IN_SENTENCE.match(text) or after.lstrip()[:1] in set("|/•–—")


def published_date(text: str, now: datetime | None = None) -> datetime | date | None:
    """Return the date of a line that says that it is that of publication; never that of prose.

    ``now`` is the reference of "2 hours ago".
    """
    line = Line(text)
    if line.prose or line.length > _SAID_MOST:
        return None
    found = find_date(text, now=now)
    if not found:
        return None
    if is_date_line(text):
        return found.when if _ANY_PUBLISHED.search(text) else None
    word = _PUBLISHED.search(text)
    if line.ended or not word or not 0 <= found.span.start - word.end() <= _GAP:
        return None
    return found.when

"""Read the moment at which something is due, as a moderator writes it, in their time zone."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storybot.ingest.metadata.dates import find_date
from storybot.model.errors import Refused

_HALF = r"(?:\s*(?P<half>[ap])(?:m\b(?!\s+\d+\.)|\.\s?m\.))"
"""Of twice twelve hours; "12:30 am 14. Mai" is German for the day."""
_TIME = re.compile(
    rf"(?<![\d:.-])(?P<hour>\d{{1,2}})[:.hч](?P<minute>\d{{2}})(?![\d:.-]){_HALF}?", re.IGNORECASE
)
_AT = r"\b(?:at|um|a las?|à|в|об?|saat)\s+"
_HOUR = re.compile(
    rf"(?:{_AT})?(?<![\d:.-])(?P<hour>\d{{1,2}})"
    rf"(?:{_HALF}|\s*(?:uhr|h|heures?|o['’]clock|ч|час\w*|год\w*)\b)",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(rf"{_AT}(?P<hour>\d{{1,2}})(?=\s|,|$)", re.IGNORECASE)
"""An hour alone: what stands before or behind it says that it is one."""
_TWELVE = 12
_SOON = re.compile(
    r"(?:in|en|dentro de|dans|через)\s+(?:(?:(?P<count>\d{1,3})|an?|eine[mr]?|una?|une)\s+)?"
    r"(?P<unit>[^\W\d]+)|(?:(?P<before>\d{1,3})|bir)\s+(?P<what>[^\W\d]+)\s+(?:sonra|içinde)",
    re.IGNORECASE,
)
"""So long from now: "in 2 hours", "через час", "2 saat sonra"."""
_UNITS = {
    "minutes": re.compile("min(?:ute|uto)?[ns]?|минут[аыу]?|хвилин[аиу]?|dakika"),
    "hours": re.compile("hours?|stunden?|horas?|heures?|час(?:а|ов)?|годин[аиу]?|saat"),
    "days": re.compile("days?|tage?n?|días?|jours?|день|дн(?:я|ей|і|ів)|gün"),
    "weeks": re.compile("weeks?|wochen?|semanas?|semaines?|недел[ьюияе]|тиж(?:день|ні|нів)|hafta"),
}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?")
_DAYS = {
    0: {"today", "heute", "hoy", "aujourd'hui", "aujourd’hui", "сегодня", "bugün", "сьогодні"},
    1: {"tomorrow", "morgen", "mañana", "demain", "завтра", "yarın"},
    2: {"übermorgen", "послезавтра", "післязавтра", "après-demain"},
}
_FARTHEST = timedelta(days=366)
"""How far ahead something may be planned: a moment beyond that is a slip."""
_FILLERS = re.compile(r"\b(?:at|um|uhr|a las|à|в|о|об|saat|on|am)\b", re.IGNORECASE)


class DueTime(NamedTuple):
    """A moment, and the time zone that it was written in."""

    at: datetime
    zone: str


def known_zone(name: str) -> bool:
    """Tell whether a name is that of a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


def read_due_time(text: str, zone: str, now: datetime) -> DueTime:
    """Read a moment after ``now``; another zone may stand behind the time.

    Raises:
        Refused: it is no time, or one that is past or too far ahead.
    """
    line = " ".join(text.split())
    head, _, last = line.rpartition(" ")
    if "/" in last or last == "UTC":
        if not known_zone(last):
            raise _no_time()
        line, zone = head, last
    here = now.astimezone(ZoneInfo(zone))
    at = _iso(line, zone) or _from_now(line, here) or _written(line, here)
    written = f"{at:%Y-%m-%d %H:%M}"
    if at <= now:
        raise Refused(f"That moment is past: {written}.", "time_past", at=written)
    if at > now + _FARTHEST:
        raise Refused(f"That is more than a year ahead: {written}.", "time_far", at=written)
    return DueTime(at, zone)


def _iso(line: str, zone: str) -> datetime | None:
    if not _ISO.fullmatch(line):
        return None
    try:
        at = datetime.fromisoformat(line)
    except ValueError:
        raise _no_time() from None
    return at if at.tzinfo else _local(at, zone)


def _from_now(line: str, here: datetime) -> datetime | None:
    """Read a time that is so long from now; days leave the time of day as it is."""
    if not (found := _SOON.fullmatch(line)):
        return None
    word = (found["unit"] or found["what"]).lower()
    count = int(found["count"] or found["before"] or 1)
    for unit, words in _UNITS.items():
        if words.fullmatch(word):
            moved = here.replace(second=0, microsecond=0)
            if unit in {"days", "weeks"}:
                bare = moved.replace(tzinfo=None) + timedelta(**{unit: count})
                return _local(bare, str(here.tzinfo))
            return (moved.astimezone(UTC) + timedelta(**{unit: count})).astimezone(here.tzinfo)
    return None


def _hour(found: re.Match[str]) -> int:
    """Return the hour of 24; one of twice twelve has its half named."""
    hour, half = int(found["hour"]), found.groupdict().get("half")
    if not half or hour > _TWELVE:
        return hour
    return hour % _TWELVE + _TWELVE * (half in "pP")


def _written(line: str, here: datetime) -> datetime:
    """Read a time of day, with or without a day."""
    found = _TIME.search(line) or _HOUR.search(line) or _BARE_HOUR.search(line)
    if not found:
        raise _no_time()
    hour, minute = _hour(found), int(found.groupdict().get("minute") or 0)
    rest = f"{line[: found.start()]} {line[found.end() :]}"
    rest = " ".join(_FILLERS.sub(" ", rest).replace(",", " ").split()).casefold()
    try:
        clock = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        raise _no_time() from None
    zone = str(here.tzinfo)
    if not rest:
        bare = clock.replace(tzinfo=None)
        return _local(bare if clock > here else bare + timedelta(days=1), zone)
    day = _day(rest, here)
    return _local(datetime.combine(day, clock.time()), zone)


def _day(words: str, here: datetime) -> date:
    for days, names in _DAYS.items():
        if words in names:
            return (here + timedelta(days=days)).date()
    try:
        return date.fromisoformat(words)
    except ValueError:
        found = find_date(words, now=here)
    if found is None:
        raise _no_time()
    return found.when.date() if isinstance(found.when, datetime) else found.when


def _local(bare: datetime, zone: str) -> datetime:
    """Return a time of a zone; one that its clocks skip is moved on as they are."""
    try:
        return bare.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    except OverflowError:  # the first or the last day that there is
        raise _no_time() from None


def _no_time() -> Refused:
    return Refused(
        "That is no time. Write it like 18:00, tomorrow 9:00 or 2026-05-12 18:00.", "no_such_time"
    )

"""Read dates as news pages print them.

Absolute dates have one pattern per form. Relative ones, such as "12 hours ago", are read only if
the caller gives the current time.
"""

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from storybot.ingest.metadata.calendar_words import (
    AMERICAN_ZONES,
    DATE_WORDS,
    MONTHS,
    ZONES,
    fold,
)
from storybot.ingest.metadata.relative_dates import find_relative, is_relative
from storybot.model.documents import Span

_LONGEST = 240
"""Characters of a line that are searched: a publication date is near the start."""
_NEAR = 48
"""Characters before and after a date searched for its time."""
_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
# Pages run the time or the date again into the year: "20194:29 AM", "28. Juli 201928. Juli 2019".
_YEAR = rf"(?P<y>(?:19|20)\d\d)(?!\d(?!\d?:\d\d|\d?\.? ?(?:{_MONTH})\b))"
_SHORT_YEAR = r"(?P<y>(?:19|20)\d\d|\d\d)(?!\d)"
_NAMED_DAY = r"(?<!\d)(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|º|ª|\.)?[ \u00a0-]?(?:of |de )?"
_NUMBERS = r"(?<![\d./-])(?P<a>[0-3]?\d)(?P<sep>[./-])(?P<b>[0-3]?\d)(?P=sep)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/](?P<m>[01]?\d)[-/](?P<d>[0-3]?\d)(?!\d)",
        rf"{_NAMED_DAY}\b(?P<name>{_MONTH})\b\.?,?[ \u00a0-](?:del? )?{_YEAR}",
        rf"\b(?P<name>{_MONTH})\b\.? (?P<d>[0-3]?\d)(?:st|nd|rd|th)?,? {_YEAR}",
        r"(?<!\d)(?P<y>(?:19|20)\d\d) ?[年년] ?(?P<m>[01]?\d) ?[月월] ?(?P<d>[0-3]?\d) ?[日일]",
        rf"{_NUMBERS}(?P<y>(?:19|20)\d\d|(?<=/)\d\d)(?![\d./-])",
        r"(?<![\d./-])(?P<a>[0-3]?\d)\. (?P<b>[01]?\d)\. (?P<y>(?:19|20)\d\d)(?!\d)",
        # Two digits for all three, as no version of a program and no hour has them.
        r"(?<![\d./-])(?P<a>[0-3]\d)\.(?P<b>[01]\d)\.(?P<y>\d\d)(?![\d/-]|\.\d)",
        rf"(?<![\d./-])(?P<d>[0-3]?\d)(?P<sep>[./-])(?P<name>{_MONTH})(?P=sep){_SHORT_YEAR}",
    )
)
_MAYBE = re.compile(r"(?:19|20)\d\d|\d/\d|\d\.\d\d\.\d\d|[./-]\d\d(?!\d)")
"""Necessary parts of each form, so that most lines need no search for it."""
_ZONE = "|".join(sorted({**ZONES, **AMERICAN_ZONES}, key=len, reverse=True))
_TIME = re.compile(
    r"(?<![\d.:])(?P<h>[0-2]?\d)"
    r"(?:[:.h](?P<min>[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?!\d)\s?(?P<half>[ap]\.?m\b\.?)?"
    r"|\s?(?P<hour_half>[ap]\.?m\b\.?))"
    r"(?:\s?Uhr\b)?\s?\(?"
    rf"(?:(?P<utc>Z\b)|(?P<zone>(?:{_ZONE})(?:\b|(?-i:(?=[A-Z][a-z]))))?(?P<offset>[+-][01]?\d(?::?[0-5]\d)?(?!\d))?)",
    re.IGNORECASE,
)
_NO_YEAR = rf"(?:{_MONTH})\.? [0-3]?\d|[0-3]?\d\.? (?:{_MONTH})\.?"
_VAGUE = re.compile(rf"(?<!\w)(?:{_NO_YEAR})(?!\w)", re.IGNORECASE)
_MONTH_FIRST = frozenset(["EDT", "EST", "ET", "CDT", "CT", "MDT", "MST", "MT", "PDT", "PST", "PT"])
_DAY_FIRST = re.compile(
    r"\b(?:actualizado|publicado|creado|hora|hs|el|a las|publié|mis à jour|pubblicato)\b",
    re.IGNORECASE,
)
"""Words of languages that write "p.m." and the day first."""
_WORD = re.compile(r"[^\W\d_]+")
_REMEMBERED = 1024
"""Lines whose dates are cached, more than a page has: several rules ask for each."""


class FoundDate(NamedTuple):
    """A date in a line, and the span of it with its time."""

    when: datetime | date
    span: Span


def find_date(line: str, *, now: datetime | None = None) -> FoundDate | None:
    """Read the first date of a line, with a time and zone next to it.

    ``now``, with its zone, is the reference of "12 hours ago"; without it, such words are no date.
    """
    line = line[:_LONGEST]
    return _find_absolute(line) or (_relative(line, now) if now else None)


@lru_cache(_REMEMBERED)
def _find_absolute(line: str) -> FoundDate | None:
    if _MAYBE.search(line):
        matches = (match for form in _FORMS if (match := form.search(line)))
        for match in sorted(matches, key=re.Match.start):
            if found := _absolute(line, match):
                return found
    return None


@lru_cache(_REMEMBERED)
def is_date_line(line: str) -> bool:
    """Return whether a line is mainly a date, such as "Updated 7:14 PM EDT, May 6, 2023"."""
    if len(line) > _LONGEST:
        return False
    found = find_date(line)
    if not found:
        vague = is_relative(line)
        if vague is None and (match := _VAGUE.search(line)):
            vague = Span(*match.span())
        return vague is not None and not _other_words(line, vague)
    return _other_words(line, found.span) <= 1


def _other_words(line: str, span: Span) -> int:
    rest = f"{line[: span.start]} {line[span.end :]}"
    words = (fold(word) for word in _WORD.findall(rest))
    return sum(word not in DATE_WORDS and word not in MONTHS for word in words)


def _absolute(line: str, match: re.Match[str]) -> FoundDate | None:
    time, span = _time_beside(line, Span(*match.span()))
    month, day = _month_and_day(match, american=_is_american(line, time))
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)  # noqa: PLR2004
    try:
        when = date(year, month, day)
        return FoundDate(_at(when, time) if time else when, span)
    except ValueError:
        return None


def _month_and_day(match: re.Match[str], *, american: bool) -> tuple[int, int]:
    groups = match.groupdict()
    if groups.get("name"):
        return MONTHS[fold(groups["name"])], int(groups["d"])
    if groups.get("m"):
        return int(groups["m"]), int(groups["d"])
    first, second = int(groups["a"]), int(groups["b"])
    month_first = second > 12 or (first <= 12 and american)  # noqa: PLR2004
    return (first, second) if month_first else (second, first)


def _is_american(line: str, time: re.Match[str] | None) -> bool:
    """Return whether a time is written as in countries that write the month first."""
    if not time or _DAY_FIRST.search(line):
        return False
    zone = (time["zone"] or "").upper()
    return bool(time["half"] or time["hour_half"]) or zone in _MONTH_FIRST


def _time_beside(line: str, span: Span) -> tuple[re.Match[str] | None, Span]:
    after = _TIME.search(line[span.end : span.end + _NEAR])
    if after:
        return after, Span(span.start, span.end + after.end())
    start = max(0, span.start - _NEAR)
    before = _TIME.search(line[start : span.start])
    if before:
        return before, Span(start + before.start(), span.end)
    return None, span


def _at(day: date, time: re.Match[str]) -> datetime:
    hour = int(time["h"])
    half = time["half"] or time["hour_half"]
    if half:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    zone = _zone(day, time)
    return datetime(day.year, day.month, day.day, hour, int(time["min"] or 0), tzinfo=zone)


def _zone(day: date, time: re.Match[str]) -> timezone | None:
    name = (time["zone"] or "").upper()
    if time["utc"]:
        return timezone.utc  # noqa: UP017
    if time["offset"]:
        digits = time["offset"][1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004
        size = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-size if time["offset"][0] == "-" else size)
    if name in AMERICAN_ZONES:
        summer = _sunday(day.year, 3, 2) <= day < _sunday(day.year, 11, 1)
        return timezone(timedelta(minutes=AMERICAN_ZONES[name] + 60 * summer))
    return timezone(timedelta(minutes=ZONES[name])) if name else None


def _sunday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))


def _relative(line: str, now: datetime) -> FoundDate | None:
    found = find_relative(line, now)
    if not found:
        return None
    if found.may_have_time:
        time, span = _time_beside(line, found.span)
        if time:
            when = _at(found.when, time)
            return FoundDate(when if when.tzinfo else when.replace(tzinfo=now.tzinfo), span)
    return FoundDate(found.when, found.span)

"""Read what times a text names, each as its first and last day, seen from a day."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from storybot.answering.query.times.periods import (
    NEAREST,
    SEASONS,
    Days,
    month_of,
    of_months,
    relative,
    season_of,
    weekday_of,
)
from storybot.answering.query.times.time_patterns import Form, said, time_forms
from storybot.text.facts.time_words import COUNTS, MONTHS, WEEKDAYS

_VERBS = frozenset({"may", "march", "mar"})
"""English months that are other words too: without a day or a year they need a preposition."""
_BEFORE_MONTH = re.compile(
    r"\b(?:(?:in|since|until|till|before|after|by|during|of|last|this|from|early|late|mid) |mid-)$"
)
_DAYS = {
    "day": 1, "week": 7, "fortnight": 14, "month": 30, "half_year": 182, "year": 365,
    "decade": 3652,
}  # fmt: skip
_AROUND = {
    "day": 0, "week": 3, "fortnight": 3, "month": 15, "half_year": 15, "year": 182, "decade": 700,
}  # fmt: skip
"""Days on each side that "so many ago" may mean."""
_A_FEW = 5
"""How many "recent weeks" are."""
_FEW_AGO = (2, 7)
"""How many "a few weeks ago" may be."""
_ROMAN = {"i": 1, "v": 5, "x": 10}
_CENTURY, _DECADE = 100, 10
_LAST_CENTURY = 21


class FoundTime(NamedTuple):
    """A time where a text names it, without the words that limit it."""

    start: int
    end: int
    days: Days
    yearless: bool = False
    """Whether the year is a guess."""
    relative: bool = False
    """Whether it is told from today."""
    part: str = ""
    """Whether only its early, mid or late days are meant."""


class TimeReader:
    """Reads the times of texts in a language, seen from a day."""

    def __init__(self, language: str, now: date) -> None:
        self._language = language
        self._forms = time_forms(language)
        self._now = now
        self._last_year = False
        self._kinds: dict[str, Callable[[re.Match[str], str, str], Days | None]] = {
            "date": self._date,
            "year": self._date,
            "weekday": lambda match, _, __: weekday_of(self._weekday(match), NEAREST, now),
            "day": self._day,
            "which": self._which,
            "nearest": lambda match, _, __: relative(said(match, "unit"), NEAREST, now),
            "ago": self._ago,
            "past": self._past,
            "named": self._named,
            "century": self._century,
            "decade": self._decade,
        }

    def read(self, low: str, forms: Sequence[Form]) -> Iterator[FoundTime]:
        """Yield what a text names; what was read once is not read again as something else."""
        self._last_year = any(
            (said(match, "which"), said(match, "unit")) == ("last", "year")
            for form in self._forms.relative
            if form.kind == "which"
            for match in form.pattern.finditer(low)
        )
        for kind, pattern in forms:
            for match in pattern.finditer(low):
                before, after = low[: match.start()], low[match.end() :]
                dated = kind == "date" and not self._last_year
                if dated and is_verb(match.groupdict(), before, self._language):
                    continue
                if days := self._kinds[kind](match, before, after):
                    yield FoundTime(match.start(), match.end(), days, *self._guessed(kind, match))
                low = before + "_" * len(match.group()) + after

    def _guessed(self, kind: str, match: re.Match[str]) -> tuple[bool, bool]:
        """Return whether the year is a guess, and whether the time is told from today."""
        if kind == "nearest" and said(match, "unit") in SEASONS:
            return True, False
        is_named = kind in ("date", "named")
        yearless = is_named and not self._last_year and not match.groupdict().get("year")
        return yearless, kind in ("day", "which", "nearest", "ago", "past")

    def _weekday(self, match: re.Match[str]) -> int:
        return row_of(WEEKDAYS[self._language], match["weekday"])

    def _date(self, match: re.Match[str], _: str, __: str) -> Days | None:
        """Return the days of a date; without a year, of the last one there was."""
        parts = match.groupdict()
        name, number, day = parts.get("month"), parts.get("number"), parts.get("day")
        month = row_of(MONTHS[self._language], name) + 1 if name else int(number or 0)
        year = int(parts.get("year") or 0)
        if not name and not number:
            return of_months(year * 12, 12)
        first_day = int(day or 1)
        if not year:
            later = (month, first_day) > (self._now.month, self._now.day)
            year = self._now.year - (self._last_year or later)
        try:
            start = date(year, month, first_day)
        except ValueError:
            return None
        return (start, start) if day else of_months(year * 12 + month - 1, 1)

    def _day(self, match: re.Match[str], _: str, __: str) -> Days:
        side, _, count = said(match, "day").partition("_")
        day = self._now + timedelta(int(count) * (1 if side == "ahead" else -1))
        return day, day

    def _which(self, match: re.Match[str], _: str, __: str) -> Days | None:
        which = said(match, "which")
        if match["weekday"]:
            return weekday_of(self._weekday(match), which, self._now)
        if match["month"]:
            return month_of(row_of(MONTHS[self._language], match["month"]) + 1, which, self._now)
        return relative(said(match, "unit"), which, self._now)

    def _ago(self, match: re.Match[str], before: str, _: str) -> Days | None:
        """Return the days around so many ago, unless they are told from something else."""
        if self._forms.told_from and self._forms.told_from.search(before):
            return None
        unit = said(match, "unit")
        if match.groupdict().get("few"):
            least, most = _FEW_AGO
            return self._back(most * _DAYS[unit]), self._back(least * _DAYS[unit])
        days, around = self._count(match) * _DAYS[unit], _AROUND[unit]
        return self._back(days + around), self._back(max(days - around, 0))

    def _past(self, match: re.Match[str], _: str, __: str) -> Days:
        return self._back(self._count(match) * _DAYS[said(match, "unit")]), self._now

    def _count(self, match: re.Match[str]) -> int:
        parts = match.groupdict()
        if count := parts.get("count"):
            rows = tuple(COUNTS[self._language].split("|"))
            return int(count) if count.isdecimal() else row_of(rows, count) + 1
        return _A_FEW if parts.get("few") else 1

    def _back(self, days: int) -> date:
        return self._now - timedelta(min(days, self._now.toordinal() - 366))

    def _named(self, match: re.Match[str], _: str, __: str) -> Days | None:
        """Return the days of a season, a quarter or a half of a year, or of the last there was."""
        year = int(match.groupdict().get("year") or 0)
        if season := said(match, "season"):
            return season_of(season, year)
        half = said(match, "half")
        number = int(half or said(match, "quarter") or match["quarter"])
        months = 6 if half else 3
        first = (number - 1) * months
        if not year:
            later = first >= self._now.month
            year = self._now.year - (self._last_year or later)
        return of_months(year * 12 + first, months)

    def _century(self, match: re.Match[str], _: str, after: str) -> Days | None:
        number = int(match["century"] or said(match, "century") or 0) or _roman(match["roman"])
        if not 0 < number <= _LAST_CENTURY or self._is_before_christ(after):
            return None
        return of_months(max((number - 1) * _CENTURY, 1) * 12, 1200)

    def _decade(self, match: re.Match[str], _: str, after: str) -> Days | None:
        year = int(match.groupdict().get("decade") or said(match, "tens"))
        if year < _CENTURY:
            century = self._now.year // _CENTURY * _CENTURY
            year += century if century + year <= self._now.year else century - _CENTURY
        return None if self._is_before_christ(after) else of_months(year * 12, 120)

    def _is_before_christ(self, after: str) -> bool:
        expression = self._forms.before_christ
        return expression is not None and expression.search(after) is not None


def is_verb(parts: dict[str, str | None], before: str, language: str) -> bool:
    """Tell whether an English month is rather the verb: may, march."""
    bare = not parts.get("day") and not parts.get("year")
    return (
        language == "en"
        and bare
        and parts.get("month") in _VERBS
        and not _BEFORE_MONTH.search(before)
    )


def row_of(rows: Sequence[str], form: str) -> int:
    """Return the index of the row that a form is in."""
    return next(i for i, row in enumerate(rows) if form in row.split())


def _roman(number: str) -> int:
    values = [_ROMAN[letter] for letter in number]
    return sum(
        -one if following > one else one
        for one, following in zip(values, [*values[1:], 0], strict=True)
    )

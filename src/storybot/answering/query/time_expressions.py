"""Parse time expressions: "last week", "in March", "the latest".

In a question, the time asked about, relative to today; in a sentence, the time reported on,
relative to its article's day. `recency` ranks by it.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from storybot.text.facts.time_words import (
    AGO,
    BEFORE,
    COUNTS,
    FROM,
    MONTHS,
    PAST,
    SPANS,
    UNITS,
    UNTIL,
    WEEKDAYS,
)

_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?(?: of| de)?"
_YEAR = r"(?:,? (?:of |de |del )?(?P<year>(?:19|20)\d\d))"
_ISO = r"(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)"
_DOTTED = r"(?P<day>[0-3]?\d)\.(?P<number>[01]?\d)\.(?P<year>(?:19|20)\d\d)"
_BARE_YEAR = r"(?P<year>(?:19|20)\d\d)"
_VERBS = frozenset({"may", "march", "mar"})
"""English months that are other words too: without a day or a year they need a preposition."""
_BEFORE_MONTH = re.compile(r"\b(?:in|since|until|till|before|after|by|during|of|last|this|from) $")
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_SMALL_WORDS = r"(?: (?:the|in|on|dem|den|am|im|der|le|la|el|в|у))?"
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_AROUND = {"day": 0, "week": 3, "month": 15, "year": 182}
"""Days on each side that "so many ago" may mean."""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """The time that a question is about."""

    after: date | None = None
    """First day of it; None for an open beginning."""
    before: date | None = None
    """Last day of it; None for an open end."""
    latest: bool = False
    """Whether the newest is wanted, whenever it was."""
    yearless: bool = False
    """Whether the year is a guess: the last March there was, where only March is named."""
    relative: bool = field(default=False, compare=False)
    """Whether it is told from today, as "last week" is."""

    @property
    def first(self) -> date:
        """The first day, the first of all where it is open."""
        return self.after or date.min

    @property
    def last(self) -> date:
        """The last day, the last of all where it is open."""
        return self.before or date.max


def time_of(text: str, language: str, now: date) -> TimeExpression | None:
    """Return the time that a question names, relative to today; None if there is none.

    Of several times the narrowest counts.
    """
    if periods := times_of(text, language, now):
        return min(periods, key=_width)
    language = _known(language)
    if _pattern(SPANS[language]["latest"]).search(_lower(text, language)):
        return TimeExpression(latest=True)
    return None


def times_of(text: str, language: str, now: date) -> list[TimeExpression]:
    """Return every time that a text names, seen from a day."""
    language = _known(language)
    low = _lower(text, language)
    if not _any_time(language).search(low):
        return []
    return [
        *_dates(low, language, now),
        *_named_spans(low, language, now),
        *_counted_spans(low, language, now),
    ]


def calendar_dates(text: str, language: str, now: date) -> list[TimeExpression]:
    """Return the days, months and years that a text names by the calendar."""
    language = _known(language)
    return list(_dates(_lower(text, language), language, now, weekdays=False))


def timeless(text: str, language: str) -> str:
    """Return a text without relative time expressions: now, last week.

    Articles do not use them of that time, or use them of another one.
    """
    plain = text.replace("’", "'")
    return " ".join(_relative(_known(language)).sub(" ", plain).split())


def undated(text: str, language: str) -> str:
    """Return a text without days and months either, which an article of that time need not say."""
    language = _known(language)
    text = timeless(text, language)
    for expression in _date_forms(language):
        if expression != _BARE_YEAR:
            found = re.compile(rf"(?<!\w)(?:{expression})(?!\w)", re.IGNORECASE).finditer(text)
            for match in reversed(list(found)):
                before = _lower(text[: match.start()], language) + " "
                if not _is_verb(_lowered(match, language), before, language):
                    text = f"{text[: match.start()]} {text[match.end() :]}"
    return " ".join(text.split())


def _lowered(match: re.Match[str], language: str) -> dict[str, str | None]:
    return {name: part and _lower(part, language) for name, part in match.groupdict().items()}


@cache
def _relative(language: str) -> re.Pattern[str]:
    many = rf"(?:\d{{1,3}}|{_alternatives(tuple(COUNTS[language].split('|')))})"
    counted = rf"{many} (?:{'|'.join(UNITS[language].values())})"
    forms = (
        *SPANS[language].values(),
        AGO[language].format(counted),
        PAST[language].format(counted),
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


@cache
def _any_time(language: str) -> re.Pattern[str]:
    """Return a pattern of all forms: most texts name no time, and one look tells."""
    counted = [pattern.pattern for _, pattern, _ in _counted_forms(language)]
    forms = (*_date_forms(language), *SPANS[language].values())
    expressions = "|".join((*counted, *(_pattern(form).pattern for form in forms)))
    return re.compile(_NAMED_GROUP.sub("(?:", expressions))


def _known(language: str) -> str:
    return language if language in MONTHS else "en"


def _lower(text: str, language: str) -> str:
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return " ".join(text.casefold().replace("’", "'").split())


def _width(period: TimeExpression) -> int:
    return (period.last - period.first).days


@cache
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{expression})(?!\w)")


def _dates(
    low: str, language: str, now: date, *, weekdays: bool = True
) -> Iterator[TimeExpression]:
    """Find dates, months, years and days of the week, the most exact first."""
    last_year = _pattern(SPANS[language]["year 1"]).search(low) is not None
    forms = _date_forms(language)
    for expression in forms if weekdays else forms[:-1]:
        for match in list(_pattern(expression).finditer(low)):
            parts = match.groupdict()
            if not last_year and _is_verb(parts, low[: match.start()], language):
                continue
            span = _date_span(parts, language, now, last_year=last_year)
            if span is not None:
                yearless = not last_year and not parts.get("year") and not parts.get("weekday")
                period = _bounded(span, low[: match.start()], language, now)
                yield replace(period, yearless=yearless)
            low = low[: match.start()] + "_" * len(match.group()) + low[match.end() :]


@cache
def _date_forms(language: str) -> tuple[str, ...]:
    """Return how dates are written, the days of the week last."""
    month = f"(?P<month>{_alternatives(MONTHS[language])})"
    return (
        _ISO,
        _DOTTED,
        f"{_DAY} {month}{_YEAR}?",
        rf"{month} {_DAY.partition('(?: of')[0]}(?!\d){_YEAR}?",
        f"{month}{_YEAR}?",
        _BARE_YEAR,
        f"(?P<weekday>{_alternatives(WEEKDAYS[language])})",
    )


def _alternatives(rows: tuple[str, ...]) -> str:
    forms = (form for row in rows for form in row.split())
    return "|".join(sorted(forms, key=len, reverse=True))


def _is_verb(parts: dict[str, str | None], before: str, language: str) -> bool:
    bare = not parts.get("day") and not parts.get("year")
    return (
        language == "en"
        and bare
        and parts.get("month") in _VERBS
        and not _BEFORE_MONTH.search(before)
    )


def _date_span(
    parts: dict[str, str | None], language: str, now: date, *, last_year: bool
) -> tuple[date, date] | None:
    """Return the first and last day of a date; without a year, of the last one there was."""
    if weekday := parts.get("weekday"):
        back = (now.weekday() - _row(WEEKDAYS[language], weekday)) % 7
        return now - timedelta(back), now - timedelta(back)
    name, number, day = parts.get("month"), parts.get("number"), parts.get("day")
    month = _row(MONTHS[language], name) + 1 if name else int(number or 0)
    year = int(parts.get("year") or 0)
    if not name and not number:
        return date(year, 1, 1), date(year, 12, 31)
    first_day = int(day or 1)
    if not year:
        year = now.year - (last_year or (month, first_day) > (now.month, now.day))
    try:
        start = date(year, month, first_day)
    except ValueError:
        return None
    return start, start if day else start.replace(day=monthrange(year, month)[1])


def _row(rows: tuple[str, ...], form: str) -> int:
    return next(i for i, row in enumerate(rows) if form in row.split())


def _bounded(span: tuple[date, date], before: str, language: str, now: date) -> TimeExpression:
    """Open a range on the side that a preceding word indicates: since, until."""
    start, end = span
    for words, period in (
        (FROM[language], TimeExpression(after=start, before=now)),
        (BEFORE[language], TimeExpression(before=start)),
        (UNTIL[language], TimeExpression(before=end)),
    ):
        if words and re.search(rf"(?<!\w)(?:{words}){_SMALL_WORDS} $", before):
            return period
    return TimeExpression(after=start, before=end)


def _named_spans(low: str, language: str, now: date) -> Iterator[TimeExpression]:
    for name, words in SPANS[language].items():
        unit, _, ago = name.partition(" ")
        if unit != "latest" and (match := _pattern(words).search(low)):
            span = _calendar(unit, int(ago or 0), now)
            yield replace(_bounded(span, low[: match.start()], language, now), relative=True)


def _calendar(unit: str, ago: int, now: date) -> tuple[date, date]:
    """Return the day, week, month or year that was so many ago, up to today."""
    if unit == "day":
        return now - timedelta(ago), now - timedelta(ago)
    if unit == "week":
        start = now - timedelta(now.weekday() + 7 * ago)
        return start, min(start + timedelta(6), now)
    if unit == "year":
        return date(now.year - ago, 1, 1), min(date(now.year - ago, 12, 31), now)
    year, month = divmod(now.year * 12 + now.month - 1 - ago, 12)
    return date(year, month + 1, 1), min(date(year, month + 1, monthrange(year, month + 1)[1]), now)


def _counted_spans(low: str, language: str, now: date) -> Iterator[TimeExpression]:
    """Find "three weeks ago" and "in the last three weeks"."""
    for unit, pattern, recent in _counted_forms(language):
        for match in pattern.finditer(low):
            count = match["count"]
            rows = tuple(COUNTS[language].split("|"))
            many = int(count) if count.isdecimal() else _row(rows, count) + 1
            days = timedelta(min(many * _DAYS[unit], now.toordinal() - 366))
            around = timedelta(_AROUND[unit])
            after = now - days - (timedelta(0) if recent else around)
            before = now if recent else min(now - days + around, now)
            yield TimeExpression(after=after, before=before, relative=True)


@cache
def _counted_forms(language: str) -> Sequence[tuple[str, re.Pattern[str], bool]]:
    """Return the unit of each form of such a span, its pattern, and whether it lasts until now."""
    rows = tuple(COUNTS[language].split("|"))
    return [
        (unit, _pattern(form[language].format(counted)), recent)
        for unit, words in UNITS[language].items()
        for counted in [rf"(?P<count>\d{{1,3}}|{_alternatives(rows)}) (?:{words})"]
        for form, recent in ((AGO, False), (PAST, True))
    ]

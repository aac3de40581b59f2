"""Parse time expressions: "last week", "since early March", "the third quarter", "the latest".

In a question, the time asked about, relative to today; in a sentence, the time reported on,
relative to its article's day. `recency` ranks by it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from storybot.answering.query.times.periods import third
from storybot.answering.query.times.time_patterns import Around, TimeForms, time_forms
from storybot.answering.query.times.time_reader import FoundTime, TimeReader, is_verb
from storybot.text.facts.time_words import MONTHS

_WORDS = re.compile(r"\w+")
_DASHES = frozenset("-–—")


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
    if time_forms(language).latest.search(_lower(text, language)):
        return TimeExpression(latest=True)
    return None


def times_of(text: str, language: str, now: date) -> list[TimeExpression]:
    """Return every time that a text names, seen from a day, in the order of the text."""
    language = _known(language)
    low = _lower(text, language)
    forms = time_forms(language)
    if not forms.any_time.search(low):
        return []
    every = (*forms.relative, *forms.named, *forms.calendar, *forms.loose)
    found = _parts(sorted(TimeReader(language, now).read(low, every)), low, forms)
    return [_limited(one, low, forms, now) for one in _ranges(found, low, forms)]


def calendar_dates(text: str, language: str, now: date) -> list[TimeExpression]:
    """Return the days, months and years that a text names by the calendar, the most exact first."""
    language = _known(language)
    low = _lower(text, language)
    forms = time_forms(language)
    found = TimeReader(language, now).read(low, forms.calendar)
    return [_limited(one, low, forms, now) for one in found]


def timeless(text: str, language: str) -> str:
    """Return a text without relative time expressions: now, last week.

    Articles do not use them of that time, or use them of another one.
    """
    plain = text.replace("’", "'")
    return " ".join(time_forms(_known(language)).without_relative.sub(" ", plain).split())


def undated(text: str, language: str) -> str:
    """Return a text without days and months either, which an article of that time need not say."""
    language = _known(language)
    text = timeless(text, language)
    for form in time_forms(language).dates:
        for match in reversed(list(form.finditer(text))):
            before = _lower(text[: match.start()], language) + " "
            parts = {k: part and _lower(part, language) for k, part in match.groupdict().items()}
            if not is_verb(parts, before, language):
                text = f"{text[: match.start()]} {text[match.end() :]}"
    return " ".join(text.split())


def is_only_time(text: str, language: str) -> bool:
    """Tell whether a text says a time and nothing else, but for words like "in"."""
    language = _known(language)
    forms = time_forms(language)
    low = _lower(text, language)
    rest, times = forms.any_time.subn(" ", low)
    return times > 0 and not {*_WORDS.findall(rest)} - forms.small


def _known(language: str) -> str:
    return language if language in MONTHS else "en"


def _lower(text: str, language: str) -> str:
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return " ".join(text.casefold().replace("’", "'").split())


def _width(period: TimeExpression) -> int:
    return (period.last - period.first).days


def _parts(found: Sequence[FoundTime], low: str, forms: TimeForms) -> Iterator[FoundTime]:
    """Narrow what is only the beginning, the middle or the end of a time."""
    for one in found:
        for part, around in forms.parts.items():
            if words := _said_around(one, low, around):
                start, end = min(one.start, words.start), max(one.end, words.stop)
                yield one._replace(start=start, end=end, days=third(one.days, part), part=part)
                break
        else:
            yield one


def _ranges(times: Iterator[FoundTime], low: str, forms: TimeForms) -> Iterator[FoundTime]:
    """Make one of two times that are the ends of a range: between 2015 and 2018."""
    last: FoundTime | None = None
    for one in times:
        if last is not None and (words := _range(last, one, low, forms)):
            last = _from_to(last, one)._replace(start=words.start, end=words.stop)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _range(one: FoundTime, other: FoundTime, low: str, forms: TimeForms) -> range | None:
    """Return where a range stands, with the words around it; None if the two are none."""
    between = low[one.end : other.start]
    if between and between.strip() in _DASHES:
        return range(one.start, other.end)
    for opens, joins, closes in forms.ranges:
        if joins.fullmatch(between):
            opened, closed = opens.search(low[: one.start]), closes.search(low[other.end :])
            if opened and closed:
                return range(opened.start(), other.end + closed.end())
    return None


def _from_to(one: FoundTime, other: FoundTime) -> FoundTime:
    """Join two times; the first is of the year of the other if it names none."""
    (first, _), (_, last) = one.days, other.days
    if one.yearless:
        year = last.year - ((first.month, first.day) > (last.month, last.day))
        first = first.replace(year=year, day=min(first.day, 28))
    days = min(first, last), max(first, last)
    return FoundTime(one.start, other.end, days, other.yearless, other.relative)


def _limited(found: FoundTime, low: str, forms: TimeForms, now: date) -> TimeExpression:
    """Open a time on the side that a word around it indicates: since, until."""
    first, last = found.days
    marks = {"yearless": found.yearless, "relative": found.relative}
    limit = next((k for k, around in forms.limits.items() if _said_around(found, low, around)), "")
    if limit == "since":
        return TimeExpression(first, max(now, first), **marks)
    if limit == "before" and found.part != "late":
        return TimeExpression(None, first, **marks)
    return TimeExpression(None if limit else first, last, **marks)


def _said_around(found: FoundTime, low: str, around: Around) -> range | None:
    """Return where one of the words stands that may be before or after a time."""
    before, after = around
    if before and (match := before.search(low[: found.start])):
        return range(match.start(), found.start)
    if after and (match := after.search(low[found.end :])):
        return range(found.end, found.end + match.end())
    return None

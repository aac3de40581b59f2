"""Rerank by the time that a question names: "last week", "in March", "now".

A bounded prior added to the reranker's score: it decides between quotes with close scores and
cannot bring a distant one to the front. Undated articles neither win nor lose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storybot.answering.cache import CachedStore
from storybot.answering.evidence.moments import day_of
from storybot.answering.evidence.quotes import Quote, standing
from storybot.answering.query.times.time_expressions import TimeExpression, times_of
from storybot.model.documents import DocumentId

_RANKED = 20
"""Quotes reranked by time; those below are too far from the first."""
_WORTH = 1.5
"""Weight of a matching time, in the reranker's units: it outweighs odds of about four to one."""
_FADES = 7.0
"""Half-life of newness, in days."""
_LAG = timedelta(1)
"""Days after which an article no longer reports on a day."""
_EXACT = timedelta(31)
"""Longest period named by a sentence that can match a shorter one: a month."""
_LONG_AGO = timedelta(275)
"""Age from which a date without a year rather means the next one: three months ahead."""

Days = Mapping[tuple[DocumentId, int], date]
"""Publication day of an article version, in its own time zone."""
Moments = Mapping[tuple[DocumentId, int], date | datetime]
"""When an article version was published: a moment, or only a day."""


def today() -> date:
    """Return the day it is, in UTC."""
    return datetime.now(UTC).date()


async def published_days(store: CachedStore, quotes: Sequence[Quote]) -> Days:
    """Return the publication days of the best quotes' articles, where known.

    Raises:
        StoreError: the store failed.
    """
    return {place: day_of(at) for place, at in (await published(store, quotes)).items()}


async def published(store: CachedStore, quotes: Sequence[Quote]) -> Moments:
    """Return when the best quotes' articles were published, where known.

    Raises:
        StoreError: the store failed.
    """
    versions = [version for _, version in await standing(store, quotes[:_RANKED])]
    return {(v.id, v.number): at for v in versions if (at := v.document.published)}


def timed(quotes: Sequence[Quote], period: TimeExpression, days: Days) -> list[Quote]:
    """Return quotes, given best first, reranked by the requested time.

    Their scores include the prior.
    """
    if not days:
        return list(quotes)
    near = quotes[:_RANKED]
    if period.latest:
        gains = _newness(near, days)
    else:
        period = _of_the_articles(period, max(days.values()))
        gains = [_WORTH * _is_of(quote, period, days.get(quote.place)) for quote in near]
    ranked = [q._replace(score=q.score + gain) for q, gain in zip(near, gains, strict=True)]
    return sorted(ranked, key=lambda q: -q.score) + list(quotes[_RANKED:])


def is_dated_so(quote: Quote, wish: TimeExpression, days: Days) -> bool:
    """Tell whether the date of a quote's article says the requested time, so that it need not.

    The newest is wanted of what there is. A year or more is named where it matters, whenever the
    article appeared, unless it is told from today: this year.
    """
    day = days.get(quote.place)
    if day is None:
        return False
    if wish.latest:
        return True
    wish = _of_the_articles(wish, max(days.values()))
    exact = wish.relative or wish.last - wish.first <= _EXACT
    return exact and wish.first <= day <= min(wish.last, date.max - _LAG) + _LAG


def nearest_year(time: TimeExpression, day: date) -> TimeExpression:
    """Return a time named by an article of that day, in the next year if that is nearer.

    Only if its year is a guess: articles announce events as well.
    """
    ahead = time.yearless and time.after and day - time.after > _LONG_AGO
    return years_later(time, 1) if ahead else time


def _newness(quotes: Sequence[Quote], days: Days) -> list[float]:
    """Return the prior of newness: full for the newest quote that it could bring first."""
    leading = [q for q in quotes if quotes[0].score - q.score < _WORTH]
    newest = max((days[q.place] for q in leading if q.place in days), default=None)
    ages = [(newest - days[q.place]).days if newest and q.place in days else None for q in quotes]
    return [0.0 if age is None else _WORTH * 0.5 ** (max(age, 0) / _FADES) for age in ages]


def _is_of(quote: Quote, period: TimeExpression, day: date | None) -> bool:
    """Return whether a quote's article was published in a time, or the quote names that time."""
    if day is None:
        return False
    start, end = period.first, period.last
    longest = max(end - start, _EXACT)
    named = [
        nearest_year(time, day)
        for spot in quote.spots
        for time in times_of(spot.text, spot.language, day)
    ]
    return start <= day <= min(end, date.max - _LAG) + _LAG or any(
        time.first <= end and start <= time.last and time.last - time.first <= longest
        for time in named
    )


def _of_the_articles(period: TimeExpression, newest: date) -> TimeExpression:
    """Move a time with a guessed year back to the last one that the articles can report on."""
    while period.yearless and period.first > newest and period.before:
        period = years_later(period, -1)
    return period


def years_later(period: TimeExpression, years: int) -> TimeExpression:
    """Return the same days of another year."""
    after, before = (day and _moved(day, years) for day in (period.after, period.before))
    return replace(period, after=after, before=before)


def _moved(day: date, years: int) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)

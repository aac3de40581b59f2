"""The first and the last day of a time: last week, this summer, the third quarter."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta

Days = tuple[date, date]
"""The first day and the last."""

THIS, LAST, NEXT, BEFORE_LAST, NEAREST = "this", "last", "next", "before_last", "nearest"
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The first month of each."""
_AGO = {THIS: 0, NEAREST: 0, LAST: 1, NEXT: -1, BEFORE_LAST: 2}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_YEAR = 12
_SEASON = 3
_SATURDAY = 5
_WEDNESDAY = 2
_LEAST = 27
"""Days of a time that has a beginning, a middle and an end to speak of: a month."""


def relative(unit: str, which: str, now: date) -> Days | None:
    """Return the week, the summer or the like that is meant, seen from a day."""
    ago = _AGO[which]
    if unit == "weekend":
        return _weekend(which, now)
    if unit in SEASONS:
        return _recurring(SEASONS[unit], _SEASON, which, now)
    if unit == "week":
        start = now - timedelta(now.weekday() + 7 * ago)
        return _until_today(start, start + timedelta(6), now)
    months = _MONTHS[unit]
    days = of_months(((now.year * 12 + now.month - 1) // months - ago) * months, months)
    return days and _until_today(*days, now)


def of_months(first: int, months: int) -> Days | None:
    """Return the days of so many months from one on, all counted from January of year 0."""
    year, month = divmod(first, 12)
    last_year, last_month = divmod(first + months - 1, 12)
    if year < MINYEAR or last_year > MAXYEAR:
        return None
    end = date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    return date(year, month + 1, 1), end


def month_of(month: int, which: str, now: date) -> Days | None:
    """Return the days of a month by its number: last March, next May."""
    return _recurring(month, 1, which, now)


def season_of(unit: str, year: int) -> Days | None:
    """Return the days of a season of a year; a winter goes on into the next."""
    return of_months(year * 12 + SEASONS[unit] - 1, _SEASON)


def weekday_of(weekday: int, which: str, now: date) -> Days:
    """Return a day of the week: the last there was, today's too, unless it says which."""
    back = (now.weekday() - weekday) % 7
    if which == THIS:
        back = now.weekday() - weekday
    elif which == NEXT:
        back -= 7
    elif which in (LAST, BEFORE_LAST):
        back = (back or 7) + 7 * (which == BEFORE_LAST)
    day = now - timedelta(back)
    return day, day


def third(days: Days, part: str) -> Days:
    """Return the early, mid or late days of a long time."""
    first, last = days
    length = (last - first).days + 1
    if length < _LEAST:
        return days
    step = timedelta(length // 3)
    if part == "early":
        return first, first + step - timedelta(1)
    if part == "mid":
        return first + step, first + 2 * step - timedelta(1)
    return first + 2 * step, last


def _weekend(which: str, now: date) -> Days:
    """Return Saturday and Sunday: at the beginning of a week the nearest are those before."""
    saturday = now + timedelta(_SATURDAY - now.weekday())
    is_now = now.weekday() >= _SATURDAY
    if which in (THIS, NEAREST):
        weeks = -1 if now.weekday() < _WEDNESDAY else 0
    elif which == NEXT:
        weeks = int(is_now)
    else:
        weeks = -_AGO[which]
    saturday += timedelta(7 * weeks)
    return saturday, saturday + timedelta(1)


def _recurring(month: int, length: int, which: str, now: date) -> Days | None:
    """Return the months that come each year and are meant.

    This winter began last year until the middle of the next; the nearest is the last that began.
    """
    if which == THIS:
        goes_on = month - 1 + length > _YEAR and now.month <= _YEAR // 2
        return of_months((now.year - goes_on) * _YEAR + month - 1, length)
    years = [*_years(now, month, length)]
    if which == NEXT:
        return next((days for days in years if days[0] > now), None)
    over = [days for days in years if (days[0] if which == NEAREST else days[1]) <= now]
    back = 1 if which == BEFORE_LAST else 0
    return over[-1 - back] if len(over) > back else None


def _years(now: date, month: int, length: int) -> Iterator[Days]:
    for year in range(now.year - 3, now.year + 2):
        if days := of_months(year * 12 + month - 1, length):
            yield days


def _until_today(first: date, last: date, now: date) -> Days:
    """Cut off what is still to come of a time that has begun."""
    return first, min(last, now) if first <= now else last

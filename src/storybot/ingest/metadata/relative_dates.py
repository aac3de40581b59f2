"""Read dates that are told from the moment of reading: "3 hours ago", "yesterday at 16:19".

Libraries that were tried lose several of these forms, or read noon into them.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from storybot.ingest.metadata.calendar_words import fold
from storybot.model.documents import Span

_UNITS = {
    "second": "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos "
    "секунду секунды секунд секунди saniye",
    "minute": "m min mins minute minutes minuten minuto minutos мин минуту минуты минут "
    "хв хвилину хвилини хвилин dakika dk",
    "hour": "h hr hrs hour hours std stunde stunden heure heures hora horas ч час часа часов "
    "год годину години годин saat",
    "day": "d day days tag tage tagen jour jours día días dia dias день дня дней дні днів gün",
    "week": "w week weeks woche wochen semaine semaines semana semanas неделю недели недель "
    "тиждень тижні тижнів hafta",
    "month": "month months monat monate monaten mois mes meses месяц месяца месяцев "
    "місяць місяці місяців ay",
    "year": "year years jahr jahre jahren an ans année années año años год года лет "
    "рік роки років yıl",
}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
_MONTHS = {"month": 1, "year": 12}
_ONE = "a an one ein eine einer einem eines un une una один одну одна bir"
_COUNTS = {
    2: "two zwei deux dos две два дві iki",
    3: "three drei trois tres три üç",
    4: "four vier quatre cuatro четыре чотири dört",
    5: "five fünf cinq cinco пять п'ять beş",
    6: "six sechs seis шесть шість altı",
    7: "seven sieben sept siete семь сім yedi",
    8: "eight acht huit ocho восемь вісім sekiz",
    9: "nine neun neuf nueve девять дев'ять dokuz",
    10: "ten zehn dix diez десять on",
}
_FEW = ("a few", "several", "some", "einigen", "wenigen", "ein paar", "quelques", "unos", "unas",
        "algunos", "algunas", "pocos", "pocas", "несколько", "кілька",
        "декілька", "birkaç")  # fmt: skip
_FEW_COUNT = 3
_DAYS = {
    0: "today heute aujourd'hui hoy сегодня сьогодні bugün",
    1: "yesterday gestern hier ayer вчера вчора dün",
    2: "vorgestern avant-hier anteayer позавчера позавчора",
}
_NOW = "just now|soeben|gerade eben|à l'instant|ahora mismo|только что|щойно|az önce|şimdi"


def _words(text: str) -> str:
    return "|".join(sorted(map(re.escape, text.split()), key=len, reverse=True))


_UNIT = {fold(word): unit for unit, words in _UNITS.items() for word in words.split()}
_NUMBERS = {fold(word): number for number, words in _COUNTS.items() for word in words.split()}
_ALL_UNITS = _words(" ".join(_UNITS.values()))
_SPELT = f"{_words(_ONE)}|{_words(' '.join(_COUNTS.values()))}"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(map(re.escape, _FEW))}|{_SPELT})"
_BEFORE = rf"(?:vor|il y a|hace)\s+{_COUNT}\s?(?P<unit>{_ALL_UNITS})\.?"
_AFTER = rf"(?:{_COUNT}\s?)?(?P<unit>{_ALL_UNITS})\.?\s+(?:ago|назад|тому|önce)"
_DAY = {fold(word): days for days, words in _DAYS.items() for word in words.split()}
_FORMS = tuple(
    re.compile(rf"(?<![\w-])(?:{form})(?!\w)", re.IGNORECASE)
    for form in (
        _BEFORE,
        _AFTER,
        rf"(?P<now>{_NOW})",
        rf"(?P<day>{_words(' '.join(_DAYS.values()))})",
    )
)


class RelativeDate(NamedTuple):
    """A date told from another, and the words that tell it."""

    when: datetime | date
    span: Span
    may_have_time: bool
    """Whether a time beside it belongs to it, as in "yesterday at 16:19"."""


def find_relative(line: str, now: datetime) -> RelativeDate | None:
    """Read the first words of a line that tell a date from ``now``."""
    line = line.replace("’", "'")
    found = [match for form in _FORMS if (match := form.search(line))]
    match = min(found, key=re.Match.start, default=None)
    if match is None:
        return None
    groups, span = match.groupdict(), Span(*match.span())
    if groups.get("now"):
        return RelativeDate(now, span, may_have_time=False)
    if day := groups.get("day"):
        when = (now - timedelta(days=_DAY[fold(day)])).date()
        return RelativeDate(when, span, may_have_time=True)
    return RelativeDate(_ago(groups, now), span, may_have_time=False)


def is_relative(line: str) -> Span | None:
    """Return where a line tells a date from the moment of reading."""
    line = line.replace("’", "'")
    found = (match for form in _FORMS if (match := form.search(line)))
    match = min(found, key=re.Match.start, default=None)
    return Span(*match.span()) if match else None


def _ago(groups: dict[str, str | None], now: datetime) -> datetime | date:
    """Reckon back: hours and less to the minute, more to the day."""
    unit, count = _UNIT[fold(groups["unit"] or "")], _number(groups.get("count"))
    if unit in _MONTHS:
        return _months_before(now.date(), count * _MONTHS[unit])
    when = now - timedelta(seconds=count * _SECONDS[unit])
    return when if _SECONDS[unit] < _SECONDS["day"] else when.date()


def _number(count: str | None) -> int:
    if count and count.isdigit():
        return int(count)
    folded = fold(count or "")
    return _NUMBERS.get(folded, _FEW_COUNT if folded in _FEW else 1)


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = max(1, index // 12), index % 12 + 1
    return date(year, month, min(day.day, 28))

"""The time that a question is about."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from storybot.answering.query.times.time_expressions import (
    TimeExpression,
    calendar_dates,
    time_of,
    timeless,
    times_of,
    undated,
)

THURSDAY = date(2023, 9, 14)
WEDNESDAY = date(2024, 11, 13)
_TIMES = Path(__file__).parent / "data" / "times.txt"


def typed() -> Iterator[tuple[str, str, str]]:
    """Yield questions with a time, as readers type them: language, question and days."""
    language = ""
    for line in _TIMES.read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif not line.startswith("#"):
            question, days = line.split("\t")
            yield language, question, days


def span(question: str, language: str = "en") -> tuple[str, str] | None:
    """Return the first and last day a question is about, seen from a Thursday in September."""
    period = time_of(question, language, THURSDAY)
    return (str(period.after), str(period.before)) if period else None


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What is the latest on the grain deal?"),
        ("en", "where is he now"),
        ("de", "Wo ist er jetzt?"),
        ("fr", "Quelles sont les dernières nouvelles ?"),
        ("es", "¿Cuáles son las últimas noticias?"),
        ("ru", "последние новости о сделке"),
        ("uk", "Що зараз із угодою?"),
        ("tr", "Son haberler neler?"),
    ],
)
def test_the_latest_is_wanted(language: str, question: str) -> None:
    """Words for now and for news ask for the newest, without a span."""
    assert time_of(question, language, THURSDAY) == TimeExpression(latest=True)


@pytest.mark.parametrize(
    ("language", "yesterday", "week", "month", "year"),
    [
        ("en", "yesterday", "last week", "last month", "last year"),
        ("de", "gestern", "letzte Woche", "im letzten Monat", "letztes Jahr"),
        ("fr", "hier", "la semaine dernière", "le mois dernier", "l’année dernière"),
        ("es", "ayer", "la semana pasada", "el mes pasado", "el año pasado"),
        ("ru", "вчера", "на прошлой неделе", "в прошлом месяце", "в прошлом году"),
        ("uk", "вчора", "минулого тижня", "минулого місяця", "минулого року"),
        ("tr", "dün", "geçen hafta", "geçen ay", "geçen yıl"),
    ],
)
def test_spans_before_this_one(
    language: str, yesterday: str, week: str, month: str, year: str
) -> None:
    """Yesterday, last week, last month and last year are those of the calendar."""
    assert span(f"? {yesterday}?", language) == ("2023-09-13", "2023-09-13")
    assert span(f"? {week}?", language) == ("2023-09-04", "2023-09-10")
    assert span(f"? {month}?", language) == ("2023-08-01", "2023-08-31")
    assert span(f"? {year}?", language) == ("2022-01-01", "2022-12-31")


def test_spans_that_go_on_end_today() -> None:
    """This week and this year end with today."""
    assert span("What happened this week?") == ("2023-09-11", "2023-09-14")
    assert span("What happened this year?") == ("2023-01-01", "2023-09-14")


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("en", "in March 2022", "on 17 July"),
        ("en", "March 2022", "on July 17th"),
        ("de", "im März 2022", "am 17. Juli"),
        ("fr", "en mars 2022", "le 17 juillet"),
        ("es", "en marzo de 2022", "el 17 de julio"),
        ("ru", "в марте 2022 года", "17 июля"),
        ("uk", "у березні 2022", "17 липня"),
        ("tr", "Mart 2022'de", "17 Temmuz'da"),
    ],
)
def test_months_and_days(language: str, month: str, day: str) -> None:
    """A month is all its days; a day without a year is the last there was."""
    assert span(f"? {month}?", language) == ("2022-03-01", "2022-03-31")
    assert span(f"? {day}?", language) == ("2023-07-17", "2023-07-17")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("in 2022", ("2022-01-01", "2022-12-31")),
        ("in October", ("2022-10-01", "2022-10-31")),
        ("March last year", ("2022-03-01", "2022-03-31")),
        ("on Tuesday", ("2023-09-12", "2023-09-12")),
        ("on 2023-08-31", ("2023-08-31", "2023-08-31")),
        ("on 31.08.2023", ("2023-08-31", "2023-08-31")),
        ("since March", ("2023-03-01", "2023-09-14")),
        ("before 2021", ("None", "2021-01-01")),
        ("by March 2023", ("None", "2023-03-31")),
        ("two weeks ago", ("2023-08-28", "2023-09-03")),
        ("in the last 3 days", ("2023-09-11", "2023-09-14")),
    ],
)
def test_other_times(question: str, expected: tuple[str, str]) -> None:
    """Years, days of the week, bounds and counted spans are understood."""
    assert span(f"What happened {question}?") == expected


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("de", "vor zwei Wochen"),
        ("fr", "il y a deux semaines"),
        ("es", "hace dos semanas"),
        ("ru", "две недели назад"),
        ("uk", "два тижні тому"),
        ("tr", "iki hafta önce"),
    ],
)
def test_counted_spans_of_other_languages(language: str, question: str) -> None:
    """Two weeks ago is the week around that day."""
    assert span(question, language) == ("2023-08-28", "2023-09-03")


@pytest.mark.parametrize(
    "question",
    ["Who is Putin?", "What may he do?", "When did troops march in?", "on Feb 30 2022", "", "G20?"],
)
def test_other_questions_name_no_time(question: str) -> None:
    """Verbs that look like months, dates that are none and other questions period for nothing."""
    assert span(question) is None


def test_the_year_is_a_guess_where_none_is_named() -> None:
    """A month alone may be of another year; one with its year, or a weekday, is not."""
    named = {
        text: period.yearless
        for text in ("in March", "on 5 May", "in March 2022", "March last year", "on Tuesday")
        if (period := time_of(text, "en", THURSDAY))
    }
    assert [text for text, yearless in named.items() if yearless] == ["in March", "on 5 May"]
    assert len(named) == 5


def test_a_sentence_may_name_several_times() -> None:
    """All are found; those of the calendar are told from days of the week and spans."""
    text = "On Monday, 4 September 2023, they met again, as they had last week and in May."
    assert len(times_of(text, "en", THURSDAY)) == 4
    by_calendar = calendar_dates(text, "en", THURSDAY)
    assert [str(time.first) for time in by_calendar] == ["2023-09-04", "2023-05-01"]


def test_open_times_go_on_for_ever() -> None:
    """What has no first or last day begins or ends with the calendar."""
    period = time_of("before 2021", "en", THURSDAY)
    assert period
    assert (period.first, period.last) == (date.min, date(2021, 1, 1))
    assert TimeExpression(latest=True).last == date.max


@pytest.mark.parametrize(
    ("language", "question", "left"),
    [
        ("en", "Where is Putin now?", "Where is Putin ?"),
        (
            "en",
            "What did the ICC do last week in March 2023?",
            "What did the ICC do in March 2023?",
        ),
        ("de", "Was geschah vor drei Wochen in Kiew?", "Was geschah in Kiew?"),
        ("fr", "Où est-il allé l’année dernière ?", "Où est-il allé ?"),
        ("es", "¿Dónde está ahora?", "¿Dónde está ?"),
        ("ru", "Где он сейчас?", "Где он ?"),
        ("uk", "Де він зараз?", "Де він ?"),
        ("tr", "Şimdi nerede?", "nerede?"),
        ("en", "Who signed the treaty?", "Who signed the treaty?"),
    ],
)
def test_words_relative_to_today_can_be_taken_out(language: str, question: str, left: str) -> None:
    """Months and years stay, and so does the case of names."""
    assert timeless(question, language) == left


@pytest.mark.parametrize(
    ("language", "question", "left"),
    [
        ("en", "What did the ICC do in March?", "What did the ICC do in ?"),
        ("en", "What did the ICC do on 17 March 2023?", "What did the ICC do on ?"),
        ("en", "Who may march on Monday last week?", "Who may march on ?"),
        ("de", "Was geschah im August in Kiew?", "Was geschah im in Kiew?"),
        ("ru", "Что решили в августе?", "Что решили в ?"),
        ("en", "What was the trade worth in 2022?", "What was the trade worth in 2022?"),
    ],
)
def test_days_and_months_can_be_taken_out_too(language: str, question: str, left: str) -> None:
    """A bare year stays: an article of that year may speak of any other."""
    assert undated(question, language) == left


def test_unknown_languages_are_read_as_english() -> None:
    """A question in a language without words still has its year read."""
    assert span("Cosa accadde nel 2022?", "it") == ("2022-01-01", "2022-12-31")


def test_hostile_questions_are_read_quickly() -> None:
    """A thousand characters of time words take a few milliseconds."""
    started = time.process_time()
    time_of("last a " * 140, "en", THURSDAY)
    time_of("999 years ago " * 70, "en", THURSDAY)
    timeless("last a 99 days " * 70, "en")
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(("language", "question", "days"), list(typed()))
def test_times_as_readers_type_them(language: str, question: str, days: str) -> None:
    """Weekends, seasons, parts of months, quarters, decades and ranges have their days."""
    period = time_of(question, language, WEDNESDAY)
    found = f"{period.after or ''}..{period.before or ''}" if period else "-"
    assert found == days


@pytest.mark.parametrize(
    ("question", "day", "expected"),
    [
        ("at the weekend", date(2024, 11, 11), ("2024-11-09", "2024-11-10")),
        ("at the weekend", date(2024, 11, 16), ("2024-11-16", "2024-11-17")),
        ("next weekend", date(2024, 11, 16), ("2024-11-23", "2024-11-24")),
        ("last weekend", date(2024, 11, 17), ("2024-11-09", "2024-11-10")),
        ("this winter", date(2024, 1, 20), ("2023-12-01", "2024-02-29")),
        ("this winter", date(2024, 11, 20), ("2024-12-01", "2025-02-28")),
        ("last winter", date(2024, 1, 20), ("2022-12-01", "2023-02-28")),
        ("the winter before last", date(2024, 11, 20), ("2022-12-01", "2023-02-28")),
        ("next May", date(2024, 5, 20), ("2025-05-01", "2025-05-31")),
        ("in the fourth quarter", date(2024, 5, 20), ("2023-10-01", "2023-12-31")),
        ("in the second quarter of last year", date(2024, 11, 20), ("2023-04-01", "2023-06-30")),
        ("on the Friday before last", date(2024, 11, 15), ("2024-11-01", "2024-11-01")),
        ("last Friday", date(2024, 11, 15), ("2024-11-08", "2024-11-08")),
        ("on Friday", date(2024, 11, 15), ("2024-11-15", "2024-11-15")),
        ("this Friday", date(2024, 11, 12), ("2024-11-15", "2024-11-15")),
        ("the thirties", date(2024, 11, 15), ("1930-01-01", "1939-12-31")),
        ("since early March", date(2024, 11, 15), ("2024-03-01", "2024-11-15")),
        ("before the end of 2023", date(2024, 11, 15), ("None", "2023-12-31")),
        ("from November to February", date(2024, 11, 15), ("2023-11-01", "2024-02-29")),
        ("2015-2018", date(2024, 11, 15), ("2015-01-01", "2018-12-31")),
        ("in the XVI century", date(2024, 11, 15), ("1500-01-01", "1599-12-31")),
        ("in the 1st century", date(2024, 11, 15), ("0001-01-01", "0100-12-31")),
    ],
)
def test_times_told_from_another_day(question: str, day: date, expected: tuple[str, str]) -> None:
    """Which weekend, winter or quarter is meant depends on the day."""
    period = time_of(question, "en", day)
    assert period
    assert (str(period.after), str(period.before)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "in the 5th century BC",
        "in the 95th century",
        "a quarter of all voters",
        "in the first half of the match",
        "the day before the vote",
        "in the 9990s",
    ],
)
def test_what_only_looks_like_a_time(question: str) -> None:
    """Times before the calendar, other halves and what is told from an event are none."""
    assert time_of(question, "en", WEDNESDAY) is None

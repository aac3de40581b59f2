"""Reading dates as pages print them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from storybot.ingest.metadata import dates
from storybot.ingest.metadata.dates import find_date, is_date_line
from storybot.ingest.reading import read_text

NOW = datetime(2024, 5, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("Wednesday 30 August 2023 08:49 EDT", "2023-08-30 08:49:00-04:00"),
        ("Thu 14 Mar 2024 06.12 EDT", "2024-03-14 06:12:00-04:00"),
        ("Updated 7:14 PM EDT, May 6, 2023", "2023-05-06 19:14:00-04:00"),
        ("Aug. 30, 2023, 3:05 p.m. ET", "2023-08-30 15:05:00-04:00"),
        ("Published 12:05 a.m. PT Jan. 3, 2024", "2024-01-03 00:05:00-08:00"),
        ("June 12, 20243:41 PM GMT+1Updated 2 hours ago", "2024-06-12 15:41:00+01:00"),
        ("Published Wed, Nov 20 20194:29 AM ESTUpdated", "2019-11-20 04:29:00-05:00"),
        ("2019-11-19T12:48:14Z", "2019-11-19 12:48:00+00:00"),
        ("2019-11-19 12:48 +0530", "2019-11-19 12:48:00+05:30"),
        ("2023-08-30", "2023-08-30"),
        ("2 May 2024", "2024-05-02"),
        ("18. November 2019, 10.30 Uhr", "2019-11-18 10:30:00"),
        ("Publié le 18 novembre 2019 à 10h30", "2019-11-18 10:30:00"),
        ("1er mars 2024", "2024-03-01"),
        ("18 de noviembre de 2019 14:05 CET", "2019-11-18 14:05:00+01:00"),
        ("18 ноября 2019 г., 10:30 МСК", "2019-11-18 10:30:00+03:00"),
        ("18 листопада 2019 року, 10:30", "2019-11-18 10:30:00"),
        ("18 KASIM 2019 Pazartesi 10:30", "2019-11-18 10:30:00"),
        ("22 de outubro de 2010 às 20:13", "2010-10-22 20:13:00"),
        ("21:17 18.11.2019", "2019-11-18 21:17:00"),
        ("21/06/2014", "2014-06-21"),
        ("2019年11月18日", "2019-11-18"),
    ],
)
def test_absolute_dates_are_read(line: str, when: str) -> None:
    """Day, time and zone are read where the page gives them, and nothing is made up."""
    found = find_date(line)
    assert found
    assert str(found.when) == when


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("03/04/2024", "2024-04-03"),
        ("03/04/2024 09:00 AM", "2024-03-04 09:00:00"),
        ("11/19/19 06:56 AM EST", "2019-11-19 06:56:00-05:00"),
        ("11.14.2019", "2019-11-14"),
    ],
)
def test_the_day_comes_first_unless_the_time_is_american(line: str, when: str) -> None:
    """Numbers alone are read day first; with AM or PM, or above twelve, month first."""
    found = find_date(line)
    assert found
    assert str(found.when) == when


@pytest.mark.parametrize(
    "line",
    [
        "30. Februar 2020",
        "Version 2.0.1",
        "call 555-12-2020-99",
        "in 2019",
        "May they",
        "",
        "12:30",
    ],
)
def test_what_is_no_date_gives_none(line: str) -> None:
    """A day that does not exist, a version or a year alone is no date."""
    assert find_date(line) is None


def test_eastern_time_is_summer_time_in_summer_only() -> None:
    """The zone's offset is that of the day."""
    winter, summer = find_date("Jan. 30, 2023, 3:05 p.m. ET"), find_date("March 12, 2023 9:00 ET")
    assert winter
    assert summer
    assert isinstance(winter.when, datetime)
    assert isinstance(summer.when, datetime)
    assert winter.when.tzinfo == timezone(timedelta(hours=-5))
    assert summer.when.tzinfo == timezone(timedelta(hours=-4))


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("12 hours ago", datetime(2024, 5, 2, 0, 0, tzinfo=UTC)),
        ("vor 3 Stunden", datetime(2024, 5, 2, 9, 0, tzinfo=UTC)),
        ("2 часа назад", datetime(2024, 5, 2, 10, 0, tzinfo=UTC)),
        ("3 saat önce", datetime(2024, 5, 2, 9, 0, tzinfo=UTC)),
        ("2 days ago", date(2024, 4, 30)),
        ("il y a 2 jours", date(2024, 4, 30)),
        ("yesterday", date(2024, 5, 1)),
    ],
)
def test_relative_dates_need_the_time_of_reading(line: str, when: datetime | date) -> None:
    """They are reckoned from the time that is given, to the hour within a day; else left out."""
    found = find_date(line, now=NOW)
    assert found
    assert found.when == when
    assert find_date(line) is None


def test_the_characters_of_a_date_are_told() -> None:
    """A date and the time beside it are one span; words around it are not in it."""
    line = "By Ann Lee, 30 August 2023 08:49 EDT, London"
    found = find_date(line)
    assert found
    assert line[found.span.start : found.span.end] == "30 August 2023 08:49 EDT"


@pytest.mark.parametrize(
    "line",
    [
        "Last modified on Thu 14 Mar 2024 11.40 EDT",
        "Nov 18, 2019 at 9:24 pm ET • 2 min read",
        "12 hours ago",
        "vor 3 Stunden",
        "Updated Nov 19, 6:55 AM",
        "5 мая 2023, 14:00",
    ],
)
def test_a_line_of_nothing_but_a_date_is_a_date_line(line: str) -> None:
    """Words such as "updated" and the names of days are part of a date line."""
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "The memo, dated 9 February 2022, says the cracks had grown.",
        "By Tess Bonn - 11/19/19 06:56 AM EST",
        "He left two days ago with his brother.",
        "x" * 500 + " 2 May 2024",
    ],
)
def test_a_line_that_says_more_is_no_date_line(line: str) -> None:
    """A sentence or a byline that holds a date is not a date line."""
    assert not is_date_line(line)


def test_a_line_is_searched_for_its_date_once() -> None:
    """However many rules ask for the date of a page's line, the line is searched once."""
    page = "\n\n".join(
        [
            "Ferry stops after ninety years",
            "By Ines Calder",
            "12 May 2024 10:15",
            *(f"The ferry was said on day {n} to carry fewer people in 2023." for n in range(9)),
            "Comments",
            "Posted on 13 May 2024",
        ]
    )
    dates._find_absolute.cache_clear()
    dates.is_date_line.cache_clear()
    read_text(page, source="page")
    lines = len(set(page.split("\n\n")))
    assert dates._find_absolute.cache_info().hits
    assert dates._find_absolute.cache_info().misses <= lines


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("Stand: 14.02.24, 07:30 Uhr", "2024-02-14T07:30:00"),
        ("11 лист. 2024", "2024-11-11"),
        ("3 февр. 2024 г.", "2024-02-03"),
        ("9 juill. 2024", "2024-07-09"),
        ("8. Jänner 2024", "2024-01-08"),
        ("Wien, 6. Feber 2024", "2024-02-06"),
        ("03/04/2024 06:30 PST", "2024-03-04T06:30:00-08:00"),
        ("03/04/2024 06:30 CEST", "2024-04-03T06:30:00+02:00"),
        ("21.10.24", "2024-10-21"),
        ("4. 2. 2024", "2024-02-04"),
        ("05.Mär.24", "2024-03-05"),
        ("07/09/2024 19:04 EDT", "2024-07-09T19:04:00-04:00"),
        ("Publicado el 07/09/2024 02:14 p.m.", "2024-09-07T14:14:00"),
        ("4. Mai 20244. Mai 2024", "2024-05-04"),
    ],
)
def test_dates_as_outlets_print_them(line: str, when: str) -> None:
    """Short months, short years, a date run into itself, and whose month comes first."""
    found = find_date(line)
    assert found
    assert found.when.isoformat() == when
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["Python 3.11.12", "192.168.10.12", "Kapitel 3.2.1", "10.30.45 Uhr"]
)
def test_versions_and_addresses_are_no_dates(line: str) -> None:
    """Three numbers with dots are not always a day."""
    assert find_date(line) is None


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("4 hours ago", "2025-03-05T08:00:00+01:00"),
        ("a few hours ago", "2025-03-05T09:00:00+01:00"),
        ("Today at 08:45", "2025-03-05T08:45:00+01:00"),
        ("вчера в 18:20", "2025-03-04T18:20:00+01:00"),
        ("день тому", "2025-03-04"),
        ("vor zwei Stunden", "2025-03-05T10:00:00+01:00"),
        ("vor wenigen Minuten", "2025-03-05T11:57:00+01:00"),
        ("hace pocas horas", "2025-03-05T09:00:00+01:00"),
        ("vor 2 Stunden", "2025-03-05T10:00:00+01:00"),
        ("gestern, 21:10 Uhr", "2025-03-04T21:10:00+01:00"),
        ("il y a 3 jours", "2025-03-02"),
        ("hier à 16h19", "2025-03-04T16:19:00+01:00"),
        ("hace una semana", "2025-02-26"),
        ("ayer a las 10:05", "2025-03-04T10:05:00+01:00"),
        ("2 месяца назад", "2025-01-05"),
        ("дві години тому", "2025-03-05T10:00:00+01:00"),
        ("5 dakika önce", "2025-03-05T11:55:00+01:00"),
        ("dün 10:05", "2025-03-04T10:05:00+01:00"),
    ],
)
def test_dates_from_the_moment_of_reading(line: str, when: str | None) -> None:
    """Hours to the minute, days to the day, with the time that stands beside them."""
    now = datetime(2025, 3, 5, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    found = find_date(line, now=now)
    assert (found.when.isoformat() if found else None) == when
    assert find_date(line) is None

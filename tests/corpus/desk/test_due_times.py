"""A moment is read as people write it, in their time zone."""

from datetime import UTC, datetime

import pytest

from storybot.corpus.desk.due_times import read_due_time
from storybot.model.errors import Refused

NOON = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
"""Noon in Berlin, one o'clock in Kyiv."""


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("18:00", "2026-05-12T16:00"),
        ("9:30", "2026-05-13T07:30"),
        ("tomorrow 9:00", "2026-05-13T07:00"),
        ("morgen um 9:00 Uhr", "2026-05-13T07:00"),
        ("завтра в 9:00", "2026-05-13T07:00"),
        ("yarın 9:00", "2026-05-13T07:00"),
        ("today, 23:59", "2026-05-12T21:59"),
        ("2026-05-14 18:00", "2026-05-14T16:00"),
        ("2026-05-14T18:00Z", "2026-05-14T18:00"),
        ("2026-05-14T18:00+03:00", "2026-05-14T15:00"),
        ("18:00 Europe/Kyiv", "2026-05-12T15:00"),
        ("14 May 2026 18:00", "2026-05-14T16:00"),
        ("2027-03-28 02:30", "2027-03-28T01:30"),
        ("9am", "2026-05-13T07:00"),
        ("9:30 pm", "2026-05-12T19:30"),
        ("tomorrow 12:30 a.m.", "2026-05-12T22:30"),
        ("18:00 am 14. Mai 2026", "2026-05-14T16:00"),
        ("12:30 am 14. Mai 2026", "2026-05-14T10:30"),
        ("12 pm tomorrow", "2026-05-13T10:00"),
        ("tomorrow at 9", "2026-05-13T07:00"),
        ("morgen um 9 Uhr", "2026-05-13T07:00"),
        ("am 14. Mai 2026 um 9", "2026-05-14T07:00"),
        ("mañana a las 9", "2026-05-13T07:00"),
        ("mañana a las 9 p. m.", "2026-05-13T19:00"),
        ("demain à 9h", "2026-05-13T07:00"),
        ("demain à 9h30", "2026-05-13T07:30"),
        ("завтра в 9", "2026-05-13T07:00"),
        ("14 мая 2026 в 9 часов", "2026-05-14T07:00"),
        ("завтра о 9 годині", "2026-05-13T07:00"),
        ("yarın saat 9", "2026-05-13T07:00"),
        ("in 2 hours", "2026-05-12T12:00"),
        ("in an hour", "2026-05-12T11:00"),
        ("in 30 Minuten", "2026-05-12T10:30"),
        ("in einer Stunde", "2026-05-12T11:00"),
        ("en 2 horas", "2026-05-12T12:00"),
        ("dentro de 3 días", "2026-05-15T10:00"),
        ("dans 2 semaines", "2026-05-26T10:00"),
        ("через час", "2026-05-12T11:00"),
        ("через 5 дней", "2026-05-17T10:00"),
        ("через 20 хвилин", "2026-05-12T10:20"),
        ("2 saat sonra", "2026-05-12T12:00"),
        ("bir hafta sonra", "2026-05-19T10:00"),
    ],
)
def test_a_moment_is_read_in_its_zone(text: str, at: str) -> None:
    """A bare time is the next one; what clocks skip in spring is moved on."""
    due = read_due_time(text, "Europe/Berlin", NOON)
    assert due.at.astimezone(UTC) == datetime.fromisoformat(at).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "18:61", "tomorrow", "2026-13-01 10:00", "18:00 Mars/Base", "x 18:00",
     "2026-05-12 11:00", "12 May 2020 18:00", "in 2", "9", "in 0 minutes",
     "in 2 apples", "12 May", "in 400 days", "at 25", "0001-01-01 00:00", "9999-12-31 23:59"],
)  # fmt: skip
def test_what_is_no_moment_to_come_is_refused(text: str) -> None:
    """Nothing is planned for a time that was guessed."""
    with pytest.raises(Refused):
        read_due_time(text, "Europe/Berlin", NOON)


@pytest.mark.parametrize("text", ["2400-01-01 18:00", "2062-05-14 18:00", "13 June 2027 9:00"])
def test_a_year_that_is_a_slip_is_refused(text: str) -> None:
    """Nothing is planned for more than a year ahead, and the refusal names what was read."""
    with pytest.raises(Refused, match=r"more than a year ahead: 2\d{3}-"):
        read_due_time(text, "Europe/Berlin", NOON)
    assert read_due_time("2027-05-12 18:00", "Europe/Berlin", NOON)


def test_a_zone_behind_the_time_is_remembered() -> None:
    """It is the moderator's from then on."""
    assert read_due_time("18:00 Europe/Kyiv", "UTC", NOON).zone == "Europe/Kyiv"

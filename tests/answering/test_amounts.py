"""The amounts that sentences name."""

import pytest

from storybot.answering.evidence.amounts import amounts


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "Nearly 33 million tonnes were shipped.", 33e6, "tonn"),
        ("en", "More than 19,000 Ukrainian children", 19_000, "child"),
        ("en", "It cost $6.5bn.", 6.5e9, "$"),
        ("en", "three people died", 3, "person"),
        ("de", "Rund 1,5 Millionen Tonnen", 1.5e6, "tonn"),
        ("fr", "près de 33 millions de tonnes", 33e6, "ton"),
        ("es", "unos 33 millones de toneladas", 33e6, "tonel"),
        ("ru", "около 33 млн тонн", 33e6, "тонна"),
        ("uk", "майже 33 мільйони тонн", 33e6, "тонна"),
        ("tr", "yaklaşık 33 milyon ton", 33e6, "ton"),
    ],
)
def test_numbers_are_read_with_what_they_count(
    language: str, text: str, value: float, unit: str
) -> None:
    """Thousands, millions and signs of currency are understood in every language."""
    (amount,) = amounts(text, language)
    assert amount.value == value
    assert unit in amount.unit


@pytest.mark.parametrize("text", ["It was in 2016.", "One of them left.", "Nobody came.", ""])
def test_years_and_articles_are_no_amounts(text: str) -> None:
    """A year counts nothing, and neither does the word one."""
    assert amounts(text, "en") == []


def test_a_unit_ends_at_a_comma() -> None:
    """What follows after a comma is not what was counted."""
    (amount,) = amounts("There were 12, tonnes of grain apart", "en")
    assert amount.unit == frozenset()

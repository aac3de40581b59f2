"""The catalogue of what readers are told: every language says all of it, within limits."""

import re
from collections.abc import Iterator
from datetime import date
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import BotDescriptionLimit, CallbackQueryLimit

from storybot.fronts.telegram.words.catalogue import (
    ENGLISH,
    LANGUAGES,
    Messages,
    Plural,
    Words,
    words_for,
)

ALL = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
NOTES = (
    *("quote_changed", "quote_retracted", "answer_forgotten", "button_outdated", "vote_kept"),
    *("vote_removed", "wish_kept", "wish_removed", "delete_refused", "delete_failed"),
    "admins_only",
)
"""What is shown over the chat when a button was pressed."""


def placeholders(text: str) -> set[str]:
    """Return the names that a message has filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def texts(words: Words) -> Iterator[tuple[str, str]]:
    """Yield every text of a language with the name of its message."""
    for name in Messages.model_fields:
        message: str | Plural = getattr(words.say, name)
        for text in [message] if isinstance(message, str) else message.values():
            yield name, text


def test_the_seven_languages_are_there() -> None:
    """Each names itself in its own words."""
    assert {code: words.say.name for code, words in LANGUAGES.items()} == {
        "en": "English",
        "ru": "Русский",
        "uk": "Українська",
        "de": "Deutsch",
        "fr": "Français",
        "es": "Español",
        "tr": "Türkçe",
    }


@ALL
def test_every_message_has_the_same_placeholders(words: Words) -> None:
    """A translation fills in what the English text does, neither more nor less."""
    expected = {name: placeholders(text) for name, text in texts(ENGLISH)}
    assert [name for name, text in texts(words) if placeholders(text) != expected[name]] == []


@ALL
def test_every_language_says_it_in_its_own_words(words: Words) -> None:
    """No sentence was left in English."""
    if words is not ENGLISH:
        english = {text for name, text in texts(ENGLISH) if len(text.split()) > 2}
        assert [name for name, text in texts(words) if text in english] == []


@ALL
def test_the_tone_is_short_and_calm(words: Words) -> None:
    """No message shouts, apologises at length or speaks of itself as a machine."""
    machine = re.compile(r"\b(error|invalid|processing|query|bot|Fehler|erreur|ошибка)\b|!!")
    for name, text in texts(words):
        plain = text.replace("@{bot}", "").replace("@BotFather", "")
        assert text.strip() == text, name
        assert text, name
        assert not machine.search(plain), name
        assert text.count("!") <= 1, name


@ALL
def test_telegrams_limits_are_kept(words: Words) -> None:
    """Notes, descriptions and commands are as long as Telegram takes them."""
    for note in NOTES:
        limit = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
        assert len(getattr(words.say, note)) <= limit, note
    assert len(words.say.description) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert len(words.say.short_description) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    commands = [text for name, text in texts(words) if name.startswith("command_")]
    assert all(len(text) <= 256 for text in commands)
    labels = [
        text for name, text in texts(words) if name.startswith("button_") and name not in NOTES
    ]
    assert all(len(text) <= 40 for text in labels)


@ALL
def test_every_number_has_its_form(words: Words) -> None:
    """Each plural category that whole numbers fall into has a text of its own."""
    needed = {words.locale.plural_form(n) for n in range(201)}
    for name in Messages.model_fields:
        forms = getattr(words.say, name)
        if not isinstance(forms, str):
            assert needed | {"other"} <= set(forms), name


@given(st.integers(0, 10**9), st.sampled_from(list(LANGUAGES)))
def test_any_number_can_be_said(count: int, language: str) -> None:
    """A number stands in its text, however large it is."""
    words = LANGUAGES[language]
    assert str(count) in words.count(words.say.articles, count)


def test_slavic_numbers_are_counted_as_people_do() -> None:
    """One, a few, many: the library knows which is which."""
    words = LANGUAGES["ru"]
    said = [words.count(words.say.days, n) for n in (1, 2, 5, 11, 21, 22)]
    assert said == ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "22 дня"]


def test_dates_are_written_as_people_do() -> None:
    """Order, case and suffix are the language's."""
    day = date(2024, 5, 6)
    assert ENGLISH.day(day) == "6 May 2024"
    assert LANGUAGES["de"].day(day) == "6. Mai 2024"
    assert LANGUAGES["uk"].day(day).startswith("6 травня 2024")
    assert ENGLISH.day(None) == ""


@pytest.mark.parametrize(
    ("code", "language"),
    [("de", "de"), ("pt-br", "en"), ("fr-CA", "fr"), ("RU", "ru"), ("", "en"), (None, "en")],
)
def test_a_language_code_chooses_the_words(code: str | None, language: str) -> None:
    """Regions are ignored, and what is not spoken here is answered in English."""
    assert words_for(code).language == language

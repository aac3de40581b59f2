"""What is a number or a time is told from most texts without a dictionary."""

import pytest

from storybot.answering.query.question import is_bare
from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.dictionaries import lemmas
from storybot.text.facts.beginnings import BEGINNINGS, may_be_bare
from storybot.text.facts.facts import is_of_time, time_words
from storybot.text.facts.quantity.word_kinds import is_numeric, number_words


@pytest.mark.parametrize("language", BEGINNINGS)
def test_no_number_and_no_time_is_left_out(language: str) -> None:
    """All words that are one in a language are looked at further."""
    for word in sorted(number_words(language) | time_words(language)):
        tokens = analyzer(language).tokens(word)
        if all(
            is_numeric(t, language) or is_of_time(t.text.lower(), t.term, language) for t in tokens
        ):
            assert may_be_bare(word, language), word


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2019?", "de"),
        ("uebermorgen", "de"),
        ("Übermorgen um 5", "de"),
        ("семь дней", "ru"),
        ("три роки", "uk"),
        ("el 22 de febrero", "es"),
        ("yarın", "tr"),
        ("yıl neydi?", "tr"),
        ("le 14 juillet", "fr"),
        ("in May 2021", "en"),
        ("w piątek", "pl"),
    ],
)
def test_a_time_may_be_one(text: str, language: str) -> None:
    """Also irregular forms, and any text of a language without a table."""
    assert may_be_bare(text, language)


def test_a_question_is_none_without_a_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of each is spared to who asks in another language."""

    def read(language: str) -> dict[str, str]:
        raise AssertionError(f"The dictionary of {language} was read.")

    monkeypatch.setattr(lemmas, "dictionary", read)
    languages = sorted(BEGINNINGS.keys() - {"en"})
    assert not is_bare("Who replaces Putin at G20?", languages)

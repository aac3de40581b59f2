"""What is remembered of words is bounded, and never of another reading of them."""

import pytest

from storybot.text.analysis.analyzer import Token, analyzer
from storybot.text.analysis.remembered import Remembered
from storybot.text.facts import word_traits
from storybot.text.facts.facts import read_facts
from storybot.text.facts.word_traits import TraitTable


def _token(text: str, term: str | None) -> Token:
    return Token(0, len(text), text, term)


def test_a_word_read_as_another_has_the_other_s_traits() -> None:
    """The pronoun us, and the US: written alike but for the case, of one term or another."""
    first = read_facts("They told us so.", "en")
    named = read_facts("They flew to the US Congress.", "en")

    assert read_facts("They told us so.", "en") == first
    assert "us" in first.words
    assert first.stops[first.words.index("us")]
    assert named.words != first.words


def test_what_comes_often_is_remembered_within_a_bound() -> None:
    """What is asked for again stays, what is not is forgotten when others come."""
    table: Remembered[int] = Remembered(2)
    for number in range(20):
        table.keep(f"seldom {number}", number)
        if table.get("often") is None and table.recall("often") is None:
            assert number == 0
            table.keep("often", -1)
        assert len(table) <= 2
    assert table.recall("seldom 0") is None
    assert table.get("seldom 0") is None


def test_traits_of_the_past_are_those_of_the_same_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is read otherwise now is looked at anew."""
    monkeypatch.setattr(word_traits, "_REMEMBERED", 1)
    table = TraitTable("en", lambda _token, _low: False)
    first = table.learn(_token("one", "one"))
    table.learn(_token("two", "two"))
    assert table.get("one") is None
    assert table.learn(_token("one", "one")) is first
    table.learn(_token("two", "two"))
    assert table.learn(_token("one", None)).term is None


def test_a_word_longer_than_any_is_not_kept() -> None:
    """It would fill the memory."""
    table = TraitTable("en", lambda _token, _low: False)

    assert table.learn(_token("x" * 100, "x")).word == "x"
    assert not table


def test_words_are_found_alike_with_and_without_unspaced_scripts_beside_them() -> None:
    """A text of spaced words only takes a quicker way to them."""
    text = "The U.S. and R. Smith-Jones paid $33m for a Co-op's T-72 on 22.02.2023 in São Paulo"
    for language in ("en", "de", "tr", "xx"):
        alone = analyzer(language).tokens(text)
        beside = analyzer(language).tokens(f"{text} 文字")

        assert beside[: len(alone)] == alone, language
        assert [text[t.start : t.end] for t in alone] == [t.text for t in alone]

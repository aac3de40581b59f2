"""What is remembered of words is bounded, and never of another reading of them."""

import pytest

from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.remembered import Remembered
from storybot.text.facts import word_traits
from storybot.text.facts.facts import read_facts
from storybot.text.facts.phrases.shown_patterns import ShownPatterns
from storybot.text.facts.word_traits import TraitTable


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
    """A word that is read otherwise now is looked at anew, and forgotten when others come."""
    monkeypatch.setattr(word_traits, "_REMEMBERED", 1)
    table = TraitTable("en", ShownPatterns([]))
    first = table.of("one", "one")
    table.of("two", "two")
    assert table.of("one", "one") is first
    table.of("two", "two")
    assert table.of("one", None).term is None
    assert table.of("one", "one") is first


def test_a_word_longer_than_any_is_not_kept() -> None:
    """It would fill the memory."""
    table = TraitTable("en", ShownPatterns([]))
    long = "x" * 100

    assert table.of(long, "x").word == "x"
    assert table.of(long, "x") is not table.of(long, "x")
    assert table.of("x", "x") is table.of("x", "x")


@pytest.mark.parametrize(
    "text",
    [
        "In 2031 30 000 people, 450 of them on 22. 2. 2023, paid 33 million.",
        "The  U.S.\tand\u00a0R. Smith-Jones gave us up to 1\u202f000 Co-op's T-72 000, (5 000)",
        "THE US AND US TOO",
        "about 文字 5 000 us",
        "He turned the offer down on 5 May; _no_ 12no",
        " ",
        "—",
        "",
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "tr"])
def test_the_pieces_of_a_text_have_the_words_of_the_text(text: str, language: str) -> None:
    """What stands between spaces is known by itself where its words do not go on beyond them."""
    read = TraitTable(language, ShownPatterns([])).read(text)
    tokens = analyzer(language).tokens(text)

    assert [t[:4] for t in read.tokens()] == [t[:4] for t in tokens]
    assert [one.term for one in read.traits] == [t.term for t in tokens]
    assert list(read.starts) == [t.start for t in tokens]
    assert list(read.ends) == [t.end for t in tokens]


def test_words_are_found_alike_with_and_without_unspaced_scripts_beside_them() -> None:
    """A text of spaced words only takes a quicker way to them."""
    text = "The U.S. and R. Smith-Jones paid $33m for a Co-op's T-72 on 22.02.2023 in São Paulo"
    for language in ("en", "de", "tr", "xx"):
        alone = analyzer(language).tokens(text)
        beside = analyzer(language).tokens(f"{text} 文字")

        assert beside[: len(alone)] == alone, language
        assert [text[t.start : t.end] for t in alone] == [t.text for t in alone]

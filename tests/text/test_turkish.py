"""Bases of Turkish words, and words typed without Turkish letters."""

import pytest

from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.folding import fold
from storybot.text.analysis.inflection.turkish import spellings

NEWS = """
oturmak hata usta hasta hafta ordu kaza okul seçim deprem yangın belediye hükümet anlaşma açılış
girdi yazdı içti aldı verdi oturdu bindi indi ölen açtı edildi yapıldı gidecek demişti yediler
"""


@pytest.mark.parametrize("word", NEWS.split())
def test_a_word_keeps_three_letters(word: str) -> None:
    """A verb of two letters is named by its infinitive, and no noun is cut to another word."""
    assert len(analyzer("tr").terms(word)[0]) >= 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("secimlerini", "seçimlerini"),
        ("cumhurbaskaninin", "cumhurbaşkanının"),
        ("kopruyu", "köprüyü"),
        ("saatin", "saatin"),
        ("kontrolu", "kontrolü"),
        ("katildi", "katıldı"),
        ("ıstanbulda", "istanbulda"),
        ("hâlâ", "hala"),
        ("şehirde", "şehirde"),
    ],
)
def test_a_spelling_is_what_was_meant(typed: str, meant: str) -> None:
    """Vowels agree, and so do those of an ending after a loan's."""
    assert meant in list(spellings(typed))


def test_what_was_meant_is_told_where_two_words_are_typed_alike() -> None:
    """The word katil is in the dictionary, a murderer, but katildi is no murderer that was."""
    assert list(spellings("katildi")) == ["katıldı"]
    assert next(spellings("insani")) == "insani"


@pytest.mark.parametrize("word", ["si" * 30, "s" * 60, "s" * 60 + "i", "i" + "s" * 60 + "a"])
def test_a_long_word_has_few_spellings(word: str) -> None:
    """A word of sixty letters is no reason to try a million, nor to look for ways in vain."""
    assert 0 < len(list(spellings(word))) < 60


@pytest.mark.parametrize("word", ["bunları", "onlardan", "mısınız", "nedir", "icin", "oluyor"])
def test_forms_of_pronouns_are_no_terms(word: str) -> None:
    """As their bases, which are stop words, and as stop words typed without Turkish letters."""
    assert analyzer("tr").terms(word) == ()


@pytest.mark.parametrize("word", ["müdür", "Müdürü"])
def test_a_director_is_a_term(word: str) -> None:
    """It was taken for the particle that asks."""
    assert analyzer("tr").terms(word) == ("mudur",)


@pytest.mark.parametrize("name", ["Trump", "Zelenskiy", "Biden", "Guterres"])
def test_a_name_that_no_dictionary_knows_keeps_its_shape(name: str) -> None:
    """Its suffixes are cut, but not down to a letter or two."""
    assert analyzer("tr").terms(name)[0][:3] == fold(name.lower())[:3]

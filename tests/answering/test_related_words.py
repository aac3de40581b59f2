"""Words of different form that mean the same, by language."""

import pytest

from storybot.answering.ranking.related_words import COMPOUNDING, Related
from storybot.answering.ranking.reranker import shipped_relations
from storybot.text.analysis.analyzer import analyzer


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "invade", "invasion"),
        ("en", "truce", "armistice"),
        ("de", "Ausstand", "Streik"),
        ("de", "Streik", "Streikfonds"),
        ("de", "Fähre", "Nachtfähre"),
        ("fr", "obsèques", "funérailles"),
        ("es", "barco", "buque"),
        ("ru", "скончаться", "смерть"),
        ("uk", "пожежа", "загоряння"),
        ("tr", "cenaze", "defin"),
    ],
)
def test_words_of_one_meaning_are_related(language: str, one: str, other: str) -> None:
    """In both directions, by the terms that they become."""
    a, b = analyzer(language).terms(f"{one} {other}")
    for asked, said in ((a, b), (b, a)) if other.lower().find(one.lower()) < 0 else ((a, b),):
        related = Related(
            (asked,), shipped_relations(language), compounding=language in COMPOUNDING
        )
        assert said in related.among(frozenset({said}))


def test_a_table_is_of_its_language() -> None:
    """German "die" is no English death."""
    assert "death" not in shipped_relations("de").get("die", {})
    assert shipped_relations("pl") == {}

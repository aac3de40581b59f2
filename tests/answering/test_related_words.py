"""Words of different form that mean the same, by language."""

import pytest

from storybot.answering.ranking.related_words import Related, RelationTable
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
        assert Related((asked,), shipped_relations(language), language)[said]


def test_a_table_is_of_its_language() -> None:
    """German "die" is no English death."""
    assert "death" not in shipped_relations("de").get("die", {})
    assert shipped_relations("pl") == {}


def test_a_table_has_each_term_of_its_file_with_the_closeness_of_others() -> None:
    """A line is a term and its related ones; what is asked for twice is the same."""
    table = RelationTable("truce armistic 0.56 peac 0.28\ntruck lorri 0.56\n")
    assert dict(table) == {"truce": {"armistic": 0.56, "peac": 0.28}, "truck": {"lorri": 0.56}}
    assert "truce" in table
    assert "armistic" not in table
    assert table["truck"] is table["truck"]
    assert len(table) == 2


def test_a_question_reads_the_table_of_its_language_alone() -> None:
    """That of English is as large as all others, and most stories are in one language."""
    shipped_relations.cache_clear()
    shipped_relations("uk")
    assert shipped_relations.cache_info().currsize == 1


def test_a_word_is_near_each_term_that_it_tells_of_and_a_term_is_itself() -> None:
    """By the table or by its beginning, with how close it is to which term."""
    related = Related(("ferri", "invad"), {"ferri": {"boat": 0.5, "invad": 0.9}})
    assert list(related["boat"]) == [(0, 0.5)]
    assert [term for term, _ in related["invas"]] == [1]
    assert list(related["invad"]) == [(1, 1.0)]
    assert list(related.linked) == ["boat", "invad"]
    assert related.kin(["boat", "ferri", "invas"]) == {1}

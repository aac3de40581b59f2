"""How far a question is said: by each of its few words, and by the article."""

from dataclasses import replace

import numpy as np
import pytest

from storybot.answering.abstention.coverage_signs import NAMES, coverage_signs
from storybot.answering.query.question import read_question
from storybot.answering.ranking.candidates import Around, Told, gather
from storybot.answering.ranking.related_words import Related, Relations
from storybot.model.documents import DocumentId
from storybot.model.passages import Hit
from storybot.search.embedded.sentences.sentence_table import SentenceTable
from storybot.text.analysis.analyzer import analyzer
from storybot.text.facts.facts import read_facts
from worlds.sentences import passages_of

NO_RELATIONS: Relations = {}


def read(
    question: str,
    sentence: str,
    *,
    title: str = "",
    article: str = "",
    language: str = "en",
    relations: Relations = NO_RELATIONS,
) -> dict[str, float]:
    """Return the signs of a sentence below a title, in an article; each term counts alike."""
    form = read_question(question, languages=[language]).form
    terms = analyzer(language).terms
    of_title = frozenset(terms(title))
    around = Around(of_title, of_title, of_title | frozenset(terms(article)))
    weights = np.ones(len(form.terms))
    related = Related(form.terms, relations, language)
    return coverage_signs(form, read_facts(sentence, language), around, related, weights)


def test_every_sign_has_its_name() -> None:
    """The ablation takes them by these names."""
    assert set(read("Who left?", "Ada Holm left.")) == set(NAMES)


def test_what_the_article_says_elsewhere_is_said() -> None:
    """A sentence leaves out what those far before it told; a near miss asks what none told."""
    asked, sentence = "What did the ferry cost?", "It cost 30 dollars."
    signs = read(asked, sentence, article="The old ferry sank in May.")
    assert signs["article_said"] == 1.0
    assert signs["article_unsaid"] == signs["article_unsaid_rarest"] == 0.0
    other = read(asked, sentence, article="The old bridge fell in May.")
    assert other["article_said"] == 0.5
    assert other["article_unsaid"] > 0.5
    assert other["article_unsaid_rarest"] > 0.5


def test_a_related_word_in_the_article_says_a_part() -> None:
    """It may be told in other words."""
    relations = {"resign": {"quit": 0.6}}
    signs = read("Who resigned?", "It was Ada Holm.", article="She quit.", relations=relations)
    assert signs["article_said"] == 0.6


def test_a_name_that_no_sentence_of_the_article_holds_is_marked() -> None:
    """A swapped name stands nowhere; one that only the title has is said."""
    asked, sentence = "When did Anna Bell win?", "She won in 1994."
    assert read(asked, sentence, article="Ada Holm is a runner.")["article_unsaid_name"] > 0.0
    assert read(asked, sentence, title="Anna Bell wins")["article_unsaid_name"] == 0.0
    assert read("When did the runner win?", sentence)["article_unsaid_name"] == 0.0


def test_what_sentence_and_title_leave_unsaid_is_marked() -> None:
    """However much of it the rest of the article says."""
    asked, sentence = "What did the ferry cost?", "It cost 30 dollars."
    assert read(asked, sentence, title="The ferry")["titled_unsaid_rarest"] == 0.0
    assert read(asked, sentence, article="The ferry sank.")["titled_unsaid_rarest"] > 0.5


@pytest.mark.parametrize(
    ("language", "question", "part", "whole"),
    [
        ("en", "When was the building closed?",
         "The north wing of the building was closed in May.", "The building was closed in May."),
        ("de", "Wann wurde das Gebäude geschlossen?",
         "Der Nordflügel des Gebäudes wurde im Mai geschlossen.",
         "Das Gebäude wurde im Mai geschlossen."),
        ("fr", "Quand l'école a-t-elle fermé ?",
         "La cantine de l'école a fermé en mai.", "L'école a fermé en mai."),
        ("fr", "Quand l'école a-t-elle fermé ?",
         "La cour d'école a fermé en mai.", "L'école a fermé en mai."),
        ("es", "¿Cuándo cerró el edificio?",
         "El ala norte del edificio cerró en mayo.", "El edificio cerró en mayo."),
    ],
)  # fmt: skip
def test_what_is_told_of_a_part_is_marked(
    language: str, question: str, part: str, whole: str
) -> None:
    """That a wing was closed does not say that the building was."""
    assert read(question, part, language=language)["as_part"] == 1.0
    assert read(question, whole, language=language)["as_part"] == 0.0
    assert read("When did the wing of the building close?", part)["as_part"] == 0.0


def test_a_question_for_yes_or_no_whose_predicate_nothing_says_is_marked() -> None:
    """That somebody of that office opened a bridge does not tell whether he resigned."""
    opened = "The mayor opened the bridge."
    assert read("Did the mayor resign?", opened)["predicate_unsaid"] == 1.0
    assert read("Did the mayor open the bridge?", opened)["predicate_unsaid"] == 0.0
    assert read("Did the mayor open the bridge yesterday?", opened)["predicate_unsaid"] == 0.0
    assert read("When did the mayor resign?", opened)["predicate_unsaid"] == 0.0


def test_the_name_and_the_last_word_are_to_stand_in_one_clause() -> None:
    """That Norland was visited, and another country is a member, does not make it one."""
    asked = "Is Norland a member?"
    together = read(asked, "Norland is a member, and Estria is none.")["pair_inside"]
    apart = read(asked, "Norland was visited, and Estria is a member.")["pair_inside"]
    assert together == 1.0
    assert apart < together


def test_of_few_words_the_one_that_is_met_least_counts() -> None:
    """However common it is in its language."""
    asked = "Did Carl Reed pay the fine?"
    assert read(asked, "Carl Reed did pay the fine.")["least_said"] == 1.0
    assert read(asked, "Carl Reed did contest the fine.")["least_said"] == 0.0
    assert read("Carl Reed?", "Carl Reed did contest the fine.")["least_said"] == -1.0


def test_what_a_sentence_adds_is_counted() -> None:
    """Two reasons that are only announced add nothing to what is asked."""
    asked = "What reasons did Norland give?"
    announced = read(asked, "Norland gave two reasons.")
    given = read(asked, "Norland gave two reasons: the flood and the price of grain.")
    assert announced["added_words"] < given["added_words"]


def around(candidate: int, *, language: str = "en") -> Around:
    """Return what stands around a sentence of two articles, one of two passages and a title.

    What is looked for are "late" and "bridg", and "sink" stands against them.
    """
    own, more, other = passages_of(
        (["The ferry sank.", "It had left late."], ["It rained."], ["A bridge fell."])
    )
    passages = [replace(p, document=DocumentId("own"), title=("harbour",)) for p in (own, more)]
    passages.append(replace(other, document=DocumentId("other"), title=("valley",)))
    table = SentenceTable()
    table.add(passages)
    candidates = gather(table, [Hit(passage.id, 1.0) for passage in passages], {"ferri": 1.0}, "en")
    looked_for = np.isin(candidates.excerpt.words, table.numbers(["late", "bridg"]))
    related = Related(("rainy",), {}, language)
    begin_alike = None if related.compounding else related.begin_alike
    return candidates.around(candidate, Told(looked_for, begin_alike, ("sink",)))


def test_an_article_is_all_that_was_found_of_it() -> None:
    """Its title and each passage, of the words that are not stop words; and nothing of others.

    In a language with compounds any word may tell.
    """
    first = around(0, language="de")
    assert first.title == {"harbour"}
    assert first.context == {"harbour", "ferri", "sink", "leav", "late"}
    assert first.article == {"harbour", "ferri", "sink", "leav", "late", "rain"}
    assert around(3, language="de").article == {"valley", "bridg", "fall"}


def test_of_what_stands_around_only_what_may_tell_is_read() -> None:
    """The words looked for, those against them, and those that begin like one asked for."""
    first = around(0)
    assert first.title == {"harbour"}
    assert first.context == {"harbour", "late", "sink"}
    assert first.article == {"harbour", "late", "sink", "rain"}

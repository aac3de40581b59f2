"""What a question asks that a sentence does not say."""

import numpy as np
import pytest

from storybot.answering.abstention.near_misses import mismatches
from storybot.answering.query.question import read_question
from storybot.answering.ranking.related_words import Related
from storybot.text.facts.facts import content, read_facts


def _signs(question: str, sentence: str, before: str = "") -> dict[str, float]:
    form = read_question(question, languages=("en",)).form
    facts = read_facts(sentence, "en")
    context = frozenset(content(read_facts(before, "en")))
    related = Related(form.terms, {})
    return mismatches(form, np.ones(len(form.terms)), facts, context, {}, related)


@pytest.mark.parametrize(
    ("question", "sentence", "sign"),
    [
        ("When was Anna Bell born?", "Carl Reed was born in 1950.", "names_absent"),
        ("Who won the race in 1998?", "Carl Reed won the race in 1994.", "year_swapped"),
        ("Who lost 12 games?", "Carl Reed lost 15 games.", "numbers_absent"),
        ("Which prices fell?", "In May the prices had begun to rise.", "opposite"),
        ("Who paid the fine?", "The fine was not paid by Carl Reed.", "denied"),
        ("Who paid the fine?", "The fine was paid at noon.", "nobody"),
    ],
)
def test_near_miss_is_marked(question: str, sentence: str, sign: str) -> None:
    """A swapped name, year or number, and an opposite are marked."""
    assert _signs(question, sentence)[sign] > 0


def test_an_opposite_counts_in_the_clause_of_what_is_asked() -> None:
    """That somebody else joined does not keep the one asked for from leaving."""
    elsewhere = _signs(
        "Who left the choir?", "Ada Holm left the choir, and Carl Reed joined a band."
    )
    here = _signs("Who left the choir?", "It was raining hard, and Carl Reed joined the choir.")
    assert (elsewhere["opposite_clause"], here["opposite_clause"]) == (0.0, 1.0)


def test_answer_is_not_marked() -> None:
    """A sentence that says all that is asked has none of the marks."""
    sentence = "Carl Reed won the first race in 1994."
    signs = _signs("When did Carl Reed win the first race?", sentence)
    marks = ("names_absent", "opposite", "denied", "rest_absent")
    assert [signs[mark] for mark in marks] == [0.0] * len(marks)


def test_name_before_the_sentence_counts() -> None:
    """A name in the sentence before is not absent."""
    signs = _signs("When did Anna Bell win?", "She won in 1994.", before="Anna Bell is a runner.")
    assert signs["names_absent"] == 0.0


def test_yes_or_no_may_be_denied() -> None:
    """A "not" answers a question that asks for yes or no."""
    assert _signs("Did Carl Reed pay the fine?", "Carl Reed did not pay the fine.")["denied"] == 0.0


@pytest.mark.parametrize(
    ("question", "sentence", "unsaid"),
    [
        ("Why did Alan Gross travel?", "Gross was working as a subcontractor.", 0.0),
        ("Which Ukrainians came to the forum?", "Ukraine sent three ministers.", 0.0),
        ("When did Germany leave the pact?", "Italy wants to leave the pact.", 1.0),
        ("Who won the race in 1998?", "Carl Reed won the race in 1994.", 1.0),
        ("What did Carl Reed say of Anna Bell?", "Carl Reed said nothing.", 1.0),
        ("What did Carl Reed say in March?", "Carl Reed said nothing.", 0.0),
        ("When Did Carl Reed Leave Town?", "Carl Reed left.", 0.0),
    ],
)
def test_name_is_unsaid_as_a_whole(question: str, sentence: str, unsaid: float) -> None:
    """A part of a name or a kindred word says it; months and the capitals of headlines are none."""
    assert _signs(question, sentence)["unsaid"] == unsaid

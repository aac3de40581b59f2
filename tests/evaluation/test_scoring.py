"""Scores of a run, checked by hand-made cases."""

import math

import pytest

from storybot.evaluation.dataset import LabelledDocument, LabelledQuestion
from storybot.evaluation.intervals import (
    auroc_gain_interval,
    auroc_interval,
    f1_interval,
    mean_interval,
)
from storybot.evaluation.scoring import (
    answering_f1,
    auroc,
    best_threshold,
    is_hit,
    question_scores,
    ranking_metrics,
)

GOLD = "Turkey is not a member of the court in The Hague."


def question(**more: object) -> LabelledQuestion:
    """Make a question that `GOLD` answers."""
    fields = {"id": "q", "question": "?", "doc_id": "d", "gold_sentences": [{"text": GOLD}]}
    return LabelledQuestion.model_validate(fields | more)


@pytest.mark.parametrize(
    ("doc", "text", "hit"),
    [
        ("d", GOLD, True),
        ("e", GOLD, False),
        ("d", GOLD.upper() + " Nor is China.", True),
        ("d", "Turkey is not a member of the court", True),
        ("d", "Turkey is not", False),
        ("d", GOLD + " filler" * 30, False),
        ("d", "", False),
    ],
)
def test_a_hit_is_the_gold_sentence_or_most_of_it(doc: str, text: str, *, hit: bool) -> None:
    """The right document, most of the words, and no more than a run of two sentences."""
    assert is_hit(question(), doc, text) is hit


def test_an_answer_string_has_to_stand_in_a_hit() -> None:
    """Case and punctuation do not count; free-text answers are not looked for."""
    assert is_hit(question(answers=["the HAGUE"]), "d", GOLD)
    assert not is_hit(question(answers=["Rome"]), "d", GOLD)
    assert is_hit(question(answers=["Rome"], no_answer_filter=True), "d", GOLD)


def test_a_gold_sentence_may_name_its_own_document() -> None:
    """Where sentences are documents, each gold one names its own."""
    both = question(doc_id=None, gold_sentences=[{"text": GOLD, "doc_id": "e"}])
    assert is_hit(both, "e", GOLD)
    assert not is_hit(both, "d", GOLD)


def test_ranking_metrics() -> None:
    """First, third, eleventh and never."""
    marks = [[True], [False, False, True], [False] * 10 + [True], []]
    assert ranking_metrics(marks) == pytest.approx(
        {"P@1": 0.25, "R@3": 0.5, "R@10": 0.5, "MRR@10": (1 + 1 / 3) / 4}
    )


def test_auroc() -> None:
    """All above is 1, ties are a half, none to compare is not a number."""
    assert auroc([0.9, 0.8], [0.1]) == 1.0
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.1], [0.5, 0.1]) == 0.25
    assert math.isnan(auroc([], [0.5]))


def test_answering_f1_and_its_best_threshold() -> None:
    """A wrong sentence costs as much as an unanswerable question answered."""
    rows = [(0.9, True, True), (0.8, True, False), (0.7, False, False), (0.6, True, True)]
    assert answering_f1(rows, 0.85) == pytest.approx(2 / 4)
    assert answering_f1(rows, 2.0) == 0.0
    assert best_threshold(rows) == 0.6


def test_blank_paragraphs_keep_the_numbers_of_the_set() -> None:
    """A blank paragraph is no span, and the numbers of the others stay those of the set."""
    doc = LabelledDocument(id="d", paragraphs=["", "One.", " ", "Two."])
    document = doc.document()
    assert document
    assert [document.paragraph(i) for i in range(2)] == ["One.", "Two."]
    assert doc.numbers() == [1, 3]
    assert LabelledDocument(id="d", paragraphs=[" "]).document() is None


def test_an_interval_holds_the_score_and_narrows_with_more_questions() -> None:
    """The interval lies around the score; of a certain thing it is a point."""
    few, many = mean_interval([0.0, 1.0] * 10), mean_interval([0.0, 1.0] * 1000)
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert mean_interval([1.0] * 5) == (1.0, 1.0)


def test_the_scores_of_questions_are_what_the_metrics_are_the_means_of() -> None:
    """Each question has its own, so that an interval can be drawn over the questions."""
    marks = [[False, True], []]
    assert question_scores(marks) == {
        "P@1": [0.0, 0.0], "R@3": [1.0, 0.0], "R@10": [1.0, 0.0], "MRR@10": [0.5, 0.0]
    }  # fmt: skip
    assert ranking_metrics([]) == {"P@1": 0.0, "R@3": 0.0, "R@10": 0.0, "MRR@10": 0.0}


def test_the_interval_of_an_auroc_lies_around_it() -> None:
    """It is a point where every positive is above every negative, and ties count half."""
    up, down = [0.9, 0.8, 0.2], [0.5, 0.1, 0.2]
    low, high = auroc_interval((up, down))
    assert low < auroc(up, down) < high
    assert auroc_interval(([0.9, 0.8], [0.1])) == (1.0, 1.0)
    assert auroc_interval(([0.5] * 4, [0.5] * 4)) == (0.5, 0.5)
    assert math.isnan(auroc_interval(([0.5], []))[0])


def test_the_interval_of_an_auroc_knows_how_few_the_negatives_are() -> None:
    """Few questions without an answer make the figure as unsure as few with one would."""
    many = [step / 100 for step in range(100)]
    (narrow, wide), (less, more) = auroc_interval((many, many)), auroc_interval((many, many[::25]))
    assert more - less > 2 * (wide - narrow)


def test_the_interval_of_a_gain_is_paired() -> None:
    """What two runs have in common does not widen it."""
    before = ([0.6, 0.4, 0.7, 0.2], [0.5, 0.3, 0.1])
    assert auroc_gain_interval(before, before) == (0.0, 0.0)
    low, high = auroc_gain_interval(before, ([0.9] * 4, [0.1] * 3))
    assert 0 <= low < high <= 1


def test_the_interval_of_f1_lies_around_it() -> None:
    """It is a point where every question is answered rightly, and nothing where nothing is."""
    rows = [(0.9, True, True), (0.8, True, False), (0.7, False, False), (0.6, True, True)] * 9
    low, high = f1_interval(rows, 0.5)
    assert low < answering_f1(rows, 0.5) < high
    assert f1_interval([(0.9, True, True)], 0.5) == (1.0, 1.0)
    assert f1_interval(rows, 2.0) == (0.0, 0.0)

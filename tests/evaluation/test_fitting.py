"""The learner, the folds, and the groups that are left out one by one."""

from collections import Counter

import numpy as np
import pytest

pytest.importorskip("scipy", reason="scipy comes with the fit group: make fit installs it")

from fitting.ablation import FEATURES, SIGNS
from fitting.baselines import by_sentences, by_ten_features
from fitting.collection import Collection, cut
from fitting.learning import fit_ranking, logistic
from fitting.rows import Row, ask_all, part_of
from fitting.runs import run_of
from fitting.sets import LabelledSet
from fitting.tables import features_ablated, table
from fitting.validation import (
    apply,
    cross_validated,
    fit,
    fold_of,
    is_kept_back,
    judged_across,
    shipped,
)
from storybot.answering.answer import THRESHOLD
from storybot.answering.ranking.reranker import shipped_weights
from storybot.evaluation.dataset import LabelledQuestion
from storybot.evaluation.scoring import is_hit
from worlds.towns import TOWNS, questions, stories


@pytest.fixture(scope="module")
def towns() -> LabelledSet:
    """Return the made-up set."""
    documents = [document for doc in stories() if (document := doc.document())]
    return LabelledSet("towns", documents, questions())


@pytest.fixture(scope="module")
def rows(towns: LabelledSet) -> list[Row]:
    """Return the questions asked of all the towns."""
    return list(ask_all(Collection(cut(towns.documents)), "towns", "whole", towns.questions))


def test_the_ranking_learns_the_weights_that_hits_were_drawn_by() -> None:
    """Made-up hits follow a softmax over known weights; those come back."""
    random, known = np.random.default_rng(0), np.array([2.0, -1.0, 0.0])
    tables = [random.normal(size=(6, 3)) for _ in range(3_000)]
    hits = []
    for candidates in tables:
        odds = np.exp(candidates @ known)
        hits.append(np.eye(6)[random.choice(6, p=odds / odds.sum())])
    found = fit_ranking(tables, hits, np.ones(len(tables)), ridge=1e-4)
    assert found == pytest.approx(known, abs=0.15)


def test_importance_says_whose_hits_count() -> None:
    """Of two questions that want the opposite, the heavier one is followed."""
    tables, hits = [np.array([[1.0], [0.0]])] * 2, [np.array([1.0, 0.0]), np.array([0.0, 1.0])]
    up, down = (
        fit_ranking(tables, hits, np.array(weights), ridge=1e-2)[0]
        for weights in ([3.0, 1.0], [1.0, 3.0])
    )
    assert down < 0 < up


def test_the_logistic_learns_weights_and_bias() -> None:
    """Made-up answers follow known odds, in columns of different spread; those come back."""
    random = np.random.default_rng(0)
    x = random.normal(size=(20_000, 2)) * [1.0, 10.0] + [0.0, 5.0]
    y = (random.random(len(x)) < 1 / (1 + np.exp(-(x @ [1.5, -0.2] + 0.5)))).astype(float)
    weights, bias = logistic(x, y, 1e-3, np.ones(len(x)))
    assert weights == pytest.approx([1.5, -0.2], abs=0.1)
    assert bias == pytest.approx(0.5, abs=0.15)


def test_questions_on_one_document_are_in_one_fold(rows: list[Row]) -> None:
    """So weights are never tried on a document that they were fitted on."""
    folds: dict[str, set[int]] = {}
    for row in rows:
        if row.labelled.doc_id:
            folds.setdefault(row.labelled.doc_id, set()).add(fold_of(row))
    assert len(folds) == len(TOWNS)
    assert all(len(found) == 1 for found in folds.values())
    assert len({fold_of(row) for row in rows}) > 1


def test_a_story_asked_among_others_is_divided_as_by_itself() -> None:
    """The seed is the same document in both, so both are in one fold."""
    asked = LabelledQuestion(id="s1", question="?", doc_id="seed")
    assert part_of("seed", asked) == part_of("seed_among_others", asked)
    other = [LabelledQuestion(id=str(i), question="?", doc_id=str(i)) for i in range(100)]
    assert {part_of("towns", one) for one in other} == set(range(10))


def test_about_three_tenths_of_a_set_are_kept_back() -> None:
    """The project's own questions are divided otherwise: none of them is."""
    asked = [LabelledQuestion(id=str(i), question="?", doc_id=str(i)) for i in range(1_000)]
    assert 0.25 < sum(is_kept_back("squad2", one) for one in asked) / len(asked) < 0.35
    assert not any(is_kept_back("corpus", one) for one in asked)


def test_a_question_is_asked_without_its_run_up(towns: LabelledSet) -> None:
    """As the bot asks it: what is said around a question is no part of it."""
    polite = [
        one.model_copy(update={"question": f"Good morning! {one.question} Thanks a lot!"})
        for one in towns.questions
    ]
    rows = list(ask_all(Collection(cut(towns.documents)), "towns", "whole", polite))
    plain = {one.id: one.question for one in towns.questions}
    assert rows
    assert all(row.question.asked == plain[row.labelled.id] for row in rows)


def test_every_feature_is_in_one_group() -> None:
    """Leaving out all groups would leave out everything, and nothing twice."""
    grouped = Counter(name for group in FEATURES.values() for name in group)
    assert set(grouped) == set(shipped_weights().names)
    assert grouped.total() == len(grouped)


def test_every_sign_is_in_one_group() -> None:
    """The same holds of the signs of the confidence."""
    for sign in shipped()["confidence"]["names"]:
        assert sum(belongs(sign) for belongs in SIGNS.values()) == 1, sign


def test_a_fit_ranks_documents_that_it_did_not_see(rows: list[Row]) -> None:
    """Cross-validated, each question is scored once, and most find their sentence."""
    scored = cross_validated(rows)
    assert {s.judged.row.labelled.id for s in scored} == {row.labelled.id for row in rows}
    assert len(scored) == len(rows)
    right = [s.judged.right for s in scored if s.judged.row.answerable]
    assert sum(right) > 0.9 * len(right)
    assert all(0 <= s.confidence <= 1 for s in scored)


def test_a_feature_left_out_has_no_weight(rows: list[Row]) -> None:
    """Nothing of it reaches the scores."""
    judged = judged_across(rows, columns=[3])
    for one in judged:
        apart = np.corrcoef(one.ranking.scores, one.row.table[:, 3])[0, 1]
        assert one.row.table[:, 3].std() < 1e-6 or abs(apart) == pytest.approx(1.0, abs=1e-5)


def test_a_fit_is_of_the_form_that_the_bot_reads(rows: list[Row]) -> None:
    """The same features and signs by name, in the same order; twice the same figures."""
    model, expected = fit(rows), shipped()
    assert list(model["ranking"]) == list(expected["ranking"])
    assert model["confidence"].keys() == expected["confidence"].keys()
    assert model["confidence"]["names"] == expected["confidence"]["names"]
    assert model == fit(rows)


def test_a_run_holds_every_labelled_question(towns: LabelledSet, rows: list[Row]) -> None:
    """A question that found nothing is answered with nothing, and with no confidence."""
    some = [row for row in rows if row.labelled.id != "Arnby.0"]
    run = run_of(apply(shipped(), some), towns.questions)
    assert [one.question.id for one in run] == [one.id for one in towns.questions]
    [missing] = [one for one in run if one.question.id == "Arnby.0"]
    assert (missing.line.confidence, missing.line.hits) == (0.0, [])
    assert all(one.line.answered == (one.line.confidence >= THRESHOLD) for one in run)


def test_the_baselines_return_sentences_best_first(towns: LabelledSet, rows: list[Row]) -> None:
    """Both find what shares the question's words; the confidence is the best score."""
    for run in (by_sentences(towns), by_ten_features(rows)):
        mayors = [one for one in run if one.question.id.endswith(".1")]
        assert mayors
        for one in mayors:
            hits = one.line.hits
            assert is_hit(one.question, hits[0].doc_id, hits[0].text)
            assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
            assert one.line.confidence == hits[0].score


def test_an_ablation_compares_the_same_questions() -> None:
    """Without anything to compare, a column stays empty, and the table is one all the same."""
    head, rule, *body = features_ablated([], [("the title", [])]).splitlines()
    assert {line.count("|") for line in (rule, *body)} == {head.count("|")}
    assert all("–" in line for line in body)


def test_a_table_is_markdown() -> None:
    """A head, a rule, and a line each."""
    assert table([["a", "b"], ["1", "2"]]) == "| a | b |\n|---|---|\n| 1 | 2 |"

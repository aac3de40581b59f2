"""How a sentence arranges the words of a question."""

import numpy as np
import pytest

from storybot.answering.query.question import read_question
from storybot.answering.ranking.features import NAMES, features
from storybot.answering.ranking.related_words import Related
from storybot.answering.ranking.term_matches import match
from worlds.sentences import gathered


def arranged(question: str, *sentences: str) -> dict[str, list[float]]:
    """Return the features of sentences, each a paragraph of its own; each term counts alike."""
    form = read_question(question, languages=["en"]).form
    candidates = gathered([[sentence] for sentence in sentences])
    matches = match(form, candidates, Related(form.terms, {}), {})
    table, names = features(form, np.ones(len(form.terms)), candidates, matches)
    assert names == NAMES
    return dict(zip(names, table.T.tolist(), strict=True))


def test_runs_of_the_question_are_counted_word_by_word() -> None:
    """Stop words too, and a run that the question repeats counts once."""
    table = arranged(
        "Was the mayor of the town the mayor?",
        "The mayor of the town was ill.",
        "In the town, mayor Holm was ill.",
        "A mayor spoke.",
    )
    # Of "was the", "the mayor", "mayor of", "of the", "the town" and "town the".
    assert table["raw_pairs"] == pytest.approx([4 / 6, 1 / 6, 0])
    # Of the runs of three, which are "was the mayor", "the mayor of" and four more.
    assert table["raw_triples"] == pytest.approx([3 / 6, 0, 0])
    assert table["longest_run"] == [5, 2, 1]
    assert table["longest_run_share"] == pytest.approx([5 / 8, 2 / 8, 1 / 8])


def test_a_run_ends_with_its_sentence() -> None:
    """What the next sentence begins with goes on with nothing."""
    table = arranged("Did the old mayor resign?", "He is the old", "Mayor Holm came.")
    assert table["longest_run"] == [2, 1]


def test_pairs_are_of_adjacent_terms_and_count_half_if_reversed() -> None:
    """Stop words between them do not part them, other words do."""
    table = arranged(
        "Did the mayor sell bridges?",
        "The mayor did sell.",
        "They sell what the mayor has.",
        "The mayor of Norland sells.",
        "Nobody came.",
    )
    assert table["pairs"] == [0.5, 0.0, 0.0, 0.0]
    assert table["near_pairs"] == [0.5, 0.25, 0.5, 0.0]


def test_a_sentence_without_a_term_has_no_order() -> None:
    """Whatever stop words it shares."""
    table = arranged("Did the mayor resign?", "The mayor resigned.", "Did the others come?")
    assert table["longest_run"][1] == table["raw_pairs"][1] == table["spread"][1] == 0
    assert table["first_match"] == [1, 30]


def test_a_subject_that_is_defined_stands_right_before_the_verb() -> None:
    """Within three words, at the beginning of a sentence."""
    table = arranged(
        "What is a lahar?", "A lahar is a flow.", "A lahar came.", "It came. A lahar or two then is"
    )
    assert table["defines"] == [1.0, 0.0, 0.0]

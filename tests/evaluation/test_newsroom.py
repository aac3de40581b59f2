"""The project's own newsroom: every file is well-formed, and the thirds keep events apart."""

from collections import defaultdict
from pathlib import Path
from typing import get_args

import pytest

pytest.importorskip("scipy", reason="scipy comes with the fit group: make fit installs it")

from fitting.newsroom import NewsArticle, Third, UnanswerableKind, read_newsroom
from fitting.sets import news_rows
from storybot.evaluation.dataset import NEAR_MISSES
from storybot.text.segmentation.sentences import split_sentences

ARTICLES = read_newsroom(tuple(Third))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.id)
def test_an_article_is_well_formed(article: NewsArticle) -> None:
    """Gold sentences stand in their paragraphs, answers in them, and each kind fits its gold."""
    asked = [one.question for one in article.questions]
    assert len(asked) == len(set(asked))
    for one in article.questions:
        assert (one.gold is None) == (one.kind in get_args(UnanswerableKind))
        texts = [gold.text for gold in one.gold or ()]
        for gold in one.gold or ():
            assert gold.text in article.paragraphs[gold.paragraph]
        if one.answers:
            assert any(a.lower() in text.lower() for a in one.answers for text in texts)


def test_the_set_is_large_and_in_seven_languages() -> None:
    """At least 60 articles with 1,000 questions."""
    assert len(ARTICLES) >= 60
    assert sum(len(article.questions) for article in ARTICLES) >= 1_000
    assert {article.language for article in ARTICLES} == {"de", "en", "es", "fr", "ru", "tr", "uk"}


def test_articles_on_one_event_are_in_one_third() -> None:
    """And each language has all three, so that none is judged by what it was fitted on."""
    thirds = defaultdict(set)
    languages = defaultdict(set)
    for article in ARTICLES:
        thirds[article.group].add(article.third)
        languages[article.language].add(article.third)
    assert all(len(found) == 1 for found in thirds.values())
    assert all(found == set(Third) for found in languages.values())


def test_every_way_to_nearly_hit_is_a_near_miss() -> None:
    """Scores know the kinds of the newsroom."""
    assert set(get_args(UnanswerableKind)) - {"out_of_corpus"} <= set(NEAR_MISSES)


def test_gold_is_found_by_how_sentences_are_cut() -> None:
    """Nearly every gold sentence is one of those that can be quoted."""
    found = []
    for article in ARTICLES:
        cut = {
            paragraph[start:end]
            for paragraph in article.paragraphs
            for start, end in split_sentences(paragraph, article.language)
        }
        found += [g.text in cut for one in article.questions for g in one.gold or ()]
    assert sum(found) / len(found) > 0.95


@pytest.mark.slow
def test_a_gap_has_no_answer_and_a_sentence_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views that the newsroom adds show what they say."""
    few = [a for a in ARTICLES if a.language == "uk"]
    monkeypatch.setattr("fitting.sets.read_newsroom", lambda *_: few)
    rows = news_rows(Path())
    assert {row.view for row in rows} >= {"whole", "alone", "among", "gap", "sentence", "near"}
    assert not any(row.answerable for row in rows if row.view in ("gap", "near"))
    assert all(len(row.gathered.found) == 1 for row in rows if row.view == "sentence")

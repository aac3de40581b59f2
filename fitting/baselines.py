"""What the ranking is measured against: plain BM25, and ten features with constant weights."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from fitting.collection import Collection, cut
from fitting.rows import Row
from fitting.runs import HITS, asked, hit
from fitting.sets import LabelledSet
from storybot.answering.ranking.arrays import Vector
from storybot.answering.ranking.located_sentence import LocatedSentence
from storybot.evaluation.dataset import LabelledQuestion
from storybot.evaluation.runs import Asked, RunHit
from storybot.model.passages import Passage, PassageId
from storybot.text.analysis.analyzer import analyzer

_TEN = {
    "own": 5.34, "window": 4.85, "title": 5.73, "bm25_passage": 0.0956, "kind": 1.54,
    "bm25_sentence": 0.0043,
}  # fmt: skip
"""Weights of features as they are."""
_TEN_TOTALLED = {"bm25_document": 0.1045, "bm25_window": -0.0027}
"""Weights of shares of the question's weight, which are multiplied by that."""
_TEN_MISSING = {"names_window": -0.6, "numbers_own": -0.24}
"""Weights of what is missing of the question's names and numbers."""


def by_sentences(labelled: LabelledSet) -> list[Asked]:
    """Rank all sentences of a set by BM25+ over their stems; the best score is the confidence."""
    alone = [
        replace(passage, sentences=(sentence,), text=passage.quote(sentence))
        for passage in cut(labelled.documents)
        for sentence in passage.sentences
    ]
    alone = [replace(one, id=PassageId(number)) for number, one in enumerate(alone, 1)]
    collection = Collection(alone)
    language = labelled.documents[0].language
    return [_by_sentences(collection, alone, q, language) for q in labelled.questions]


def _by_sentences(
    collection: Collection, alone: list[Passage], question: LabelledQuestion, language: str
) -> Asked:
    found = collection.search(analyzer(language).terms(question.question), HITS)
    hits = [
        RunHit(
            doc_id=passage.document,
            paragraph=passage.sentences[0].paragraph,
            text=passage.text,
            score=one.score,
        )
        for one in found
        for passage in [alone[one.passage - 1]]
    ]
    return asked(question, hits[0].score if hits else 0.0, hits)


def by_ten_features(rows: Iterable[Row]) -> list[Asked]:
    """Rank each question's candidates by ten features; the best score is the confidence."""
    return [_by_ten_features(row) for row in rows]


def _by_ten_features(row: Row) -> Asked:
    scores = ten_features(row)
    best = np.argsort(-scores, kind="stable")[:HITS]
    gathered = row.gathered
    hits = [
        hit(
            row.collection,
            [LocatedSentence(gathered, int(gathered.sentences[i]))],
            float(scores[i]),
        )
        for i in best
    ]
    return asked(row.labelled, hits[0].score, hits)


def ten_features(row: Row) -> Vector:
    """Weigh each candidate by the ten features' constant weights."""
    column = dict(zip(row.measured.names, row.table.T.astype(float), strict=True))
    total = float(row.measured.idf.sum())
    scores = np.zeros(len(row.table))
    for name, weight in _TEN.items():
        scores += weight * column[name]
    for name, weight in _TEN_TOTALLED.items():
        scores += weight * total * column[name]
    for name, weight in _TEN_MISSING.items():
        scores += weight * np.where(column[name] < 0, 0.0, 1 - column[name])
    return scores

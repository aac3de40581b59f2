"""Rerank candidate sentences with the shipped weights.

``weights.json`` beside this module lists every feature with its weight; ``relations/`` relates
words of different form, a file a language. Both are made by fitting, and a person can read both.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Flags, Matrix, Vector
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.features import features
from storybot.answering.ranking.related_words import Related, Relations, RelationTable
from storybot.answering.ranking.term_matches import match

_TELLING, _COMMON_LEAST = 3.0, 0.2
"""Rarity in the language from which a term counts in full, and the least share of it."""


@dataclass(frozen=True, slots=True)
class RerankerWeights:
    """The shipped weights."""

    names: tuple[str, ...]
    """The features, in the order of the weights."""
    ranking: Vector


@dataclass(frozen=True)
class RankedSentences:
    """The scored candidates of one question."""

    scores: Vector
    table: Matrix
    """Features, a row per candidate."""
    names: tuple[str, ...]
    frequency: Vector
    """Document frequency of each term of the question."""
    idf: Vector
    passages: int
    named: Vector
    """1 for the terms that are names."""
    weights: Vector
    """What each term counts: its rarity in the corpus, less where it is common in the language."""
    looked_for: Flags
    """Whether each word of the candidates' excerpt is of the question or linked to it."""

    @cached_property
    def order(self) -> list[int]:
        """Indexes of the candidates, best first, ties in the order given."""
        found: list[int] = np.argsort(-self.scores, kind="stable").tolist()
        return found

    @cached_property
    def shares(self) -> Vector:
        """Each candidate's share of a softmax over the scores."""
        odds = np.exp(self.scores - self.scores.max())
        shares: Vector = odds / float(odds.sum())
        return shares


def read_shipped(name: str) -> Any:
    """Return a JSON table that is shipped beside this module."""
    return json.loads(Path(__file__).with_name(name).read_text("utf-8"))


@cache
def shipped_weights() -> RerankerWeights:
    """Return the weights, read once."""
    table = read_shipped("weights.json")
    return RerankerWeights(tuple(table["ranking"]), np.array(list(table["ranking"].values())))


@cache
def shipped_relations(language: str) -> Relations:
    """Return the related terms of a language's terms, read once."""
    file = Path(__file__).parent / "relations" / f"{language}.txt"
    return RelationTable(file.read_text("utf-8")) if file.is_file() else {}


@lru_cache(8)
def shipped_related(terms: tuple[str, ...], language: str) -> Related:
    """Return what is related to the terms of a question; kept, for its signs ask the same again."""
    return Related(terms, shipped_relations(language), language)


class Measured(NamedTuple):
    """The features of a question's candidates, before they are weighed; see `RankedSentences`."""

    table: Matrix
    names: tuple[str, ...]
    frequency: Vector
    idf: Vector
    passages: int
    named: Vector
    weights: Vector
    looked_for: Flags


def measure(
    form: AnswerType,
    candidates: Candidates,
    passages: int,
    document_frequency: Callable[[str], int],
    others: Relations,
) -> Measured:
    """Score every candidate; there must be at least one.

    ``passages`` is the size of the index, ``document_frequency`` counts a term's passages in it.
    ``others`` are synonyms of the question's terms; they count as the terms do.
    """
    counts = [max(map(document_frequency, (term, *others.get(term, ())))) for term in form.terms]
    idf = [math.log((passages + 1) / max(n, 0.5)) for n in counts]
    # In a small corpus every word that it lacks is rare; common ones say little all the same.
    telling = [min(max(rarity / _TELLING, _COMMON_LEAST), 1.0) for rarity in form.rarity]
    weights = np.array([w * share for w, share in zip(idf, telling, strict=True)])
    matches = match(form, candidates, shipped_related(form.terms, form.language), others)
    table, names = features(form, weights, candidates, matches)
    frequency = np.array(counts, float)
    return Measured(
        table,
        names,
        frequency,
        np.array(idf),
        passages,
        matches.named,
        weights,
        matches.looked_for,
    )


def rank(
    form: AnswerType,
    candidates: Candidates,
    passages: int,
    document_frequency: Callable[[str], int],
    others: Relations,
) -> RankedSentences:
    """Score every candidate by the shipped weights; see `measure`."""
    weights = shipped_weights()
    measured = measure(form, candidates, passages, document_frequency, others)
    if measured.names != weights.names:
        raise ValueError("weights.json was fitted to other features: run the fit script again")
    return RankedSentences(measured.table @ weights.ranking, *measured)

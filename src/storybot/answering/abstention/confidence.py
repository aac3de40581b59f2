"""Estimate the probability that the best sentence answers the question.

The product of two probabilities, each a logistic regression over plain features: that the corpus
covers the subject at all, and that the question is no near miss of the sentence. The first was
fitted on questions to collections without their article, the second on near misses.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from storybot.answering.abstention.near_misses import mismatches
from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.related_words import Relations
from storybot.answering.ranking.reranker import RankedSentences, read_shipped
from storybot.answering.ranking.term_matches import CandidateSentence, TermMatch
from storybot.text.facts.facts import listed

_FIRST = listed(
    "own held led_titled window passage document opened worst_held worst_window names_titled "
    "names_document numbers_titled rest_titled rest_own focus_titled focus_own best_stretch "
    "near_pairs pairs raw_pairs bm25_passage_share bm25_passage_long bm25_document bm25_passage "
    "kind kind_near related denies negation first_match title quotes opens led_far names_led_far "
    "rest_led_far"
)
_BEST = listed(
    "own held led_titled window passage document best_stretch bm25_passage_share raw_pairs"
)
_RUNNERS_UP = 5
_NEIGHBOURS = 8


def signs(
    form: AnswerType,
    found: Sequence[TermMatch],
    candidates: Sequence[CandidateSentence],
    ranking: RankedSentences,
    others: Relations,
) -> dict[str, float]:
    """Return the features of an answer, by name; ``others`` are synonyms of the terms."""
    order, scores, table = ranking.order, ranking.scores, ranking.table
    best = order[0]
    column = {name: i for i, name in enumerate(ranking.names)}
    second, fifth = order[min(1, len(order) - 1)], order[min(_RUNNERS_UP, len(order) - 1)]
    documents = [found[candidates[i].passage].document for i in order[:_NEIGHBOURS]]
    unknown = ranking.frequency == 0
    full = math.log(ranking.passages + 1)
    held = np.array([term in set(candidates[best].terms) for term in form.terms])
    signs = {
        "score": float(scores[best]),
        "margin": float(scores[best] - scores[second]),
        "lead": float(scores[best] - scores[fifth]),
        "rivals": -math.log(float(ranking.shares[best])),
        "unknown": float(ranking.idf[unknown].sum() / (ranking.idf.sum() or 1.0)),
        "unknown_terms": float(unknown.sum()),
        "terms": float(len(form.terms)),
        "unknown_names": float((unknown & (ranking.named > 0)).sum()),
        "passages": math.log(ranking.passages),
        "rarity": float(ranking.idf.mean() / full),
        "rarest": float(ranking.idf.max() / full),
        "rarest_missing": float((ranking.idf * ~held).max() / full),
        "one_document": sum(d == documents[0] for d in documents) / len(documents),
    }
    title = found[candidates[best].passage].title
    signs |= mismatches(form, ranking.idf, candidates[best], title, others)
    signs["kind_absent"] = signs["precise"] * (table[best, column["kind"]] == 0)
    signs |= {f"first_{name}": float(table[best, column[name]]) for name in _FIRST}
    return signs | {f"best_{name}": float(table[:, column[name]].max()) for name in _BEST}


def estimate(found_signs: Mapping[str, float]) -> float:
    """Return the confidence, 0 to 1, that signs speak for."""
    table = _shipped()
    chances = [
        1 / (1 + math.exp(-_clip(part["bias"] + _sum(part["weights"], found_signs))))
        for part in (table["spoken_of"], table["not_a_near_miss"])
    ]
    evidence = math.log(chances[0]) + table["trust"] * math.log(chances[1])
    z = table["scale"] * evidence + table["offset"] - table["unsaid"] * found_signs["unsaid"]
    return 1 / (1 + math.exp(-_clip(z)))


def _sum(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weights.items())


def _clip(z: float) -> float:
    return max(-30.0, min(30.0, z))


@cache
def _shipped() -> dict:  # type: ignore[type-arg]
    return dict(read_shipped("weights.json")["confidence"])

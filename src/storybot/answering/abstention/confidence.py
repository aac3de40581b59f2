"""Estimate the probability that the best sentence answers the question.

A sum of small decision trees over plain features (the signs), calibrated as log odds. They were
fitted on questions whose answer is there, on questions to collections without their article, and on
near misses; ``trees.json`` beside this module holds them.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path

import numpy as np

from storybot.answering.abstention.coverage_signs import coverage_signs
from storybot.answering.abstention.near_misses import mismatches, opposites
from storybot.answering.abstention.trees import Trees, read_trees
from storybot.answering.query.answer_type import AnswerType
from storybot.answering.query.slot import SLOT_KINDS
from storybot.answering.ranking.candidates import Candidates, Told
from storybot.answering.ranking.related_words import Related, Relations
from storybot.answering.ranking.reranker import (
    RankedSentences,
    shipped_related,
    shipped_relations,
)
from storybot.text.facts.mark_names import listed

_FIRST = listed(
    "own held led_titled window passage document opened worst_held worst_window names_titled "
    "names_document numbers_titled rest_titled rest_own focus_titled focus_own best_stretch "
    "near_pairs pairs raw_pairs bm25_passage_share bm25_passage_long bm25_document bm25_passage "
    "kind kind_near related denies negation first_match title quotes opens led_far names_led_far "
    "rest_led_far number_focus slot_held slot_near slot_clause slot_of slot_rivals slot_none "
    "slot_other slot_weak said said_around unsaid_rarest unsaid_rarest_around negated_otherwise "
    "subject_clause"
)
_FIRST_SIGNS = [f"first_{name}" for name in _FIRST]
_KIND = _FIRST.index("kind")
_NO_KIND = {f"is_{kind}": 0.0 for kind in SLOT_KINDS}
_RUNNERS_UP = 5
_NEIGHBOURS = 8


def signs(
    form: AnswerType,
    candidates: Candidates,
    ranking: RankedSentences,
    others: Relations,
) -> dict[str, float]:
    """Return the features of an answer, by name; ``others`` are synonyms of the terms."""
    order, scores = ranking.order, ranking.scores.tolist()
    best = order[0]
    own = _first(ranking.names)(ranking.table[best].tolist())
    second, fifth = order[min(1, len(order) - 1)], order[min(_RUNNERS_UP, len(order) - 1)]
    beside = candidates.found[candidates.passage[order[:_NEIGHBOURS]]]
    documents = candidates.excerpt.document[beside].tolist()
    unknown = [not count for count in ranking.frequency.tolist()]
    full = math.log(ranking.passages + 1)
    sentence = candidates.sentence(int(candidates.sentences[best]))
    weights, terms = ranking.weights.tolist(), len(form.terms)
    missing = [w * (t not in sentence.terms) for w, t in zip(weights, form.terms, strict=True)]
    never = ranking.weights[unknown].sum() if any(unknown) else 0.0
    signs = {
        "score": scores[best],
        "margin": scores[best] - scores[second],
        "lead": scores[best] - scores[fifth],
        "rivals": -math.log(float(ranking.shares[best])),
        "unknown": float(never / (np.add.reduce(ranking.weights) or 1.0)),
        "unknown_terms": float(sum(unknown)),
        "terms": float(terms),
        "rarity": float(np.add.reduce(ranking.idf) / terms / full),
        "rarest": max(ranking.idf.tolist()) / full,
        "rarest_missing": max(missing) / full,
        "one_document": documents.count(documents[0]) / len(documents),
    }
    # A name at the beginning of a question shows only by how the candidates write it.
    named = tuple([bool(name) for name in ranking.named.tolist()])
    if named != form.named:
        form = replace(form, named=named)
    related = _related(form, others)
    begin_alike = None if related.compounding else related.begin_alike
    around = candidates.around(best, Told(ranking.looked_for, begin_alike, opposites(form)))
    signs |= mismatches(form, ranking.weights, sentence.facts, around.context, others, related)
    signs |= coverage_signs(form, sentence.facts, around, related, ranking.weights)
    signs["kind_absent"] = signs["precise"] * (own[_KIND] == 0)
    signs.update(zip(_FIRST_SIGNS, own, strict=True))
    signs |= _NO_KIND
    signs[f"is_{form.slot.kind}"] = 1.0
    signs["negative"] = float(form.slot.negative)
    return signs


@lru_cache(4)
def _first(names: tuple[str, ...]) -> Callable[[Sequence[float]], tuple[float, ...]]:
    """Return what takes the features of `_FIRST` out of a row of those of these names."""
    return itemgetter(*map(names.index, _FIRST))


def _related(form: AnswerType, others: Relations) -> Related:
    """Return what stands for each term or is near it: synonyms, and the table's words."""
    if not others:
        return shipped_related(form.terms, form.language)
    table = shipped_relations(form.language)
    near = {term: table[term] for term in form.terms if term in table}
    for term in form.terms:
        if term in others:
            near[term] = {**near.get(term, {}), **others[term]}
    return Related(form.terms, near, form.language)


def estimate(found_signs: Mapping[str, float]) -> float:
    """Return the confidence, 0 to 1, that signs speak for."""
    trees = _shipped()
    score = trees.score(itemgetter(*trees.names)(found_signs))
    z = trees.scale * score + trees.offset
    return 1 / (1 + math.exp(-_clip(z)))


def _clip(z: float) -> float:
    return max(-30.0, min(30.0, z))


@cache
def _shipped() -> Trees:
    text = Path(__file__).with_name("trees.json").read_text("utf-8")
    return read_trees(json.loads(text))

"""Estimate the probability that the best sentence answers the question.

A sum of small decision trees over plain features (the signs), calibrated as log odds. They were
fitted on questions whose answer is there, on questions to collections without their article, and on
near misses; ``trees.json`` beside this module holds them.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from storybot.answering.abstention.coverage_signs import coverage_signs
from storybot.answering.abstention.near_misses import mismatches, opposites
from storybot.answering.abstention.trees import Trees, read_trees
from storybot.answering.query.answer_type import AnswerType
from storybot.answering.query.slot import SLOT_KINDS
from storybot.answering.ranking.candidates import Candidates, Told
from storybot.answering.ranking.related_words import COMPOUNDING, Related, Relations
from storybot.answering.ranking.reranker import RankedSentences, shipped_relations
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
_FIRST_SIGNS = {name: f"first_{name}" for name in _FIRST}
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
    own = dict(zip(ranking.names, ranking.table[best].tolist(), strict=True))
    second, fifth = order[min(1, len(order) - 1)], order[min(_RUNNERS_UP, len(order) - 1)]
    beside = candidates.found[candidates.passage[order[:_NEIGHBOURS]]]
    documents = candidates.excerpt.document[beside].tolist()
    unknown = ranking.frequency == 0
    full = math.log(ranking.passages + 1)
    sentence = candidates.sentence(int(candidates.sentences[best]))
    missing = [term not in sentence.terms for term in form.terms]
    signs = {
        "score": scores[best],
        "margin": scores[best] - scores[second],
        "lead": scores[best] - scores[fifth],
        "rivals": -math.log(float(ranking.shares[best])),
        "unknown": float(ranking.weights[unknown].sum() / (ranking.weights.sum() or 1.0)),
        "unknown_terms": float(unknown.sum()),
        "terms": float(len(form.terms)),
        "rarity": float(ranking.idf.mean() / full),
        "rarest": float(ranking.idf.max() / full),
        "rarest_missing": float((ranking.weights * missing).max() / full),
        "one_document": documents.count(documents[0]) / len(documents),
    }
    # A name at the beginning of a question shows only by how the candidates write it.
    form = replace(form, named=tuple((ranking.named > 0).tolist()))
    related = _related(form, others)
    around = candidates.around(best, _told(form, related, others))
    signs |= mismatches(form, ranking.weights, sentence.facts, around.context, others)
    signs |= coverage_signs(form, sentence.facts, around, related, ranking.weights)
    signs["kind_absent"] = signs["precise"] * (own["kind"] == 0)
    signs |= {sign: own[name] for name, sign in _FIRST_SIGNS.items()}
    signs |= _NO_KIND
    signs[f"is_{form.slot.kind}"] = 1.0
    return signs | {"negative": float(form.slot.negative)}


def _related(form: AnswerType, others: Relations) -> Related:
    """Return what stands for each term or is near it: synonyms, and the table's words."""
    table = shipped_relations(form.language)
    own = {term: table.get(term, {}) for term in form.terms}
    near = own | {term: {**own[term], **others[term]} for term in form.terms if term in others}
    return Related(form.terms, near, compounding=form.language in COMPOUNDING)


def _told(form: AnswerType, related: Related, others: Relations) -> Told:
    """Return the words around a sentence that its signs depend on."""
    names = [name for term in form.terms for name in others.get(term, ())]
    words = (*form.terms, form.head, *names, *related.linked, *opposites(form))
    return Told(words, None if form.language in COMPOUNDING else related.beginnings)


def estimate(found_signs: Mapping[str, float]) -> float:
    """Return the confidence, 0 to 1, that signs speak for."""
    trees = _shipped()
    score = trees.score([*map(found_signs.__getitem__, trees.names)])
    z = trees.scale * score + trees.offset
    return 1 / (1 + math.exp(-_clip(z)))


def _clip(z: float) -> float:
    return max(-30.0, min(30.0, z))


@cache
def _shipped() -> Trees:
    text = Path(__file__).with_name("trees.json").read_text("utf-8")
    return read_trees(json.loads(text))

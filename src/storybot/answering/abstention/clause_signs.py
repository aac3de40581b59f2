"""Read the clause that would answer: whether it says what is asked, and of what is asked.

A near miss shares most of a sentence with its question. What differs stands in the clause of the
filler: another verb, another name, or a word by which nothing was done, or not yet.
``reversals.toml`` beside this module lists such words by language.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise

import numpy as np

from storybot.answering.abstention.few_words import NAMES as FEW_NAMES
from storybot.answering.abstention.few_words import Clause, Said, few_words
from storybot.answering.abstention.reversals import word_lists
from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Flags, Vector
from storybot.answering.ranking.related_words import COMPOUNDING, Related, Relations
from storybot.model.passages import Facts, Filler
from storybot.text.analysis.analyzer import analyzer

_TOP = 5.0
"""About the greatest rarity of a word."""
_HEAD = 0.3
"""What the words count that name the thing wanted."""
_FITS = 0.5
"""How well a filler fits, at least, to be taken for the answer."""
_AROUND = 0.5
"""What a term counts that only the sentences around hold, or the title."""
_TELLING = 2.0
"""Rarity from which an unsaid word counts."""
_WISHED = "wished"
_REVERSALS = ("undone", "ahead", _WISHED)
NAMES = (
    "clause_said", "clause_led", "clause_unsaid", "clause_names", "unsaid_second", "unsaid_words",
    "verb_unsaid", "plain_said", "plain_inside", *_REVERSALS, *FEW_NAMES,
)  # fmt: skip


def clause_signs(
    form: AnswerType, facts: Facts, context: AbstractSet[str], relations: Relations
) -> dict[str, float]:
    """Return the signs of a sentence's clause that holds the answer, by name.

    ``context`` are the terms of the title over it, and of the sentences around it; ``relations``
    are the words that stand for a term or are near it, with their strength.
    """
    asked = _Asked(form, relations)
    said = asked.said_by(facts.words)
    here = asked.most(said)
    around = np.maximum(here, _AROUND * asked.most(asked.said_by(tuple(context))))
    weight = asked.rarity * np.where(asked.head, _HEAD, 1.0)
    clause = _answering(form, facts, asked, said, weight)
    inside = asked.most(said, clause)
    unsaid = sorted((weight * (1 - here)).tolist(), reverse=True)
    total = float(weight.sum()) or 1.0
    names = asked.named
    plain = ~(names | asked.head)
    led = np.maximum(inside, around * names)
    far = weight * (1 - around)
    return {
        "clause_said": float(inside @ weight) / total,
        "clause_led": float(led @ weight) / total,
        "clause_unsaid": float(((1 - led) * weight * ~names).max(initial=0.0)) / _TOP,
        "clause_names": _mean(inside, names),
        "unsaid_second": unsaid[1] / _TOP if len(unsaid) > 1 else 0.0,
        "unsaid_words": float((far > _TELLING).sum()),
        "verb_unsaid": _last(far, plain) / _TOP,
        "plain_said": _mean(np.maximum(here, around), plain),
        "plain_inside": _mean(inside, plain),
        **_reversals(form, facts, clause),
        **few_words(form, facts, clause, said, here, around),
    }


class _Asked:
    """The terms of a question, and what stands for them."""

    def __init__(self, form: AnswerType, relations: Relations) -> None:
        compounding = form.language in COMPOUNDING
        self._related = Related(form.terms, relations, compounding=compounding)
        self._places = {term: i for i, term in enumerate(form.terms)}
        self.rarity: Vector = np.array(form.rarity)
        self.named = np.array(form.named, bool)
        self.head = np.array([place in form.slot.head for place in form.places], bool)

    def said_by(self, words: Sequence[str]) -> list[Said]:
        """Return which words say which terms, and how far, 0 to 1."""
        close, places = self._related.among(frozenset(words)), self._places
        found: list[Said] = []
        for i, word in enumerate(words):
            if word in places:
                found.append((i, places[word], 1.0))
            elif word in close:
                found += [(i, term, strength) for term, strength in close[word]]
        return found

    def most(self, said: Sequence[Said], clause: Clause | None = None) -> Vector:
        """Return how far each term is said by any word, or by any of a clause."""
        begin, end = clause or (0, len(said) and said[-1][0] + 1)
        found = [0.0] * len(self.rarity)
        for word, term, strength in said:
            if begin <= word < end and strength > found[term]:
                found[term] = strength
        return np.array(found)


def _answering(
    form: AnswerType, facts: Facts, asked: _Asked, said: Sequence[Said], weight: Vector
) -> Clause:
    """Return the clause of the filler that belongs most to the question, or that says most."""
    edges = (0, *facts.clauses, len(facts.words))
    shares = [float(asked.most(said, clause) @ weight) for clause in pairwise(edges)]
    wanted = form.slot.wanted
    holding = {
        bisect_right(facts.clauses, f.start)
        for f in facts.fillers
        if wanted.get(f.kind, 0.0) > _FITS and _is_new(form, facts, f)
    }
    best = max(sorted(holding) or range(len(shares)), key=shares.__getitem__)
    return edges[best], edges[best + 1]


def _is_new(form: AnswerType, facts: Facts, filler: Filler) -> bool:
    return not set(facts.words[filler.start : filler.end]) <= set(form.words)


def _last(unsaid: Vector, plain: Flags) -> float:
    """Return how rare the last word of a question is, of those that are plain, if unsaid."""
    found = np.flatnonzero(plain)
    return float(unsaid[found[-1]]) if len(found) else 0.0


def _mean(said: Vector, terms: Flags) -> float:
    """Return the share of some terms that is said, each counting alike; -1 if there are none."""
    return float(said[terms].mean()) if terms.any() else -1.0


def _reversals(form: AnswerType, facts: Facts, clause: Clause) -> dict[str, float]:
    """Tell whether the clause undoes, or only plans, what the question does not; -1 if it asks.

    A wish may stand in the clause before: "they demand that she goes".
    """
    start, end = clause
    before = max((edge for edge in (0, *facts.clauses) if edge < start), default=start)
    asked, words = set(form.words), set(facts.words[start:end])
    wide = set(facts.words[before:end])
    return {
        name: float(not found.isdisjoint(wide if name == _WISHED else words))
        - float(not found.isdisjoint(asked))
        for name, found in _lists(form.language).items()
    }


@cache
def _lists(language: str) -> Mapping[str, frozenset[str]]:
    lists = word_lists(language)
    return {name: frozenset(_forms(lists.get(name, ""), language)) for name in _REVERSALS}


def _forms(words: str, language: str) -> Iterable[str]:
    return (*words.split(), *analyzer(language).terms(words))

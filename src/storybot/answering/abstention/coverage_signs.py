"""Tell how far a question is said: by each of its few words, and by the article as a whole.

A near miss shares most of a sentence with its question. What differs is often said nowhere in the
article, while what a sentence that answers leaves out is said elsewhere in it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

import numpy as np

from storybot.answering.abstention.few_words import NAMES as FEW_NAMES
from storybot.answering.abstention.few_words import Clause, Said, few_words
from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Vector
from storybot.answering.ranking.candidates import Around
from storybot.answering.ranking.related_words import Related
from storybot.model.passages import Facts, Filler

_TOP = 5.0
"""About the greatest rarity of a word."""
_HEAD = 0.3
"""What the words count that name the thing wanted."""
_FITS = 0.5
"""How well a filler fits, at least, to be taken for the answer."""
_AROUND = 0.5
"""What a term counts that only the sentences around hold, or the title."""
ARTICLE_NAMES = (
    "article_said", "article_unsaid", "article_unsaid_rarest", "article_unsaid_name",
    "titled_unsaid_rarest",
)  # fmt: skip
NAMES = (*ARTICLE_NAMES, *FEW_NAMES)


def coverage_signs(
    form: AnswerType, facts: Facts, around: Around, related: Related, weights: Vector
) -> dict[str, float]:
    """Return the signs of a sentence, by name.

    ``related`` tells the words that stand for a term or are near it; ``weights`` what each term
    counts in the corpus.
    """
    asked = _Asked(form, related)
    said = asked.said_by(facts.words)
    here = asked.most(said)
    near = np.maximum(here, _AROUND * asked.in_any(around.context))
    clause = _answering(form, facts, asked, said)
    return {
        **_of_article(asked, here, around, weights),
        **few_words(form, facts, clause, said, here, near),
    }


def _of_article(asked: "_Asked", here: Vector, around: Around, weights: Vector) -> dict[str, float]:
    """Return how far the article says the question, and what of it goes unsaid."""
    article = np.maximum(here, asked.in_any(around.article))
    titled = np.maximum(here, asked.in_any(around.title))
    unsaid = asked.rarity * (1 - article)
    signs = (
        float(article @ weights) / (float(weights.sum()) or 1.0),
        float(unsaid.sum()) / (float(asked.rarity.sum()) or 1.0),
        float(unsaid.max()) / _TOP,
        float((unsaid * asked.named).max()) / _TOP,
        float((asked.rarity * (1 - titled)).max()) / _TOP,
    )
    return dict(zip(ARTICLE_NAMES, signs, strict=True))


class _Asked:
    """The terms of a question, and what stands for them."""

    def __init__(self, form: AnswerType, related: Related) -> None:
        self._related = related
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

    def in_any(self, words: AbstractSet[str]) -> Vector:
        """Return how far each term is said by any of some words."""
        return self.most(self.said_by(tuple(words)))

    def most(self, said: Sequence[Said], clause: Clause | None = None) -> Vector:
        """Return how far each term is said by any word, or by any of a clause."""
        begin, end = clause or (0, len(said) and said[-1][0] + 1)
        found = [0.0] * len(self.rarity)
        for word, term, strength in said:
            if begin <= word < end and strength > found[term]:
                found[term] = strength
        return np.array(found)


def _answering(form: AnswerType, facts: Facts, asked: _Asked, said: Sequence[Said]) -> Clause:
    """Return the clause of the filler that belongs most to the question, or that says most."""
    weight = asked.rarity * np.where(asked.head, _HEAD, 1.0)
    edges = (0, *facts.clauses, len(facts.words))
    wanted = form.slot.wanted
    holding = {
        bisect_right(facts.clauses, f.start)
        for f in facts.fillers
        if wanted.get(f.kind, 0.0) > _FITS and _is_new(form, facts, f)
    }
    clauses = list(pairwise(edges))
    among = [clauses[i] for i in sorted(holding)] or clauses
    if len(among) == 1:
        return among[0]
    return max(among, key=lambda clause: float(asked.most(said, clause) @ weight))


def _is_new(form: AnswerType, facts: Facts, filler: Filler) -> bool:
    return not set(facts.words[filler.start : filler.end]) <= set(form.words)

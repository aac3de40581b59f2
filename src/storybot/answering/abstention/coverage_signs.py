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
from storybot.model.passages import Facts

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
    context = asked.in_any(around.context)
    near = [max(own, _AROUND * there) for own, there in zip(here, context, strict=True)]
    clause = _answering(form, facts, asked, said)
    return {
        **_of_article(asked, here, around, weights),
        **few_words(form, facts, clause, said, here, near),
    }


def _of_article(
    asked: "_Asked", here: Sequence[float], around: Around, weights: Vector
) -> dict[str, float]:
    """Return how far the article says the question, and what of it goes unsaid."""
    rarity, form = np.array(asked.form.rarity), asked.form
    article = np.array([*map(max, here, asked.in_any(around.article))])
    titled = map(max, here, asked.in_any(around.title))
    unsaid = rarity * (1 - article)
    each = unsaid.tolist()
    signs = (
        float(article @ weights) / (float(np.add.reduce(weights)) or 1.0),
        float(np.add.reduce(unsaid)) / (float(np.add.reduce(rarity)) or 1.0),
        max(each) / _TOP,
        max([one if named else 0.0 for one, named in zip(each, form.named, strict=True)]) / _TOP,
        max([one * (1 - there) for one, there in zip(form.rarity, titled, strict=True)]) / _TOP,
    )
    return dict(zip(ARTICLE_NAMES, signs, strict=True))


class _Asked:
    """The terms of a question, and what stands for them."""

    def __init__(self, form: AnswerType, related: Related) -> None:
        self.form, self._related = form, related
        self._places = {term: i for i, term in enumerate(form.terms)}

    def said_by(self, words: Sequence[str]) -> list[Said]:
        """Return which words say which terms, and how far, 0 to 1."""
        near, places = self._related.near, self._places
        found: list[Said] = []
        for i, word in enumerate(words):
            if word in places:
                found.append((i, places[word], 1.0))
            elif close := near(word):
                found += [(i, term, strength) for term, strength in close]
        return found

    def in_any(self, words: AbstractSet[str]) -> list[float]:
        """Return how far each term is said by any of some words."""
        return self.most(self.said_by(tuple(words)))

    def most(self, said: Sequence[Said], clause: Clause | None = None) -> list[float]:
        """Return how far each term is said by any word, or by any of a clause."""
        begin, end = clause or (0, len(said) and said[-1][0] + 1)
        found = [0.0] * len(self._places)
        for word, term, strength in said:
            if begin <= word < end and strength > found[term]:
                found[term] = strength
        return found


def _answering(form: AnswerType, facts: Facts, asked: _Asked, said: Sequence[Said]) -> Clause:
    """Return the clause of the filler that belongs most to the question, or that says most."""
    if not facts.clauses:
        return 0, len(facts.words)
    wanted, own = form.slot.wanted, frozenset(form.words)
    holding = {
        bisect_right(facts.clauses, f.start)
        for f in facts.fillers
        if wanted.get(f.kind, 0.0) > _FITS and not own.issuperset(facts.words[f.start : f.end])
    }
    clauses = list(pairwise((0, *facts.clauses, len(facts.words))))
    among = [clauses[i] for i in sorted(holding)] or clauses
    if len(among) == 1:
        return among[0]
    heads = form.slot.head
    weight = np.array(
        [
            rarity * (_HEAD if place in heads else 1.0)
            for rarity, place in zip(form.rarity, form.places, strict=True)
        ]
    )
    return max(among, key=lambda clause: float(np.array(asked.most(said, clause)) @ weight))

"""Tell how far a question is said: by each of its few words, and by the article as a whole.

A near miss shares most of a sentence with its question. What differs is often said nowhere in the
article, while what a sentence that answers leaves out is said elsewhere in it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from storybot.answering.abstention.few_words import NAMES as FEW_NAMES
from storybot.answering.abstention.few_words import Clause, few_words
from storybot.answering.query.answer_type import AnswerType
from storybot.answering.ranking.arrays import Vector
from storybot.answering.ranking.candidates import Around
from storybot.answering.ranking.related_words import Related, Said
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
    size = len(form.terms)
    said = related.said_by(facts.words)
    here = _most(said, size)
    context, title, article = [_most(related.said_by(words), size) for words in around]
    near = [max(own, _AROUND * there) for own, there in zip(here, context, strict=True)]
    clause = _answering(form, facts, said)
    return {
        **_of_article(form, here, title, article, weights),
        **few_words(form, facts, clause, said, here, near),
    }


def _of_article(
    form: AnswerType,
    here: Sequence[float],
    title: Sequence[float],
    article: Sequence[float],
    weights: Vector,
) -> dict[str, float]:
    """Return how far the article says the question, and what of it goes unsaid."""
    rarity, said = np.array(form.rarity), np.array([*map(max, here, article)])
    titled = map(max, here, title)
    unsaid = rarity * (1 - said)
    each = unsaid.tolist()
    signs = (
        float(said @ weights) / (float(np.add.reduce(weights)) or 1.0),
        float(np.add.reduce(unsaid)) / (float(np.add.reduce(rarity)) or 1.0),
        max(each) / _TOP,
        max([one if named else 0.0 for one, named in zip(each, form.named, strict=True)]) / _TOP,
        max([one * (1 - there) for one, there in zip(form.rarity, titled, strict=True)]) / _TOP,
    )
    return dict(zip(ARTICLE_NAMES, signs, strict=True))


def _most(said: Iterable[Said], size: int) -> list[float]:
    """Return how far each of so many terms is said by any word."""
    found = [0.0] * size
    for _, term, strength in said:
        found[term] = max(found[term], strength)
    return found


def _answering(form: AnswerType, facts: Facts, said: Sequence[Said]) -> Clause:
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

    def share(clause: Clause) -> float:
        begin, end = clause
        inside = [one for one in said if begin <= one[0] < end]
        return float(np.array(_most(inside, len(form.terms))) @ weight)

    return max(among, key=share)

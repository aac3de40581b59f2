"""Merge quotes of several articles that say the same: keep the newest and name the others.

Alike is not the same: `claims` tells whether two sentences of one wording also agree.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain

import numpy as np

from storybot.answering.evidence.claims import Difference, difference
from storybot.answering.evidence.moments import later
from storybot.answering.evidence.quotes import Quote
from storybot.model.answers import Citation

_ALIKE = 0.8
"""Minimum share of common terms (Jaccard) of quotes that are compared word by word."""


def repeat_each_other(quotes: Sequence[Quote]) -> bool:
    """Return whether any two quotes, of different articles, may be near-duplicates."""
    documents = [quote.place[0] for quote in quotes]
    if len({*documents}) <= 1:
        return False
    said = _numbered(quotes)
    return any(
        documents[i] != documents[j] and _alike(terms, others)
        for i, terms in enumerate(said)
        for j, others in enumerate(said[:i])
    )


def _numbered(quotes: Sequence[Quote]) -> list[frozenset[int]]:
    """Return the terms of quotes of one search by their numbers, without those in digits."""
    said = [[*chain(*[spot.telling for spot in quote.spots])] for quote in quotes]
    distinct = [*{*chain(*said)}]
    texts = quotes[0].spots[0].candidates.table.texts(np.array(distinct, int))
    digits = [n for n, text in zip(distinct, texts, strict=True) if text[0].isdecimal()]
    return [frozenset(terms).difference(digits) for terms in said]


def merged(citations: Iterable[tuple[Citation, frozenset[str]]]) -> list[Citation]:
    """Return citations, given with their terms, in order; those that say the same merge."""
    kept: list[Citation] = []
    terms: list[frozenset[str]] = []
    for citation, own in citations:
        for i, other in enumerate(terms):
            if kept[i].version.id != citation.version.id and _same(kept[i], other, citation, own):
                kept[i] = _joined(kept[i], citation)
                break
        else:
            kept.append(citation)
            terms.append(own)
    return kept


def _same(
    one: Citation, terms: frozenset[str], other: Citation, other_terms: frozenset[str]
) -> bool:
    language = one.version.document.language
    return (
        language == other.version.document.language
        and _near(terms, other_terms)
        and difference(one.text, other.text, language) is Difference.NONE
    )


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether terms are mostly the same, numbers aside: they are written in many ways."""
    return _alike(_wordy(one), _wordy(other))


def _alike(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    fewer, more = len(one), len(other)
    if fewer > more:
        fewer, more = more, fewer
    # Even if all words of one were in the other.
    if fewer < _ALIKE * more and more - fewer > 1:
        return False
    common = len(one & other)
    either = fewer + more - common
    return common >= _ALIKE * either or either - common <= 1


def _wordy(terms: frozenset[str]) -> frozenset[str]:
    return frozenset([term for term in terms if not term[0].isdecimal()])


def _joined(first: Citation, second: Citation) -> Citation:
    """Quote the newer of two, with the rank of the first."""
    newer, older = first, second
    if later(second.version.document.published, first.version.document.published):
        newer, older = second, first
    others = (*first.also_in, *second.also_in, older.version)
    return replace(newer, score=first.score, also_in=others)

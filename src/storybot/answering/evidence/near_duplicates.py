"""Merge near-duplicate quotes of several articles: keep the newest and name the others."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from storybot.answering.evidence.quotes import Quote
from storybot.model.answers import Citation
from storybot.model.documents import Version

_ALIKE = 0.8
"""Minimum share of common terms (Jaccard) of near-duplicates."""
_FEWEST = 4
"""Terms below which only equal quotes are duplicates."""


def repeat_each_other(quotes: Sequence[Quote]) -> bool:
    """Return whether any two quotes, of different articles, are near-duplicates."""
    said = [(quote.spots[0].passage.document, quote.terms) for quote in quotes]
    return any(
        document != other and _same(terms, others)
        for i, (document, terms) in enumerate(said)
        for other, others in said[:i]
    )


def merged(citations: Iterable[tuple[Citation, frozenset[str]]]) -> list[Citation]:
    """Return citations, given with their terms, in order; duplicates merge into the first."""
    kept: list[Citation] = []
    terms: list[frozenset[str]] = []
    for citation, own in citations:
        for i, other in enumerate(terms):
            if kept[i].version.id != citation.version.id and _same(own, other):
                kept[i] = _joined(kept[i], citation)
                break
        else:
            kept.append(citation)
            terms.append(own)
    return kept


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _FEWEST:
        return one == other
    alike = len(one & other) >= _ALIKE * len(one | other)
    return alike and not (_numbers(one - other) and _numbers(other - one))


def _numbers(terms: frozenset[str]) -> bool:
    return any(term[0].isdecimal() for term in terms)


def _joined(first: Citation, second: Citation) -> Citation:
    """Quote the newer of two, with the rank of the first."""
    newer, older = first, second
    if _published(second.version) > _published(first.version):
        newer, older = second, first
    others = (*first.also_in, *second.also_in, older.version)
    return replace(newer, score=first.score, also_in=others)


def _published(version: Version) -> tuple[int, int, int]:
    """Return the day of publication; an undated article counts as old."""
    published = version.document.published
    if published is None:
        return (0, 0, 0)
    day: date = published.date() if isinstance(published, datetime) else published
    return (day.year, day.month, day.day)

"""Detect articles that answer a question differently, and put the newer first.

Strict on purpose: a false conflict is noise. A quote is compared with the first one if both speak
of the question's subject and of little else; `contradictions` decides whether they differ in the
one thing that the question asks for.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from storybot.answering.cache import Texts
from storybot.answering.evidence.contradictions import differ
from storybot.answering.evidence.quotes import Quote
from storybot.answering.evidence.recency import published_days
from storybot.answering.query.question import Question

_COMPARED = 6
"""Quotes that are compared with the first; those below answer something else."""
_NEAR = 5.0
"""Maximum distance of a quote's score below the first, in the reranker's units."""
_NEW = 5
"""Maximum of unshared words: with more, a quote tells another story."""
_HEADLINED = {
    "when": 1.0, "when_x": 1.0, "who": 0.6, "where": 0.6, "where_x": 0.6, "how_many": 0.5,
    "how_much": 0.5, "how_long": 0.5, "how_old": 0.5, "how_adj": 0.5, "number_x": 0.5,
    "yes_no": 1.0,
}  # fmt: skip
"""By kind of question, the share of its words that both must contain, headlines included.

An amount is of the thing that the question counts, but any date could be of another event.
"""


class Ordered(NamedTuple):
    """Quotes, best first, and the second of them where an older article contradicts the first."""

    quotes: Sequence[Quote]
    older: Quote | None = None


async def newest_first(store: Texts, question: Question, quotes: Sequence[Quote]) -> Ordered:
    """Put the newer of two conflicting quotes first and the older one second.

    Articles without a date keep their place.

    Raises:
        StoreError: the store failed.
    """
    rivals = list(_rivals(question, quotes))
    if not rivals:
        return Ordered(quotes)
    first = quotes[0]
    days = await published_days(store, [first, *rivals])
    for rival in rivals:
        day, other = days.get(first.place), days.get(rival.place)
        if day and other and day != other and differ(question, (first, day), (rival, other)):
            level = rival._replace(score=first.score)
            newer, older = (first, level) if day > other else (level, first)
            rest = (quote for quote in quotes[1:] if quote is not rival)
            return Ordered([newer, older, *rest], older)
    return Ordered(quotes)


def _rivals(question: Question, quotes: Sequence[Quote]) -> Iterator[Quote]:
    """Yield the quotes of other articles that answer the same as the first, at a glance."""
    share = _HEADLINED.get(question.form.kind)
    if share is None or not quotes or not question.terms:
        return
    first, *others = quotes[: 1 + _COMPARED]
    least = share * len(question.terms)
    for other in others:
        if (
            first.score - other.score <= _NEAR
            and first.place[0] != other.place[0]
            and first.spots[0].passage.language == other.spots[0].passage.language
            and _same_matter(question, first, other, least)
        ):
            yield other


def _same_matter(question: Question, first: Quote, other: Quote, least: float) -> bool:
    """Return whether both contain enough of the question's words and names, and few others."""
    around = [q.terms.union(*(spot.passage.title for spot in q.spots)) for q in (first, other)]
    shared = _held(question, around[0]) & _held(question, around[1])
    own = _held(question, first.terms) & _held(question, other.terms)
    new = (other.terms - around[0]).difference(question.searched)
    return (
        bool(own)
        and len(shared) >= least
        and shared >= _names(question)
        and sum(not term[0].isdecimal() for term in new) <= _NEW
    )


def _held(question: Question, words: AbstractSet[str]) -> set[str]:
    """Return the question's terms that occur among words, also by a synonym."""
    others = question.others
    return {t for t in question.terms if t in words or not words.isdisjoint(others.get(t, ()))}


def _names(question: Question) -> set[str]:
    """Return the names by the question's capitals; its first word's capital is ignored."""
    form = question.form
    written = zip(form.terms, form.surfaces, form.places, strict=True)
    return {term for term, surface, place in written if place and surface[:1].isupper()}

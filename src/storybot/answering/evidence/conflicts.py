"""Detect articles that answer a question differently, and put the newer first.

Strict on purpose: a false conflict is noise. A quote is compared with the first one if both speak
of the question's subject and of little else; `contradictions` decides whether they differ in the
one thing that the question asks for. Of one wording, two quotes also conflict if they differ in a
single telling thing, whatever the question asks: a number, a name, a day, a direction, a negation.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from storybot.answering.cache import CachedStore
from storybot.answering.evidence.claims import Difference, calendar_words, difference, differing
from storybot.answering.evidence.contradictions import differ
from storybot.answering.evidence.moments import day_of, later
from storybot.answering.evidence.quotes import Quote, standing
from storybot.answering.evidence.recency import published
from storybot.answering.query.question import Question

_COMPARED = 6
"""Quotes that are compared with the first; those below answer something else."""
_FEW_WORDS, _LEAST_COMMON = 8, 0.3
"""Words of two quotes from which they have one wording only if so great a share is in both."""
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


async def newest_first(
    store: CachedStore, question: Question, quotes: Sequence[Quote], cited: int = 0
) -> Ordered:
    """Put the newer of two conflicting quotes first and the older one second.

    Articles without a date keep their place. ``cited`` is how many quotes will be cited.

    Raises:
        StoreError: the store failed.
    """
    quotes, near = await _read(store, quotes, cited)
    if not quotes:
        return Ordered(quotes)
    twins = list(_twins(question, quotes[0], near))
    alike = [twin for twin, _ in twins]
    others = [quote for quote in _rivals(question, quotes) if quote not in alike]
    if not twins and not others:
        return Ordered(quotes)
    first = quotes[0]
    moments = await published(store, [first, *alike, *others])
    at = moments.get(first.place)
    for rival, how in (*twins, *((other, None) for other in others)):
        other = moments.get(rival.place)
        if not at or not other or not (later(at, other) or later(other, at)):
            continue
        if how is None and not differ(question, (first, day_of(at)), (rival, day_of(other))):
            continue
        level = rival._replace(score=first.score)
        newer, older = (first, level) if later(at, other) else (level, first)
        rest = (quote for quote in quotes[1:] if quote is not rival)
        contradicted = None if how is Difference.SLIGHT else older
        return Ordered([newer, older, *rest], contradicted)
    return Ordered(quotes)


async def _read(
    store: CachedStore, quotes: Sequence[Quote], cited: int
) -> tuple[Sequence[Quote], Sequence[Quote]]:
    """Read the texts that are compared, and leave out quotes that are not there any more.

    Return the quotes, and those of them that may have the first one's wording.
    """
    near = _alike(quotes)
    if not near:
        return quotes, near
    wanted = [quotes[0], *near]
    # To cite the others, the store would be waited for once more.
    await store.versions({quote.place for quote in (*wanted, *quotes[:cited])})
    there = [quote for quote, _ in await standing(store, wanted)]
    if len(there) == len(wanted):
        return quotes, near
    quotes = [quote for quote in quotes if quote not in wanted or quote in there]
    return quotes, _alike(quotes)


def _alike(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes of other articles that may have the first one's wording.

    Sentences of one wording differ in a word or two, and in how they are spelt.
    """
    if not quotes:
        return []
    first, *others = quotes[: 1 + _COMPARED]
    words = first.words
    found: list[Quote] = []
    for other in others:
        if first.place[0] == other.place[0] or first.spots[0].language != other.spots[0].language:
            continue
        theirs = other.words
        common = len(words & theirs)
        either = len(words) + len(theirs) - common
        if either < _FEW_WORDS or common >= _LEAST_COMMON * either:
            found.append(other)
    return found


def _twins(
    question: Question, first: Quote, near: Sequence[Quote]
) -> Iterator[tuple[Quote, Difference]]:
    """Yield the quotes ``near`` the first one's wording that do not say the same.

    What contradicts it comes first, and however much lower it scores: of a question's "rose", an
    article that says "fell" must not be left out.
    """
    if not near:
        return
    names = {
        surface.casefold()
        for surface, place in zip(question.form.surfaces, question.form.places, strict=True)
        if place and surface[:1].isupper()
    } - calendar_words(question.language)
    found = []
    for other in near:
        language = first.spots[0].language
        hows = {
            difference(one.text, two.text, language)
            for one in first.spots
            for two in other.spots
            # If only one of them has a name of the question, the other is of something else.
            if not names or names.isdisjoint(differing(one.text, two.text, language))
        }
        if Difference.TELLING in hows:
            found.append((other, Difference.TELLING))
        elif Difference.SLIGHT in hows and first.score - other.score <= _NEAR:
            found.append((other, Difference.SLIGHT))
    yield from sorted(found, key=lambda twin: twin[1] is not Difference.TELLING)


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
            and first.spots[0].language == other.spots[0].language
            and _same_matter(question, first, other, least)
        ):
            yield other


def _same_matter(question: Question, first: Quote, other: Quote, least: float) -> bool:
    """Return whether both contain enough of the question's words and names, and few others."""
    around = [q.terms.union(*(spot.title for spot in q.spots)) for q in (first, other)]
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

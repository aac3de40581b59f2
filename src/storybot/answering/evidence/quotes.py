"""Choose the sentences to quote: one, or two if one alone is not enough.

A quote of two is a contiguous run of one paragraph, so it is still word for word.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storybot.answering.ranking.candidates import (
    GatheredCandidates,
    LocatedSentence,
    SentenceContext,
)
from storybot.answering.ranking.reranker import RankedSentences
from storybot.model.documents import DocumentId
from storybot.text.facts.mark_names import Mark, Pattern, listed

_LIKELY = 0.12
"""Minimum softmax share for an adjacent sentence to join the quote."""
_LONGER, _SLACK = 1.5, 6
"""Maximum length of a joined sentence, as a multiple of the best's and in extra words."""
_DEFINITE = frozenset(listed("the this that these those both neither such"))
_NAMES = frozenset({Mark.NAME, Mark.FIRST_NAME, Mark.LONG_NAME})
_SECOND, _THIRD = 1, 2


class Quote(NamedTuple):
    """Adjacent sentences of one paragraph that are quoted together, and their score."""

    spots: tuple[LocatedSentence, ...]
    score: float

    @property
    def place(self) -> tuple[DocumentId, int]:
        """Its article and version."""
        passage = self.spots[0].passage
        return passage.document, passage.version

    @property
    def terms(self) -> frozenset[str]:
        """Its terms."""
        return frozenset(term for spot in self.spots for term in spot.sentence.terms)


def quotes_of(
    ranking: RankedSentences, gathered: GatheredCandidates, terms: Sequence[str]
) -> Iterator[Quote]:
    """Yield quotes, best first, each sentence once; ``terms`` are the question's."""
    best = _best(ranking, gathered, terms)
    yield best
    seen = {spot.text for spot in best.spots}
    for i in ranking.order[1:]:
        spot = gathered.places[i].spot
        if spot.text not in seen:
            seen.add(spot.text)
            yield Quote((spot,), float(ranking.scores[i]))


def _best(ranking: RankedSentences, gathered: GatheredCandidates, terms: Sequence[str]) -> Quote:
    """Join the best sentence with a neighbour that it depends on or that is as likely."""
    best = ranking.order[0]
    place = gathered.places[best]
    beside = _likely_beside(ranking, gathered.places, best)
    if beside is None and place.before and _leans(place.spot, place.before, terms):
        beside = place.before
    spots = [place.spot]
    if beside and _fits(place.spot, beside):
        spots = sorted([place.spot, beside], key=lambda spot: spot.sentence.start)
    return Quote(tuple(spots), float(ranking.scores[best]))


def _likely_beside(
    ranking: RankedSentences, places: Sequence[SentenceContext], best: int
) -> LocatedSentence | None:
    """Return the sentence before or after the best if it is a likely answer itself."""
    place, shares = places[best], ranking.shares
    at = {
        p.spot.sentence.start: i
        for i, p in enumerate(places)
        if p.spot.passage.document == place.spot.passage.document
    }
    options = [
        (float(shares[i]), spot)
        for spot in (place.before, place.after)
        if spot and (i := at.get(spot.sentence.start)) is not None
    ]
    share, spot = max(options, key=lambda option: option[0], default=(0.0, None))
    return spot if _LIKELY <= share < shares[best] and spot and _fits(place.spot, spot) else None


def _fits(spot: LocatedSentence, beside: LocatedSentence) -> bool:
    """Return whether a sentence is short enough to join."""
    words, more = (len(s.sentence.facts.words) for s in (spot, beside))
    return more <= _LONGER * words + _SLACK


def _leans(spot: LocatedSentence, before: LocatedSentence, terms: Sequence[str]) -> bool:
    """Return whether a sentence's subject is named only in the one before.

    It opens with a pronoun or a noun already mentioned, and a word of the question occurs there and
    not here: "The country is not a member."
    """
    facts = spot.sentence.facts
    named = {at for at, marks in facts.marked if not _NAMES.isdisjoint(marks)}
    definite = bool(_DEFINITE.intersection(facts.words[:1]))
    opens = facts.patterns[Pattern.PRONOUN_FIRST] or (
        definite and named.isdisjoint({_SECOND, _THIRD})
    )
    own, there = set(spot.sentence.terms), set(before.sentence.terms)
    return opens and any(term in there and term not in own for term in terms)

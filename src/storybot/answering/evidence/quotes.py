"""Choose the sentences to quote: one, or two if one alone is not enough.

A quote of two is a contiguous run of one paragraph, so it is still word for word.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from storybot.answering.cache import CachedStore
from storybot.answering.ranking.candidates import Candidates
from storybot.answering.ranking.located_sentence import LocatedSentence
from storybot.answering.ranking.reranker import RankedSentences
from storybot.model.documents import DocumentId, Version
from storybot.search.excerpt import SentenceField
from storybot.text.announcements import announced_things
from storybot.text.facts.mark_names import Mark, Pattern, listed

_LIKELY = 0.05
"""Minimum softmax share for an adjacent sentence to join the quote."""
_LONGER, _SLACK = 1.5, 6
"""Maximum length of a joined sentence, as a multiple of the best's and in extra words."""
_DEFINITE = frozenset(listed("the this that these those both neither such"))
_NAMES = 1 << Mark.NAME | 1 << Mark.FIRST_NAME | 1 << Mark.LONG_NAME
_THIRD = 3
_COUNTS = 1 << Mark.NUMBER | 1 << Mark.NUMBER_WORD
_PORTION = 16
"""Candidates that are looked up at once; of all there are, rarely more are wanted."""
_ANNOUNCEMENT, _BEHIND, _LISTED = 10, 2, 45
"""Maximum words of a sentence that announces others, of the thing behind its number, and of the
sentence that follows."""


class Quote(NamedTuple):
    """Adjacent sentences of one paragraph that are quoted together, and their score."""

    spots: tuple[LocatedSentence, ...]
    score: float

    @property
    def place(self) -> tuple[DocumentId, int]:
        """Its article and version."""
        return self.spots[0].place

    @property
    def words(self) -> frozenset[int]:
        """Its words, function words too, as the index numbers them."""
        return frozenset().union(*[spot.words for spot in self.spots])

    @property
    def terms(self) -> frozenset[str]:
        """Its terms."""
        return frozenset().union(*[spot.terms for spot in self.spots])


_quote = partial(tuple.__new__, Quote)
"""Make a `Quote` of its fields, in a third of the time of its constructor."""


async def standing(store: CachedStore, quotes: Sequence[Quote]) -> list[tuple[Quote, Version]]:
    """Read the texts of quotes, and return those whose articles still have them, with these.

    One may have been retracted a moment ago, or altered on disk.

    Raises:
        StoreError: the store failed.
    """
    places = [quote.place for quote in quotes]
    versions = await store.versions({*places})
    found = []
    for quote, place in zip(quotes, places, strict=True):
        version = versions.get(place)
        if version and all(spot.read(version) for spot in quote.spots):
            found.append((quote, version))
        else:
            store.misses += 1
    return found


def quotes_of(
    ranking: RankedSentences, candidates: Candidates, terms: Sequence[str]
) -> Iterator[Quote]:
    """Yield quotes, best first, each sentence once; ``terms`` are the question's."""
    best = _best(ranking, candidates, terms)
    yield best
    seen = {spot.digest for spot in best.spots}
    articles = _articles(candidates)
    for at in range(1, len(ranking.order), _PORTION):
        some = np.array(ranking.order[at : at + _PORTION])
        sentences, passages = candidates.sentences[some], candidates.passage[some]
        rows = zip(
            sentences.tolist(),
            candidates.found[passages].tolist(),
            candidates.excerpt.sentences[sentences].tolist(),
            passages.tolist(),
            ranking.scores[some].tolist(),
            strict=True,
        )
        for sentence, passage, row, of, score in rows:
            digest = row[SentenceField.TEXT_HIGH], row[SentenceField.TEXT_LOW]
            if digest not in seen:
                seen.add(digest)
                spot = LocatedSentence(candidates, sentence, passage, row)
                spot.place, spot.language = articles[of]
                yield _quote(((spot,), score))


def _articles(candidates: Candidates) -> list[tuple[tuple[DocumentId, int], str]]:
    """Return the article and version of each passage found, and its language, looked up at once."""
    excerpt, found = candidates.excerpt, candidates.found
    documents = map(DocumentId, candidates.table.texts(excerpt.document[found]))
    places = zip(documents, excerpt.version[found].tolist(), strict=True)
    languages = candidates.table.texts(excerpt.language[found])
    return list(zip(places, languages, strict=True))


def _best(ranking: RankedSentences, candidates: Candidates, terms: Sequence[str]) -> Quote:
    """Join the best sentence with a neighbour that it depends on or that is as likely."""
    best = ranking.order[0]
    spot = LocatedSentence(candidates, int(candidates.sentences[best]))
    before, after = (
        LocatedSentence(candidates, at) if at >= 0 else None for at in candidates.neighbours(best)
    )
    if after and after.length <= _LISTED and _announced(spot):
        return Quote((spot, after), float(ranking.scores[best]))
    beside = _likely_beside(ranking, candidates, spot, [before, after])
    if beside is None and before:
        asked = not _announced(before).isdisjoint(terms)
        beside = before if asked or _leans(spot, before, terms) else None
    spots = [spot]
    if beside and _fits(spot, beside):
        spots = sorted([spot, beside], key=lambda spot: spot.start)
    return Quote(tuple(spots), float(ranking.scores[best]))


def _announced(spot: LocatedSentence) -> frozenset[str]:
    """Return what a short sentence only counts, for the next to tell: "There were two reasons."."""
    if spot.length > _ANNOUNCEMENT:
        return frozenset()
    words, bits = spot.beginning(spot.length)
    things = announced_things(spot.language)
    return frozenset(
        word
        for at, held in enumerate(bits)
        if held & _COUNTS
        for word in words[at + 1 : at + 1 + _BEHIND]
        if word in things
    )


def _likely_beside(
    ranking: RankedSentences,
    candidates: Candidates,
    own: LocatedSentence,
    beside: Sequence[LocatedSentence | None],
) -> LocatedSentence | None:
    """Return the sentence before or after the best if it is a likely answer itself."""
    shares = ranking.shares.tolist()
    sentences = candidates.sentences.tolist()
    options = [
        (shares[sentences.index(spot.at)], spot) for spot in beside if spot and spot.at in sentences
    ]
    share, spot = max(options, key=lambda option: option[0], default=(0.0, None))
    likely = spot and _LIKELY <= share < shares[ranking.order[0]]
    return spot if likely and spot and _fits(own, spot) else None


def _fits(spot: LocatedSentence, beside: LocatedSentence) -> bool:
    """Return whether a sentence is short enough to join."""
    return beside.length <= _LONGER * spot.length + _SLACK


def _leans(spot: LocatedSentence, before: LocatedSentence, terms: Sequence[str]) -> bool:
    """Return whether a sentence's subject is named only in the one before.

    It opens with a pronoun or a noun already mentioned, and a word of the question occurs there and
    not here: "The country is not a member."
    """
    if not _opens_so(spot):
        return False
    own, there = set(spot.terms), set(before.terms)
    return any(term in there and term not in own for term in terms)


def _opens_so(spot: LocatedSentence) -> bool:
    if spot.shows(Pattern.PRONOUN_FIRST):
        return True
    words, bits = spot.beginning(_THIRD)
    return not _DEFINITE.isdisjoint(words[:1]) and not any(held & _NAMES for held in bits[1:])

"""Collect candidate sentences from the best passages, with their context."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from storybot.answering.cache import Texts
from storybot.answering.ranking.term_matches import CandidateSentence, TermMatch
from storybot.model.passages import Hit, Passage, PassageId, Sentence

_SHORTLIST = 40
"""Sentences examined closely; the rest rarely answer."""
_PASSAGE_SHARE = 0.35
"""Weight of the passage's score against the sentence's own words in the short list."""
_BEFORE = 2


class LocatedSentence(NamedTuple):
    """A sentence in its paragraph."""

    passage: Passage
    sentence: Sentence

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.passage.quote(self.sentence)


class SentenceContext(NamedTuple):
    """A candidate's sentence, and the sentences beside it in its paragraph."""

    spot: LocatedSentence
    before: LocatedSentence | None
    after: LocatedSentence | None


class GatheredCandidates(NamedTuple):
    """Passages that were found, and their sentences as candidates, best passage first."""

    found: list[TermMatch]
    candidates: list[CandidateSentence]
    places: list[SentenceContext]
    """The surroundings of each candidate."""


async def gather(
    store: Texts, hits: Sequence[Hit], weights: Mapping[str, float], language: str
) -> GatheredCandidates:
    """Return the candidates of the passages hit: those in the question's language, if any are.

    ``weights`` are those of the question's terms.
    """
    around = {p.id: p for p in await store.passages([hit.passage for hit in hits])}
    # A long paragraph spans several passages: its continuation is needed too.
    beside = [PassageId(p.id - 1) for p in around.values() if p.position] + [
        PassageId(p.id + 1) for p in around.values() if p.goes_on
    ]
    if missing := [id for id in dict.fromkeys(beside) if id not in around]:
        around |= {p.id: p for p in await store.passages(missing)}
    whole = [hit for hit in hits if hit.passage in around]
    kept = [hit for hit in whole if around[hit.passage].language == language] or whole
    found = [
        TermMatch(p.document, frozenset(p.title), hit.score, tuple(s.terms for s in p.sentences))
        for hit in kept
        for p in [around[hit.passage]]
    ]
    pairs = [
        pair
        for rank, hit in enumerate(kept)
        for pair in _candidates(around[hit.passage], rank, around)
    ]
    short = _shortlist(pairs, found, weights)
    return GatheredCandidates(
        found, [candidate for candidate, _ in short], [place for _, place in short]
    )


def _candidates(
    passage: Passage, rank: int, around: Mapping[PassageId, Passage]
) -> list[tuple[CandidateSentence, SentenceContext]]:
    """Make candidates of a passage's sentences; a long paragraph continues in the next passage."""
    spots = [
        LocatedSentence(neighbour, sentence)
        for id in (
            *([passage.id - 1] if passage.position else []),
            passage.id,
            *([passage.id + 1] if passage.goes_on else []),
        )
        if (neighbour := around.get(PassageId(id)))
        for sentence in neighbour.sentences
    ]
    found = []
    for _, group in groupby(spots, key=lambda spot: spot.sentence.paragraph):
        paragraph = list(group)
        for i, spot in enumerate(paragraph):
            if spot.passage is passage:
                found.append(_candidate(paragraph, i, rank))
    return found


def _candidate(
    paragraph: Sequence[LocatedSentence], i: int, rank: int
) -> tuple[CandidateSentence, SentenceContext]:
    spot = paragraph[i]
    before = paragraph[max(0, i - _BEFORE) : i]
    after = paragraph[i + 1] if i + 1 < len(paragraph) else None
    candidate = CandidateSentence(
        facts=spot.sentence.facts,
        terms=spot.sentence.terms,
        passage=rank,
        before=tuple(s.sentence.terms for s in before),
        after=after.sentence.terms if after else (),
        opening=paragraph[0].sentence.terms,
        position=i,
    )
    return candidate, SentenceContext(spot, before[-1] if before else None, after)


def _shortlist(
    pairs: list[tuple[CandidateSentence, SentenceContext]],
    found: Sequence[TermMatch],
    weights: Mapping[str, float],
) -> list[tuple[CandidateSentence, SentenceContext]]:
    if len(pairs) <= _SHORTLIST:
        return pairs
    total = sum(weights.values()) or 1.0
    top = max(found[0].score, 1e-9)
    rough = [
        sum(weights[term] for term in weights.keys() & set(candidate.terms)) / total
        + _PASSAGE_SHARE * found[candidate.passage].score / top
        for candidate, _ in pairs
    ]
    best = sorted(range(len(pairs)), key=lambda i: -rough[i])[:_SHORTLIST]
    return [pairs[i] for i in sorted(best)]

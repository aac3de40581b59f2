"""Cite quotes: cut each from the version that it stands in, if it still stands there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from storybot.answering.cache import CachedStore
from storybot.answering.evidence.near_duplicates import merged, repeat_each_other
from storybot.answering.evidence.quotes import Quote, standing
from storybot.answering.evidence.text_fragments import sentence_link
from storybot.answering.query.question import Question
from storybot.model.answers import Citation
from storybot.model.documents import Span, Version
from storybot.text.analysis.analyzer import analyzer

_SPARE = 5
"""Spare quotes beyond the requested number, since some may be duplicates."""


async def cite_answer(
    store: CachedStore,
    question: Question,
    quotes: Sequence[Quote],
    older: Quote | None,
    wanted: int,
) -> tuple[list[Citation], Citation | None]:
    """Cite the best quotes; apart from them the second, where it contradicts the first.

    Raises:
        StoreError: the store failed.
    """
    if older is None:
        return await _cite(store, question, quotes, wanted), None
    first = await _cite(store, question, quotes[:1], 1)
    second = await _cite(store, question, [older], 1)
    rest = await _cite(store, question, quotes[2:], wanted)
    contradicted = second[0] if first and second else None
    return [*first, *second, *rest][:wanted], contradicted


async def _cite(
    store: CachedStore, question: Question, quotes: Sequence[Quote], wanted: int
) -> list[Citation]:
    """Cite the best quotes, near-duplicates once."""
    quotes = quotes[: wanted + _SPARE] if wanted else []
    if not quotes:
        return []
    searched = _Searched(question.searched, quotes[0].spots[0].candidates.asked)
    if not repeat_each_other(quotes):
        # Nothing will be merged, so the spare ones need not be read.
        found = await standing(store, quotes[:wanted])
        if len(found) == len(quotes[:wanted]):
            return [_citation(searched, *one) for one in found]
    found = await standing(store, quotes)
    citations = [(_citation(searched, *one), one[0].terms) for one in found]
    return merged(citations)[:wanted]


class _Searched(NamedTuple):
    """The terms searched for."""

    terms: Sequence[str]
    numbers: Mapping[int, str]
    """The same by the numbers that the index gives them."""


def _citation(searched: _Searched, quote: Quote, version: Version) -> Citation:
    document = version.document
    start, end = quote.spots[0].start, quote.spots[-1].end
    text = document.text[start:end]
    return Citation(
        version=version,
        text=text,
        start=start,
        end=end,
        paragraph=quote.spots[0].paragraph,
        score=quote.score,
        matches=_matches(_places(searched, quote, text, document.language)),
        link=sentence_link(document, start, end),
    )


def _places(
    searched: _Searched, quote: Quote, text: str, language: str
) -> Sequence[tuple[int, int]]:
    """Return where the words searched for stand in a quote; its own terms are known already."""
    spots, read = quote.spots, analyzer(language)
    if spots[0].language == language:
        found: list[tuple[int, int]] = []
        for spot in spots:
            places = read.spans(spot.text, *spot.holding(searched.numbers))
            if places is None:
                break
            shift = spot.start - spots[0].start
            found += [(start + shift, end + shift) for start, end in places] if shift else places
        else:
            return found
    return read.places(text, frozenset(searched.terms))


def _matches(places: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Return where the words searched for stand; what overlaps, as pairs of Han do, is one span."""
    spans: list[Span] = []
    for start, end in places:
        if spans and start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)

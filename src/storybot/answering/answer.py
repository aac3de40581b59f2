"""Answer a question: retrieve, weigh, decide, cite.

Every front calls `Answerer.answer`, so the same question gets the same ranking everywhere.
"""

import math
import time
from collections.abc import Sequence

from storybot.answering.candidates import Gathered, gather
from storybot.answering.confidence import estimate, signs
from storybot.answering.duplicates import merged
from storybot.answering.links import sentence_link
from storybot.answering.question import Question
from storybot.answering.quotes import Quote, quotes_of
from storybot.answering.scorer import rank
from storybot.answering.understanding import Understanding
from storybot.model import Answer, Citation, Earlier, Hit, Span, State, Version
from storybot.search.base import Index
from storybot.store.base import Store
from storybot.text.analyzer import analyzer

THRESHOLD = 0.5
"""Confidence from which a sentence is called an answer."""
_PASSAGES = 25
"""Passages whose sentences are weighed; more cost time and hardly ever hold the answer."""


_SPARE = 5
"""Quotes more than are wanted, since some may say the same."""


class Answerer:
    """Answers questions from a store and its index."""

    def __init__(self, store: Store, index: Index, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        self._store = store
        self._index = index
        self._understanding = Understanding(index)

    async def answer(self, text: str, k: int = 5, after: Earlier | None = None) -> Answer:
        """Return the ranking for a question: up to ``k`` citations, best first.

        ``after`` is the question before it in the same chat, which a follow-up leans on.

        Raises:
            Refused: the text is too long to be a question.
            StoreError: the store failed.
        """
        started = time.perf_counter()
        question = self._understanding.read(text, await self._store.languages(), after)
        gathered = await self._gather(question)
        confidence, quotes = 0.0, list[Quote]()
        if gathered.candidates:
            ranking = rank(
                question.form,
                gathered.found,
                gathered.candidates,
                len(self._index),
                self._index.document_frequency,
                question.others,
            )
            confidence = estimate(
                signs(question.form, gathered.found, gathered.candidates, ranking, question.others)
            )
            quotes = list(quotes_of(ranking, gathered, question.terms))
        wanted = max(k, 0)
        cited = await self._cite(question, quotes[: wanted + _SPARE] if wanted else [])
        citations = merged(cited)[:wanted]
        return Answer(
            question=question.text,
            asked=question.asked,
            answered=bool(citations) and confidence >= self._threshold,
            confidence=confidence,
            citations=tuple(citations),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    async def _gather(self, question: Question) -> Gathered:
        searched = question.searched
        weights = {term: self._weight(term) for term in searched}
        # BM25+ gives every passage the same constant; without it, scores of questions compare.
        constant = sum(w for t, w in weights.items() if self._index.document_frequency(t))
        hits = [
            Hit(hit.passage, hit.score - constant)
            for hit in self._index.search(searched, _PASSAGES)
        ]
        return await gather(self._store, hits, weights, question.language)

    def _weight(self, term: str) -> float:
        """Weigh a term by its inverse document frequency, as BM25+ does."""
        return math.log((len(self._index) + 1) / max(self._index.document_frequency(term), 0.5))

    async def _cite(self, question: Question, quotes: Sequence[Quote]) -> list[Citation]:
        """Cite the quotes whose documents are still what the passages were cut from.

        One may have been retracted a moment ago, or altered on disk.
        """
        keys = {(q.spots[0].passage.document, q.spots[0].passage.version) for q in quotes}
        versions = {(v.id, v.number): v for v in await self._store.versions(keys)}
        found = []
        for quote in quotes:
            passage = quote.spots[0].passage
            version = versions.get((passage.document, passage.version))
            if version and version.state is State.LIVE and _stands(quote, version):
                found.append(_citation(question, quote, version))
        return found


def _stands(quote: Quote, version: Version) -> bool:
    text = version.document.text
    return all(text[s.sentence.start : s.sentence.end] == s.text for s in quote.spots)


def _citation(question: Question, quote: Quote, version: Version) -> Citation:
    document = version.document
    start, end = quote.spots[0].sentence.start, quote.spots[-1].sentence.end
    text = document.text[start:end]
    searched = frozenset(question.searched)
    return Citation(
        version=version,
        text=text,
        start=start,
        end=end,
        paragraph=quote.spots[0].sentence.paragraph,
        score=quote.score,
        matches=tuple(
            Span(token.start, token.end)
            for token in analyzer(document.language).tokens(text)
            if token.term is not None and token.term in searched
        ),
        link=sentence_link(document.url, text) if document.url else None,
    )

"""Answer a question: retrieve, weigh, decide, cite.

Every front calls `Answerer.answer`, so the same question gets the same ranking everywhere.
"""

import math
import time
from collections.abc import Sequence

from storybot.answering.candidates import Candidate, gather
from storybot.answering.evidence import Evidence, weigh
from storybot.answering.links import sentence_link
from storybot.answering.question import Question, analyse_question
from storybot.model import Answer, Citation, Span
from storybot.search.base import Index
from storybot.store.base import Store
from storybot.text.analyzer import analyzer

THRESHOLD = 0.5
"""Confidence from which a sentence is called an answer."""
_PASSAGES = 20
"""Passages whose sentences are weighed; more cost time and hardly ever hold the answer."""


class Answerer:
    """Answers questions from a store and its index."""

    def __init__(self, store: Store, index: Index) -> None:
        self._store = store
        self._index = index

    async def answer(self, text: str, k: int = 5) -> Answer:
        """Return the ranking for a question: up to ``k`` citations, best first.

        Raises:
            Refused: the text is too long to be a question.
            StoreError: the store failed.
        """
        started = time.perf_counter()
        question = analyse_question(text)
        hits = self._index.search(question.terms, _PASSAGES)
        candidates = await gather(self._store, hits)
        ranked = self._rank(question, candidates)[: max(k, 0)]
        confidence = ranked[0][1].confidence if ranked else 0.0
        return Answer(
            question=question.text,
            answered=confidence >= THRESHOLD,
            confidence=confidence,
            citations=tuple(_cite(question, c, e) for c, e in ranked),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def _rank(
        self, question: Question, candidates: Sequence[Candidate]
    ) -> list[tuple[Candidate, Evidence]]:
        """Order candidates by score, earlier in the ranking of passages first on a tie."""
        evidence = weigh(question, list(candidates), self._weight)
        pairs = sorted(zip(candidates, evidence, strict=True), key=lambda pair: -pair[1].score)
        seen: set[str] = set()
        return [p for p in pairs if not (p[0].text in seen or seen.add(p[0].text))]  # type: ignore[func-returns-value]

    def _weight(self, term: str) -> float:
        """Weigh a term by its inverse document frequency; positive for every term."""
        n, df = len(self._index), self._index.document_frequency(term)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))


def _cite(question: Question, candidate: Candidate, evidence: Evidence) -> Citation:
    document, sentence = candidate.version.document, candidate.sentence
    return Citation(
        version=candidate.version,
        text=candidate.text,
        start=sentence.start,
        end=sentence.end,
        paragraph=sentence.paragraph,
        score=evidence.score,
        matches=tuple(
            Span(token.start, token.end)
            for token in analyzer(document.language).tokens(candidate.text)
            if token.term in question.terms
        ),
        link=sentence_link(document.url, candidate.text) if document.url else None,
    )

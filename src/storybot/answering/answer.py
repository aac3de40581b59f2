"""Answer a question: retrieve, weigh, decide, cite.

Every front calls `Answerer.answer`, so the same question gets the same ranking everywhere.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import NamedTuple

from storybot.answering.abstention.confidence import estimate, signs
from storybot.answering.cache import CachedStore
from storybot.answering.current_answers import CurrentAnswers
from storybot.answering.evidence.citing import cite_answer
from storybot.answering.evidence.conflicts import newest_first
from storybot.answering.evidence.quotes import Quote, quotes_of
from storybot.answering.evidence.recency import is_dated_so, published_days, timed, today
from storybot.answering.query.analysis import QueryAnalyzer
from storybot.answering.query.question import (
    MAX_CHARACTERS,
    Question,
    clean_question,
    collapse_whitespace,
    is_bare,
)
from storybot.answering.query.question_language import is_in_other_letters, languages_not_asked_in
from storybot.answering.query.times.time_expressions import (
    TimeExpression,
    time_of,
    timeless,
    undated,
)
from storybot.answering.ranking.candidates import Candidates, gather
from storybot.answering.ranking.reranker import rank
from storybot.answering.talk.utterance import read_utterance
from storybot.model.answers import Answer, Earlier, Talk
from storybot.model.errors import Refused
from storybot.model.passages import Hit
from storybot.search.index import Index, Results
from storybot.store.document_store import Generation, Store
from storybot.text.analysis.analyzer import analyzer

THRESHOLD = 0.5
"""Minimum confidence of an answer."""
_PASSAGES = 25
"""Passages whose sentences are ranked; more cost time and rarely contain the answer."""
_SPARE, _TIMED = 10, 30
"""Quotes beyond those wanted: some say the same as others, and a time puts later ones first."""
MAX_QUESTIONS = 4
"""Maximum number of questions answered in one message; nobody types more."""
_LONGEST_MESSAGE = 4 * MAX_CHARACTERS


class _Weighed(NamedTuple):
    """A question, and its candidate answers, best first."""

    question: Question
    confidence: float = 0.0
    quotes: Sequence[Quote] = ()


class Answerer:
    """Answers questions from a store and its index."""

    def __init__(
        self,
        store: Store,
        index: Index,
        threshold: float = THRESHOLD,
        today: Callable[[], date] = today,
        generation: Callable[[], Generation | None] = lambda: None,
        catch_up: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Answer from a store and its index.

        ``today`` returns the day that “last week” is relative to. ``generation`` returns the
        revision of the store that the index reflects; without it, answers are not cached.
        ``catch_up`` lets the index follow the store.
        """
        self._threshold = threshold
        self._store = CachedStore(store)
        self._index = index
        self._today = today
        self._current = CurrentAnswers(self._store, generation, catch_up)
        self._understanding = QueryAnalyzer(index.statistics)
        self.observe: Callable[[Answer | Refused], object] = lambda _: None
        """Told of each answer, and of what was refused: for metrics."""

    async def answer(
        self,
        text: str,
        k: int = 5,
        after: Earlier | None = None,
        language: str | None = None,
    ) -> Answer:
        """Return the ranking for a question: up to ``k`` citations, best first.

        ``after`` is the previous question in the same chat, for follow-ups; ``language`` the one
        that the reader has chosen, which decides where a question may be in several. Of a text with
        several questions, it is the ranking for the first that the articles answer.

        Raises:
            Refused: the text is too long to be a question.
            StoreError: the store failed.
        """
        answers = await self.answers(text, k, after, language)
        return next((answer for answer in answers if answer.answered), answers[0])

    async def answers(
        self,
        text: str,
        k: int = 5,
        after: Earlier | None = None,
        language: str | None = None,
    ) -> tuple[Answer, ...]:
        """Answer each question of a message separately; without one, return an `Answer` of talk.

        Greetings and courtesies are stripped from questions, and each may be a follow-up to the one
        before.

        Raises:
            Refused: a question is too long to be one.
            StoreError: the store failed.
        """
        try:
            found = await self._each(text, k, after, language)
        except Refused as refused:
            self.observe(refused)
            raise
        for answer in found:
            self.observe(answer)
        return found

    async def _each(
        self, text: str, k: int, after: Earlier | None, language: str | None
    ) -> tuple[Answer, ...]:
        if len(text) > _LONGEST_MESSAGE:
            text = clean_question(text)
        said = read_utterance(text)
        if said.talk:
            text = collapse_whitespace(text)
            if said.doubts and after and after.quote:
                again = await self._answer_one(after.asked, k, None, language)
                return (replace(again, question=text),)
            return (Answer(text, text, answered=False, confidence=0.0, talk=said.talk),)
        answers: list[Answer] = []
        for question in said.questions[:MAX_QUESTIONS]:
            before = Earlier(question.run_up, "") if question.run_up else after
            found = await self._answer_one(question.text, k, before, language)
            # A follow-up that was completed asks something.
            if len(said.questions) == 1 and found.asked == found.question:
                found = _of_subject(found, await self._store.languages())
            answers.append(found)
            after = found.as_earlier
        return tuple(answers)

    async def searched(self, text: str) -> set[str]:
        """Return the terms that a text asks for, and their synonyms: without any, no answer.

        Raises:
            Refused: the text is too long to be a question.
            StoreError: the store failed.
        """
        languages = await self._store.languages()
        asked = [question.text for question in read_utterance(text).questions]
        read = self._understanding.read
        return await self._index.settled(
            lambda: {term for one in asked for term in read(one, languages).searched}
        )

    async def warm_up(self) -> None:
        """Read the dictionaries of the articles' languages, so that no question waits for it.

        Raises:
            StoreError: the store failed.
        """
        for language in await self._store.languages():
            await asyncio.to_thread(analyzer(language).terms, language)

    async def _answer_one(
        self, text: str, k: int, after: Earlier | None, readers: str | None
    ) -> Answer:
        """Answer a question, or remember the answer."""
        asked = (text, k, after, readers, self._today())
        return await self._current.get(asked, lambda: self._answer(text, k, after, readers))

    async def _answer(
        self, text: str, k: int, after: Earlier | None, readers: str | None
    ) -> Answer:
        languages = await self._store.languages()
        asked = await self._index.settled(
            lambda: self._understanding.read(text, languages, after, readers)
        )
        period = time_of(asked.asked, asked.language, self._today())
        most = max(k, 0) + (_TIMED if period else _SPARE)
        weighed = await self._weighed(asked, most)
        if period:
            weighed = await self._in_time(weighed, period, languages, most)
        question, confidence, quotes = weighed
        sure = confidence >= self._threshold and not is_in_other_letters(asked.text, languages)
        older = None
        # Of a time in the past, a newer article is not the better witness.
        if sure and (not period or period.latest):
            quotes, older = await newest_first(self._store, question, quotes, max(k, 0))
        citations, contradicted = await cite_answer(self._store, question, quotes, older, max(k, 0))
        return Answer(
            question=asked.text,
            asked=asked.asked,
            answered=sure and bool(citations),
            confidence=confidence,
            citations=tuple(citations),
            took_ms=0.0,
            contradicted=contradicted,
            written_in=() if sure else languages_not_asked_in(asked.text, languages),
        )

    async def _weighed(self, question: Question, most: int) -> _Weighed:
        results = await self._index.find(question.searched, _PASSAGES, _counted(question))
        gathered = _gather(question, results)
        # A search that took place elsewhere may have found what was removed meanwhile.
        self._store.misses += len(results.hits) - gathered.known
        if not len(gathered.sentences):
            return _Weighed(question)
        frequencies = results.frequencies
        ranking = rank(
            question.form, gathered, results.passages, frequencies.__getitem__, question.others
        )
        confidence = estimate(signs(question.form, gathered, ranking, question.others))
        quotes = list(islice(quotes_of(ranking, gathered, question.terms), most))
        return _Weighed(question, confidence, quotes)

    async def _in_time(
        self, found: _Weighed, period: TimeExpression, languages: Collection[str], most: int
    ) -> _Weighed:
        """Put in order by the time that the question names, where articles have dates.

        Without its time a question asks for less, which must not raise the confidence, unless the
        date of the article that answers says the time.
        """
        question, confidence = found.question, found.confidence
        days = await published_days(self._store, found.quotes)
        if not days:
            return found
        now = timeless(question.asked, question.language)
        again = await self._weighed_as(found, now, languages, most)
        if again is not found and again.confidence >= min(confidence, self._threshold):
            days = {**days, **await published_days(self._store, again.quotes)}
            found = again._replace(confidence=min(confidence, again.confidence))
        quotes = timed(found.quotes, period, days)
        if is_dated_so(quotes[0], period, days):
            bare = undated(question.asked, question.language)
            said = await self._weighed_as(again, bare, languages, most)
            if said.quotes and said.quotes[0].spots[0].digest == quotes[0].spots[0].digest:
                found = found._replace(confidence=max(confidence, said.confidence))
        return found._replace(quotes=quotes)

    async def _weighed_as(
        self, found: _Weighed, asked: str, languages: Collection[str], most: int
    ) -> _Weighed:
        """Weigh the same question in other words, if these are left with any of its own."""
        bare = await self._index.settled(
            lambda: self._understanding.read(asked, languages, readers=found.question.language)
        )
        if not bare.terms or bare.terms == found.question.terms:
            return found
        return await self._weighed(bare, most)


def _of_subject(answer: Answer, languages: Collection[str]) -> Answer:
    """Return the answer, but to a bare number or time only if it is an article's subject."""
    if not is_bare(answer.question, languages):
        return answer
    for citation in answer.citations[:1]:
        document = citation.version.document
        terms = analyzer(document.language).terms
        if answer.answered and set(terms(answer.asked)) <= set(terms(document.title)):
            return answer
    asked = answer.question
    return Answer(asked, asked, answered=False, confidence=0.0, talk=Talk.HELP)


def _counted(question: Question) -> set[str]:
    """Return the terms whose frequency counts beside those that are searched for."""
    return {*question.form.terms, *(other for names in question.others.values() for other in names)}


def _gather(question: Question, results: Results) -> Candidates:
    """Return the candidates of what a search found."""
    frequencies, passages = results.frequencies, results.passages
    # A term weighs its inverse document frequency, as in BM25+.
    weights = {
        term: math.log((passages + 1) / max(frequencies[term], 0.5)) for term in question.searched
    }
    # BM25+ gives every passage the same constant; without it, scores of questions compare.
    constant = sum(weight for term, weight in weights.items() if frequencies[term])
    hits = [Hit(passage, score - constant) for passage, score in results.hits]
    return gather(results.sentences, hits, weights, question.language)

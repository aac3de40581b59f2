"""Analyse a question: complete follow-ups, correct spelling, add synonyms.

Corrections use the corpus's vocabulary. The original text is preserved in `Question.text`.
"""

from collections.abc import Collection, Mapping, Sequence

from storybot.answering.query.acronyms import Acronym, acronyms
from storybot.answering.query.follow_ups.follow_up import FollowUps
from storybot.answering.query.question import Question, read_question
from storybot.answering.query.question_language import (
    knows_word,
    languages_with,
    question_language,
)
from storybot.answering.query.spelling import Speller
from storybot.model.answers import Earlier
from storybot.search.index import Statistics
from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import Token

_FRESH = 256
"""Changes after which the speller's vocabulary is rebuilt."""
_ACRONYM = 1.0
_NO_CHANCE = 5
"""Letters from which on a misspelt word is hardly a function word of another language."""


class QueryAnalyzer:
    """Analyses questions by the statistics of an index; caches the speller."""

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._aliases = Aliases()
        self._follow_ups = FollowUps(self._aliases)
        self._speller = self._new_speller()
        self._size = -1

    def read(
        self,
        text: str,
        languages: Collection[str],
        after: Earlier | None = None,
        readers: str | None = None,
    ) -> Question:
        """Analyse a question; ``after`` is the previous one in the same chat.

        ``languages`` are those of the articles, ``readers`` the one that the reader has chosen.

        Raises:
            Refused: it is too long to be a question.
        """

        def choose(asked: str) -> str:
            return question_language(asked, languages, readers, self._statistics.document_frequency)

        def correct(tokens: list[Token], language: str) -> list[Token]:
            return self._correct(tokens, language, languages)

        asked = self._follow_ups.complete(text, *after, choose=choose) if after else text
        return read_question(
            text, asked, languages, choose=choose, correct=correct, also=self._also
        )

    def _correct(
        self, tokens: list[Token], language: str, languages: Collection[str]
    ) -> list[Token]:
        """Replace misspelt words by the corpus's words; drop misspelt stop words.

        A word of the question's language is not misspelt, nor a function word of another one: of
        the articles', or of any where it is too long to be one by chance: nerede is not needed.
        """
        return [
            token
            if knows_word(token, language) or _is_of_another(token.text, languages)
            else self._corrected(i, token, language)
            for i, token in enumerate(tokens)
        ]

    def _corrected(self, at: int, token: Token, language: str) -> Token:
        if token.term is None or self._statistics.document_frequency(token.term):
            return token
        speller = self._current_speller()
        word = token.text if at else token.text.lower()
        if term := speller.correct(token.term, word, language):
            return token._replace(term=term)
        if speller.is_function_word(token.term, word, language):
            return token._replace(term=None)
        return token

    def _also(self, tokens: list[Token], language: str) -> Mapping[str, Mapping[str, float]]:
        """Return for each term its synonyms, with the strength of each."""
        short = acronyms(tokens, language)
        found: dict[str, Mapping[str, float]] = {}
        for i, token in enumerate(tokens):
            if token.term is not None and (others := self._others(i, token.term, short, language)):
                found[token.term] = others
        return found

    def _others(
        self, at: int, term: str, short: Sequence[Acronym], language: str
    ) -> dict[str, float]:
        frequency = self._statistics.document_frequency
        others = dict(self._aliases.related(term, language))
        if not frequency(term):
            variants = self._current_speller().variants(term, language)
            others |= dict.fromkeys(variants, 1.0)
        for acronym in short:
            if acronym.start <= at < acronym.end:
                others[acronym.term] = _ACRONYM
        return {o: s for o, s in others.items() if frequency(o)} if others else others

    def _current_speller(self) -> Speller:
        """Return the speller, rebuilt if the corpus has changed enough."""
        size = len(self._statistics)
        if self._size < 0 or abs(size - self._size) > min(_FRESH, size // 10):
            self._speller, self._size = self._new_speller(), size
        return self._speller

    def _new_speller(self) -> Speller:
        known = self._statistics
        return Speller(
            known.vocabulary(), known.document_frequency, self._aliases, lambda: known.misses
        )


def _is_of_another(word: str, languages: Collection[str]) -> bool:
    """Tell whether a word is a function word of some language, one of those if it is short."""
    found = languages_with(word)
    return bool(found) if len(word) >= _NO_CHANCE else not found.isdisjoint(languages)

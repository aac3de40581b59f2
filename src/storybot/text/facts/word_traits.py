"""What a word tells by itself, wherever it stands: found out once for each word of a language."""

from collections.abc import Callable
from typing import NamedTuple

from storybot.text.analysis.analyzer import Token
from storybot.text.analysis.remembered import Remembered
from storybot.text.facts.fillers import Fill
from storybot.text.facts.quantity.word_kinds import (
    kind_alone,
    may_begin_quantity,
    words_of,
)
from storybot.text.names import may_be_name

_REMEMBERED = 32_768
"""Words whose traits are kept; see `Remembered`."""
_LONGEST = 64
"""Letters of the longest word whose traits are kept."""


class WordTraits(NamedTuple):
    """A word without its sentence."""

    term: str | None
    low: str
    word: str
    """Its term, or the stop word in lower case."""
    quantity: bool
    """Whether it may begin a quantity or a time."""
    alone: Fill | None
    """What it is without a number: midnight, daily."""
    may_name: bool
    may_tell: bool
    """Whether it may have marks; most words never do."""


class TraitTable(Remembered[WordTraits]):
    """The traits of the words of a language, by the word as it is written."""

    def __init__(self, language: str, is_marked: Callable[[Token, str], bool]) -> None:
        """Take what tells whether a word, given in lower case too, has marks if it is no name."""
        super().__init__(_REMEMBERED)
        self._language = language
        self._is_marked = is_marked

    def learn(self, token: Token) -> WordTraits:
        """Return the traits of a word that is not known, or has another term than it had."""
        past = self.recall(token.text)
        if past and past.term == token.term:
            return past
        low = token.text.lower()
        names = may_be_name(token)
        words = words_of(self._language)
        alone = kind_alone(token, words)
        found = WordTraits(
            token.term,
            low,
            token.term or low,
            alone is not None or may_begin_quantity(token, words),
            alone,
            names,
            names or self._is_marked(token, low),
        )
        if len(low) <= _LONGEST:
            self.keep(token.text, found)
        return found

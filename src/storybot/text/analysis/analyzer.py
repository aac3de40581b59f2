"""Turn text into the terms of the index and of queries.

Documents and questions go through the same steps: tokenise, normalise, drop stop words, stem, fold.
Two spellings of one word become one term; two names of one entity do not.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from threading import Lock
from typing import NamedTuple

from storybot.text.analysis.folding import fold, normal
from storybot.text.analysis.languages import stop_words
from storybot.text.analysis.stemming import stemmer
from storybot.text.analysis.word_patterns import DECIMAL_COMMA, word_pattern

ANALYSIS_VERSION: int = 2
"""Incremented whenever terms or sentence spans change, so that stored analyses are redone."""

_REMEMBERED = 32_768
"""Words whose terms an analyzer caches; beyond that it clears the cache."""

_LONGEST = 64
"""Significant characters of a word. Anything longer is no word, and must not fill the memory."""

_SUFFIX = re.compile(r"(?:st|nd|rd|th|s)$")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_CONTRACTED = re.compile(r"'(?:s|re|ve|ll|d|m)$")
_ELIDED = re.compile(
    r"(?:[cdjlmnstv]|qu|jusqu|lorsqu|puisqu|quoiqu|un|all|dall|dell|nell|sull|coll|quell|quest)'"
)
_INNER = str.maketrans(dict.fromkeys("'-\u2010"))


class Token(NamedTuple):
    """A word of a text: its span, its surface form, and its term; None for a stop word.

    Scripts written without spaces give overlapping tokens of two characters each.
    """

    start: int
    end: int
    text: str
    term: str | None


class Analyzer:
    """Turns words of one language into terms; thread-safe."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._pattern = word_pattern(language)
        self._stop_words = stop_words(language)
        self._base = _BASES.get(language, _without_possessive)
        self._stem = stemmer(language)
        self._terms: dict[str, str | None] = {}
        self._lock = Lock()

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a text in order, stop words included."""
        return [Token(start, end, text[start:end], term) for start, end, term in self._find(text)]

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the terms of a text in order, repeats included."""
        return tuple([term for _, _, term in self._find(text) if term is not None])

    def _find(self, text: str) -> Iterator[tuple[int, int, str | None]]:
        shouted = text.isupper() and text.count(" ") > 1
        known = self._terms
        for match in self._pattern.finditer(text):
            start, end = match.span()
            if match.lastgroup == "unspaced":
                yield from _pairs(text, start, end)
                continue
            word = match.group()
            if shouted:
                word = _lower(word, self.language)
            yield start, end, known[word] if word in known else self._term(word)

    def _term(self, word: str) -> str | None:
        with self._lock:
            if word in self._terms:
                return self._terms[word]
            term = self._analyse(word[:_LONGEST])
            if len(self._terms) >= _REMEMBERED:
                self._terms = {}
            if len(word) <= _LONGEST:
                self._terms[word] = term
        return term

    def _analyse(self, word: str) -> str | None:
        plain = normal(word).replace(" ", "")[:_LONGEST]
        if plain[:1].isdecimal():
            return fold(_number(plain, self.language))
        low = _lower(plain, self.language)
        if "." in low:
            return None if low in self._stop_words else fold(self._acronym(low))
        capitals = plain.removesuffix("'s")
        if len(capitals) > 1 and capitals.isupper() and capitals.lower() in self._stop_words:
            return fold(self._acronym(capitals.lower()))
        base = self._base(low)
        if base in self._stop_words:
            return None
        return fold(self._stem(base.translate(_INNER))) or None

    def _acronym(self, low: str) -> str:
        """Join U.K to uk, but leave u.s, which would read as a stop word."""
        letters = low.replace(".", "")
        return ".".join(letters) if letters in self._stop_words else letters


@cache
def analyzer(language: str) -> Analyzer:
    """Return the analyzer of a language, one instance each.

    A language without stemmer or stop words still gets words, numbers and folding.
    """
    return Analyzer(language)


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for at in range(start, max(start + 1, end - 1)):
        stop = min(at + 2, end)
        yield at, stop, normal(text[at:stop])


def _number(number: str, language: str) -> str:
    digits = _SUFFIX.sub("", number)
    if language not in DECIMAL_COMMA:
        return digits.replace(",", "")
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(".", "")
    return digits.replace(",", ".")


def _lower(word: str, language: str) -> str:
    if language == "tr":
        word = word.replace("I", "ı").replace("İ", "i")
    return word.casefold().replace("ё", "е")


def _without_possessive(word: str) -> str:
    return word.removesuffix("'s")


def _english(word: str) -> str:
    return "not" if word.endswith("n't") else _CONTRACTED.sub("", word)


def _without_elision(word: str) -> str:
    return _ELIDED.sub("", word, count=1) if _ELIDED.match(word) else word


def _before_apostrophe(word: str) -> str:
    return word.partition("'")[0]


_BASES: dict[str, Callable[[str], str]] = {
    "ca": _without_elision,
    "en": _english,
    "fr": _without_elision,
    "it": _without_elision,
    "tr": _before_apostrophe,
    "uk": str,
}

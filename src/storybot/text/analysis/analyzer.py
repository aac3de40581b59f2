"""Turn text into the terms of the index and of queries.

Documents and questions go through the same steps: tokenise, normalise, drop stop words, stem, fold.
Two spellings of one word become one term; two names of one entity do not.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, partial
from threading import Lock
from typing import NamedTuple

from storybot.text.analysis.canonical import Canonical, Found, abbreviations
from storybot.text.analysis.folding import fold, normal
from storybot.text.analysis.languages import stop_words
from storybot.text.analysis.remembered import Remembered
from storybot.text.analysis.stemming import stemmer
from storybot.text.analysis.word_patterns import (
    DECIMAL_COMMA,
    spaced_pattern,
    split_words,
    unspaced,
    word_pattern,
)

ANALYSIS_VERSION: int = 12
"""Incremented whenever terms or sentence spans change, so that stored analyses are redone."""

_REMEMBERED = 32_768
"""Words whose terms an analyzer caches; see `Remembered`."""

_LONGEST = 64
"""Significant characters of a word. Anything longer is no word, and must not fill the memory."""

_SUFFIX = re.compile(r"(?<=\d)[^\d.,:]+$")
_PADDED = re.compile(r"0\d")
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
    reach: int | None = None
    """End of all that the term stands for where it is more than the word: United States."""


_token = partial(tuple.__new__, Token)
"""Make a `Token` of its fields, in a third of the time of its constructor."""


class Analyzer:
    """Turns words of one language into terms; thread-safe."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._spaced = spaced_pattern(language)
        self._stop_words = stop_words(language)
        self._ambiguous = self._stop_words | abbreviations(language)
        self._base = _BASES.get(language, _without_possessive)
        self._stem = stemmer(language)
        self._canonical: Canonical | None = None
        self._terms: Remembered[tuple[str | None, bool]] = Remembered(_REMEMBERED)
        """Term of a word, and whether it has to be looked at with its neighbours."""
        self._lock = Lock()

    def tokens(self, text: str) -> list[Token]:
        """Return the words of a text in order, stop words included."""
        words, reach = self._find(text)
        end_of = reach.get
        return [
            _token((start, end, text[start:end], term, end_of(i)))
            for i, (start, end, term) in enumerate(words)
        ]

    def words(self, text: str) -> list[Token]:
        """Return the words of a text in order, without their terms, which take most of the time."""
        if not text.isascii() and unspaced(text):
            return self.tokens(text)
        at, find = 0, text.find
        return [
            _token((start := find(word, at), at := start + len(word), word, None, None))
            for word in split_words(text, self._spaced)
        ]

    def known(self, word: str) -> tuple[str | None, bool]:
        """Return the term of a word by itself, and whether its neighbours may change it."""
        return self._terms.get(word) or self._term(word)

    def rewrite(self, text: str, words: list[Found], leads: Sequence[int]) -> None:
        """Read the words of a text with their neighbours; ``leads`` are those that it may change.

        The words are in order, each with its term by itself.
        """
        if self._canonical:
            self._canonical.rewrite(text, words, leads)

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the terms of a text in order, repeats included."""
        return tuple([term for _, _, term in self._find(text)[0] if term is not None])

    def places(self, text: str, terms: Collection[str]) -> list[tuple[int, int]]:
        """Return where some terms stand in a text: start and end, in order."""
        words, reach = self._find(text)
        return [
            (start, reach.get(i, end))
            for i, (start, end, term) in enumerate(words)
            if term in terms and term is not None
        ]

    def spans(
        self, text: str, terms: Mapping[int, str], count: int
    ) -> list[tuple[int, int]] | None:
        """Return what `places` does of a text whose terms are known: the spans of some words.

        ``terms`` are those of the words wanted, by index, in order, and ``count`` is the number of
        all words. Return None where the text has another number of words, or one of the terms may
        reach over several: then it has to be analysed.
        """
        if self._canonical is None or not self._canonical.several.isdisjoint(terms.values()):
            return None
        if not text.isascii() and unspaced(text):
            words = [(start, end) for start, end, _ in self._find_unspaced(text)[0]]
            return [words[i] for i in terms] if len(words) == count else None
        surfaces = split_words(text, self._spaced)
        if len(surfaces) != count:
            return None
        places: list[tuple[int, int]] = []
        at = done = 0
        for i in terms:
            for word in surfaces[done:i]:
                at = text.find(word, at) + len(word)
            start = text.find(surfaces[i], at)
            at, done = start + len(surfaces[i]), i + 1
            places.append((start, at))
        return places

    def _find(self, text: str) -> tuple[list[Found], dict[int, int]]:
        """Return the words of a text, and where those end that stand for several."""
        if not text.isascii() and unspaced(text):
            words, leads = self._find_unspaced(text)
        else:
            read = surfaces = split_words(text, self._spaced)
            if text.isupper() and text.count(" ") > 1:
                read = [_lower(word, self.language) for word in surfaces]
            known = self._terms.get
            found = [known(word) or self._term(word) for word in read]
            at, find = 0, text.find
            # Nothing between words could begin one, so the next place is the word's own.
            words = [
                (start := find(word, at), at := start + len(word), term)
                for word, (term, _) in zip(surfaces, found, strict=True)
            ]
            leads = [i for i, (_, leading) in enumerate(found) if leading]
        if leads and self._canonical:
            return words, self._canonical.rewrite(text, words, leads)
        return words, {}

    def _find_unspaced(self, text: str) -> tuple[list[Found], list[int]]:
        """Return the words of a text with a script without spaces, and those that lead others."""
        shouted = text.isupper() and text.count(" ") > 1
        words: list[Found] = []
        leads: list[int] = []
        for match in word_pattern(self.language).finditer(text):
            start, end = match.span()
            if match.lastgroup == "unspaced":
                words += _pairs(text, start, end)
                continue
            word = match.group()
            if shouted:
                word = _lower(word, self.language)
            term, leading = self._terms.get(word) or self._term(word)
            if leading:
                leads.append(len(words))
            words.append((start, end, term))
        return words, leads

    def _term(self, word: str) -> tuple[str | None, bool]:
        with self._lock:
            if found := self._terms.get(word) or self._terms.recall(word):
                return found
            if self._canonical is None:
                self._canonical = Canonical(self.language, self._keys)
            term = self._analyse(word[:_LONGEST])
            term = term and self._canonical.term(term)
            found = term, self._canonical.leads(word.lower() if term is None else term)
            if len(word) <= _LONGEST:
                self._terms.keep(word, found)
        return found

    def _keys(self, text: str) -> list[str]:
        words: list[str] = self._spaced.findall(text)
        return [self._analyse(word) or word.lower() for word in words]

    def _analyse(self, word: str) -> str | None:
        plain = normal(word).replace(" ", "")[:_LONGEST]
        if plain[:1].isdecimal():
            return plain_number(word, self.language)
        if self._canonical and (sign := self._canonical.signs.get(plain.removeprefix("US"))):
            return sign
        low = _lower(plain, self.language)
        if "." in low:
            return None if low in self._stop_words else fold(self._acronym(low))
        capitals = plain.removesuffix("'s")
        if len(capitals) > 1 and capitals.isupper() and capitals.lower() in self._ambiguous:
            return fold(self._acronym(capitals.lower()))
        base = self._base(low)
        if base in self._stop_words:
            return None
        return fold(self._stem(base if base.isalpha() else base.translate(_INNER))) or None

    def _acronym(self, low: str) -> str:
        """Join U.K to uk, but leave u.s, which would read as a stop word or another word."""
        letters = low.replace(".", "")
        return ".".join(letters) if letters in self._ambiguous else letters


@cache
def analyzer(language: str) -> Analyzer:
    """Return the analyzer of a language, one instance each.

    A language without stemmer or stop words still gets words, numbers and folding.
    """
    return Analyzer(language)


def _pairs(text: str, start: int, end: int) -> Iterator[Found]:
    for at in range(start, max(start + 1, end - 1)):
        stop = min(at + 2, end)
        yield at, stop, normal(text[at:stop])


def plain_number(number: str, language: str) -> str:
    """Return a number as a text writes it in digits, with a point before its decimals."""
    digits = _SUFFIX.sub("", fold(normal(number)).replace(" ", ""))
    if _PADDED.fullmatch(digits):
        return digits[1]
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
    if "'" not in word:
        return word
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

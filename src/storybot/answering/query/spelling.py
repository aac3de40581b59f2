"""Correct a question's words by the corpus's vocabulary.

A word is corrected if no passage contains it, it is no ordinary word and no known name, and a
similar word of the corpus exists. A wrong correction answers another question, which is worse than
no answer: so short words, numbers and merely unusual words stay as they are.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.english import IRREGULAR
from storybot.text.analysis.folding import fold, normal
from storybot.text.analysis.languages import stop_words
from storybot.text.analysis.ordinary import common_names, ordinary_words
from storybot.text.analysis.transliteration import sound_keys

_SHORTEST = 4
"""Minimum letters of a word to correct."""
_SHORTEST_NAME = 5
"""Minimum letters of a name to match by transliteration."""
_LONGEST = 40
_TWO_ERRORS = 8
"""Minimum letters of a word with two errors."""
_TWO_SOUNDS = 6
"""The same where only vowels and doubled letters are wrong."""
_MANY = 2
_SHORTEST_STEM = 3
_ENDING = 3
"""Maximum letters of an ending that may be ignored."""
_VOWELS = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
_SPELLINGS_APART = 4
"""Edits that two transliterations of a name are apart at most."""
_EXCHANGED = {letter: row[0] for row in ("ckqx", "szc", "vwf", "ijy") for letter in row[1:]}
"""Maps a first letter to its bucket: transliterations exchange them."""
_CLEARLY = 3
"""Required ratio of frequencies to prefer one of two equally similar words."""
_SHORT_WORD = 4
"""Maximum letters of a word that is rather a misspelt stop word: wich is not wish."""
_SHORT_NAME = 5
_WELL_KNOWN = 3
"""Minimum frequency of a short name, for another to be its misspelling."""
_REMEMBERED = 4_096
"""Cached corrections; the cache is cleared beyond that."""


class Speller:
    """The vocabulary of one state of the corpus; make a new one when it changes.

    Built lazily at the first question that needs it.
    """

    def __init__(
        self,
        vocabulary: Callable[[], Iterable[str]],
        frequency: Callable[[str], int],
        aliases: Aliases,
    ) -> None:
        self._vocabulary = vocabulary
        self._frequency = frequency
        self._aliases = aliases
        self._shelves: dict[tuple[str, int], list[str]] = {}
        self._irregular: dict[str, str] = {}
        self._corrected: dict[tuple[str, str, str], str | None] = {}
        self._variants: dict[tuple[str, str], tuple[str, ...]] = {}

    def correct(self, term: str, word: str, language: str = "en") -> str | None:
        """Return the corpus's term for a word, or None to leave it unchanged.

        ``term`` is the analyzer's term of ``word``. A capital marks a name, which is no misspelling
        of an ordinary word: pass the first word of a question in lower case.
        """
        key = term, word, language
        if key not in self._corrected:
            if len(self._corrected) >= _REMEMBERED:
                self._corrected.clear()
            self._corrected[key] = self._correct(term, word, language)
        return self._corrected[key]

    def is_function_word(self, term: str, word: str, language: str = "en") -> bool:
        """Return whether an unknown word is a misspelt stop word: wich, wat, teh.

        Such a word carries no information, so it is best left out of the query. Ask for words that
        `correct` leaves unchanged. It needs a list of ordinary words.
        """
        plain = fold(normal(word))
        if not (plain.isalpha() and plain.islower()) or self._is_known(term, language):
            return False
        if not ordinary_words(language):
            return False
        return any(
            len(stop) > 2 and _are_near(plain, stop)  # noqa: PLR2004 - of, in: near everything
            for stop in stop_words(language)
        )

    def variants(self, term: str, language: str = "en") -> tuple[str, ...]:
        """Return the corpus's other transliterations of a name, the most frequent first."""
        key = term, language
        if key not in self._variants:
            if len(self._variants) >= _REMEMBERED:
                self._variants.clear()
            self._variants[key] = self._other_transliterations(term, language)
        return self._variants[key]

    def _other_transliterations(self, term: str, language: str) -> tuple[str, ...]:
        ordinary = ordinary_words(language)
        if not _SHORTEST_NAME <= len(term) <= _LONGEST or term in ordinary or not term.isalpha():
            return ()
        keys = sound_keys(term)
        found = {
            other
            for other in self._near(term, min(_SPELLINGS_APART, len(term) // 2))
            if other != term
            and other not in ordinary
            and other not in self._irregular
            and not keys.isdisjoint(sound_keys(other))
        }
        return tuple(sorted(found, key=lambda other: (-self._frequency(other), other)))

    def _correct(self, term: str, word: str, language: str) -> str | None:
        plain = _lower(word)
        limit = _errors(plain, language)
        if not limit or word.isupper() or self._is_known(term, language):
            return None
        if not (word[0].isupper() or ordinary_words(language)) and plain.isascii():
            return None  # the vocabulary is of all languages: viele is near view
        if variants := self.variants(term, language):
            return variants[0]
        if len(plain) <= _SHORT_WORD and self.is_function_word(term, word, language):
            return None
        found = self._meant(term, plain, limit, language)
        named = word[:1].isupper()
        if named:
            found = {t: d for t, d in found.items() if t not in ordinary_words(language)}
        best = sorted(found, key=lambda t: (found[t], -self._frequency(t), t))
        if not best or (len(best) > 1 and not self._is_clear(best[0], best[1], found)):
            return None
        rare = self._frequency(best[0]) < _WELL_KNOWN
        return None if named and rare and len(plain) <= _SHORT_NAME else best[0]

    def _meant(self, term: str, plain: str, limit: int, language: str) -> dict[str, int]:
        """Return candidate terms with their distance.

        A wrong letter changes the stem: bejing is beje, but Beijing is beij. So the word without an
        ending is looked up too, and counts if the ending would be cut.
        """
        found: dict[str, int] = {}
        for start, ending in _cuts(term, plain):
            for other, distance in self._near(start, 1 if ending else limit).items():
                base = self._irregular.get(other, other)
                if ending and analyzer(language).terms(other + ending) != (base,):
                    continue
                if distance < _MANY or len(start) >= _TWO_ERRORS or _sound_alike(start, other):
                    found[base] = min(found.get(base, distance), distance)
        return found

    def _is_clear(self, best: str, other: str, distances: dict[str, int]) -> bool:
        if distances[best] < distances[other]:
            return True
        return self._frequency(best) >= _CLEARLY * self._frequency(other)

    def _is_known(self, term: str, language: str) -> bool:
        return (
            self._frequency(term) > 0
            or term in ordinary_words(language)
            or term in common_names(language)
            or self._aliases.knows(term, language)
        )

    def _near(self, term: str, limit: int) -> dict[str, int]:
        """Return vocabulary words within so many edits whose beginnings match, or are swapped."""
        if not self._shelves:
            self._fill()
        # A long word may have a stem of one letter, in Turkish.
        swapped = _filed(term[1:2] or term)
        found: dict[str, int] = {}
        for first in {_filed(term[0]), swapped}:
            for length in range(len(term) - limit, len(term) + limit + 1):
                shelf = self._shelves.get((first, length), ())
                for other, distance, _ in process.extract(
                    term,
                    shelf,
                    scorer=OSA.distance,
                    score_cutoff=limit,
                    limit=None,
                ):
                    if first != swapped or other[1] == term[0] or _filed(term[0]) == first:
                        found[other] = int(distance)
        return found

    def _fill(self) -> None:
        shelves = defaultdict(list)
        terms = {t for t in self._vocabulary() if _SHORTEST <= len(t) <= _LONGEST and t.isalpha()}
        self._irregular = {
            form: base for form, base in IRREGULAR.items() if base in terms and form not in terms
        }
        for term in (*terms, *self._irregular):
            shelves[_filed(term[0]), len(term)].append(term)
        self._shelves = dict(shelves)


def _errors(word: str, language: str) -> int:
    """Return how many errors a word may have: fewer where ordinary words are not known to us."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return 0
    if ordinary_words(language):
        return 2 if len(word) >= _TWO_SOUNDS else 1
    return int(len(word) > _SHORTEST)


def _lower(word: str) -> str:
    return fold(normal(word).lower().removesuffix("'s"))


def _cuts(term: str, plain: str) -> list[tuple[str, str]]:
    """Return the key to look up, and the ending cut from it."""
    cuts = [(plain[: len(plain) - n], plain[len(plain) - n :]) for n in range(_ENDING + 1)]
    return [(term, ""), *((s, e) for s, e in cuts if s != term and len(s) >= _SHORTEST_STEM)]


def _sound_alike(word: str, other: str) -> bool:
    """Return whether only commonly misspelt letters differ: vowels and doubled letters."""

    def skeleton(text: str) -> str:
        return text[:1] + _DOUBLED.sub(r"\1", _VOWELS.sub("", text[1:]))

    return skeleton(word) == skeleton(other)


def _filed(letter: str) -> str:
    return _EXCHANGED.get(letter, letter)


def _are_near(word: str, other: str) -> bool:
    return OSA.distance(word, other, score_cutoff=1) <= 1

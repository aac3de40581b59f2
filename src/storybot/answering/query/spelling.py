"""Correct a question's words by the corpus's vocabulary.

A word is corrected if no passage contains it, it is no ordinary word and no known name, and a
similar word of the corpus exists. A wrong correction answers another question, which is worse than
no answer: so short words, numbers and merely unusual words stay as they are.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from storybot.search.shelves import TermShelves, filed, is_shelved
from storybot.text.aliases import Aliases
from storybot.text.analysis.analyzer import analyzer
from storybot.text.analysis.folding import fold, normal
from storybot.text.analysis.inflection.english import IRREGULAR
from storybot.text.analysis.languages import stop_words
from storybot.text.analysis.transliteration import BONES, bones, sound_keys, with_bones
from storybot.text.ordinary import common_names, ordinary_words

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
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_DOUBLED = re.compile(r"(.)\1+")
_SPELLINGS_APART = 4
"""Edits that two transliterations of a name are apart at most."""
_CLEARLY = 3
"""Required ratio of frequencies to prefer one of two equally similar words."""
_SHORT_WORD = 4
"""Maximum letters of a word that is rather a misspelt stop word: wich is not wish."""
_SHORT_NAME = 5
_WELL_KNOWN = 3
"""Minimum frequency of a short name, for another to be its misspelling."""
_REMEMBERED = 4_096
"""Cached corrections; the cache is cleared beyond that."""


_IRREGULAR: dict[tuple[str, int], list[str]] = {}
for _form in filter(is_shelved, IRREGULAR):
    _IRREGULAR.setdefault((filed(_form[0]), len(_form)), []).append(_form)


class _Near(NamedTuple):
    """A word that is near another."""

    word: str
    distance: int
    base: str
    """The vocabulary's term: the word itself, unless it is an irregular form."""


class Speller:
    """The vocabulary of one state of the corpus; make a new one when it changes.

    ``misses`` counts how often the vocabulary or the frequencies were asked for what is not at
    hand: what was made of that is not remembered.
    """

    def __init__(
        self,
        vocabulary: TermShelves,
        frequency: Callable[[str], int],
        aliases: Aliases,
        misses: Callable[[], int] = lambda: 0,
    ) -> None:
        self._vocabulary = vocabulary
        self._frequency = frequency
        self._aliases = aliases
        self._misses = misses
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
            misses = self._misses()
            found = self._correct(term, word, language)
            if self._misses() > misses:
                return found
            self._corrected[key] = found
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
            misses = self._misses()
            found = self._other_transliterations(term, language)
            if self._misses() > misses:
                return found
            self._variants[key] = found
        return self._variants[key]

    def _other_transliterations(self, term: str, language: str) -> tuple[str, ...]:
        ordinary = ordinary_words(language)
        if not _SHORTEST_NAME <= len(term) <= _LONGEST or term in ordinary or not term.isalpha():
            return ()
        keys = sound_keys(term)
        near = self._near(term, min(_SPELLINGS_APART, len(term) // 2), BONES)
        alike = with_bones([other for other, _, base in near if other == base], bones(term))
        found = {
            other
            for other in alike
            if other != term and other not in ordinary and not keys.isdisjoint(sound_keys(other))
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
            for other, distance, base in self._misspelt(start, 1 if ending else limit):
                if not ending or analyzer(language).terms(other + ending) == (base,):
                    found[base] = min(found.get(base, distance), distance)
        return found

    def _misspelt(self, start: str, limit: int) -> list[_Near]:
        """Return the words that one may be a misspelling of, with so many errors."""
        if limit < _MANY or len(start) >= _TWO_ERRORS:
            return self._near(start, limit)
        sounds = [
            near for near in self._near(start, limit, _CONSONANTS) if _sound_alike(start, near.word)
        ]
        return [*self._near(start, _MANY - 1), *sounds]

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

    def _near(self, term: str, limit: int, same: Sequence[str] = ()) -> list[_Near]:
        """Return vocabulary words within so many edits whose beginnings match, or are swapped.

        Irregular forms of its words are of the vocabulary, too. Words may be left out that have
        a letter of one of the groups ``same`` and the term none, or the other way round.
        """
        # A long word may have a stem of one letter, in Turkish.
        own, swapped = filed(term[0]), filed(term[1:2] or term)
        found: list[_Near] = []
        for first in {own, swapped}:
            second = term[0] if first == swapped != own else ""
            for length in range(len(term) - limit, len(term) + limit + 1):
                likely = self._vocabulary.shelf(first, length).near(term, limit, same)
                for word, distance in _within(term, likely, limit):
                    if word.startswith(second, 1):
                        found.append(_Near(word, distance, word))
                for form, distance in _within(term, _IRREGULAR.get((first, length), ()), limit):
                    if form.startswith(second, 1) and form not in likely:
                        base = IRREGULAR[form]
                        if is_shelved(base) and self._frequency(base):
                            found.append(_Near(form, distance, base))
        return found


def _within(term: str, words: Sequence[str], limit: int) -> list[tuple[str, int]]:
    if not words:
        return []
    from rapidfuzz import process  # noqa: PLC0415 - see `_edits`

    near = process.extract(term, words, scorer=_edits(), score_cutoff=limit, limit=None)
    return [(word, int(distance)) for word, distance, _ in near]


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


def _are_near(word: str, other: str) -> bool:
    return _edits()(word, other, score_cutoff=1) <= 1


@cache
def _edits() -> Callable[..., float]:
    """Return what counts the edits between two words."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - many questions have no unknown word

    return OSA.distance

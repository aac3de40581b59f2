"""Reduce the forms of a word to one term: by exceptions, a dictionary, and suffixes, in this order.

`data/stems.toml` holds the exceptions of each language: rows of words that are one (``same``),
names in -ов and -ин that read like other words (``names``), and words that a stemmer would cut down
to another one (``whole``).
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from Stemmer import Stemmer

from storybot.text.analysis import ukrainian
from storybot.text.analysis.english import IRREGULAR, american
from storybot.text.analysis.folding import fold
from storybot.text.analysis.languages import STEMMERS
from storybot.text.analysis.lemmas import LEMMATISED, lemmatiser

Stem = Callable[[str], str]

_KEEP_LEMMAS = frozenset({"ru", "uk"})
"""Languages whose lemmas stay whole. Others lose accents in readers' questions, which no dictionary
finds then, so that lemma and unknown word have to be cut alike."""
_PARTICIPLES = frozenset({"de"})
"""Languages whose participles are looked up twice: betroffene is betroffen, which is betreffen."""
_CUTS = 3
"""How often a Spanish suffix is cut: dolares gives dolar, which gives dol as dólar."""
_SURNAME = {
    "ru": re.compile(r"(.{2,}[ое]в|.{3,}ин)(?:а|у|ым|ом|е|ой|ы|ых|ыми)?"),
    "uk": re.compile(r"(.{2,}[оеє]в|.{3,}[иії]н)(?:а|у|им|ові|ом|і|ої|ій|ою|и|их|ими)?"),
}
"""Лаврова, Путиным: their forms read like those of other words, so that a dictionary errs."""
_CASES = ("а", "у", "ым", "им", "ом", "ем", "е", "ові", "і")
"""Of names in -ов and -ин."""
_UKRAINIAN_ACT = re.compile("(?<=...)ування$")
"""Голосування is the noun of голосувати."""
_RUSSIAN_PLACE = re.compile(r"(.{3,}[ауо])(?:й|я|ю|ем|е)")


class _Exceptions(NamedTuple):
    same: Mapping[str, str]
    """Form to base; a base to itself."""
    whole: frozenset[str]


def stemmer(language: str) -> Stem:
    """Return a language's stemmer of lower-case words; words of an unknown language stay whole."""
    same, whole = _exceptions(language)
    cut = _suffix_stemmer(language)
    spelled = american if language == "en" else str
    lemma_of = _lemmas(language)
    keep, twice = language in _KEEP_LEMMAS, language in _PARTICIPLES

    def stem(word: str) -> str:
        word = spelled(word)
        lemma = same.get(word) or (word if word in whole else lemma_of(word))
        if lemma is None:
            return cut(word)
        lemma = same.get(lemma, lemma)
        if twice and lemma not in same and lemma not in whole:
            lemma = lemma_of(lemma) or lemma
        return _kept(lemma, language) if keep or lemma in whole else cut(lemma)

    return stem


def _lemmas(language: str) -> Callable[[str], str | None]:
    """Return the dictionary of a language, corrected for surnames."""
    if language not in LEMMATISED:
        return lambda _: None
    lemma_of = lemmatiser(language)
    if language not in _SURNAME:
        return lemma_of
    surname = _SURNAME[language]

    def lemma(word: str) -> str | None:
        found = lemma_of(word)
        if match := surname.fullmatch(word):
            name = lemma_of(match[1])
            adjective = found is None or found.endswith(("вый", "вий"))
            if name == match[1] or (name is None and adjective):
                return match[1]
        return found

    return lemma


def _kept(word: str, language: str) -> str:
    """Write a word that is not cut; in German with its umlauts: fördern is not fordern."""
    if language == "de":
        word = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    if language == "uk":
        word = _UKRAINIAN_ACT.sub("увати", word).replace("ґ", "г")
    return fold(word)


def _suffix_stemmer(language: str) -> Stem:
    """Return what cuts the suffixes of words that no dictionary knows."""
    if language == "uk":
        return lambda word: ukrainian.stem(word).replace("ґ", "г")
    if language not in STEMMERS:
        return str
    snowball: Stem = Stemmer(STEMMERS[language]).stemWord
    own: dict[str, Stem] = {
        "en": lambda word: snowball(IRREGULAR.get(plain := fold(word), plain)),
        "es": lambda word: _cut_down(fold(word), snowball),
        "fr": lambda word: snowball(fold(word)).removesuffix("e"),
        "ru": lambda word: _russian(word, snowball),
        "tr": lambda word: snowball(fold(word)),
    }
    return own.get(language, snowball)


def _cut_down(word: str, cut: Stem) -> str:
    for _ in range(_CUTS):
        shorter = cut(word)
        if shorter == word:
            break
        word = shorter
    return word


def _russian(word: str, cut: Stem) -> str:
    """Stem what the dictionary lacks, names for the most part: Уругвая."""
    match = _RUSSIAN_PLACE.fullmatch(word)
    return match[1] if match else cut(word)


@cache
def _exceptions(language: str) -> _Exceptions:
    tables = _tables().get(language, {})
    rows = [row.split() for row in tables.get("same", "").strip().splitlines()]
    rows += [[name, *(name + case for case in _CASES)] for name in tables.get("names", "").split()]
    same = {form: base for base, *forms in rows for form in (base, *forms)}
    return _Exceptions(same, frozenset(tables.get("whole", "").split()))


@cache
def _tables() -> dict[str, dict[str, str]]:
    path = Path(__file__).parents[1] / "data" / "stems.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))

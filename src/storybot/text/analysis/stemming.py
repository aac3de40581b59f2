"""Reduce the forms of a word to one term: by exceptions, a dictionary, and suffixes, in this order.

`data/stems.toml` holds the exceptions of each language: rows of words that are one (``same``),
names in -ов and -ин that read like other words (``names``), and words that a stemmer would cut down
to another one (``whole``).
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from Stemmer import Stemmer

from storybot.text.analysis.dictionaries.lemmas import LEMMATISED, lemmatiser
from storybot.text.analysis.folding import fold
from storybot.text.analysis.inflection import turkish
from storybot.text.analysis.inflection.english import IRREGULAR, american
from storybot.text.analysis.languages import STEMMERS, stop_words

Stem = Callable[[str], str]

_KEEP_LEMMAS = frozenset({"ru", "tr", "uk"})
"""Languages whose lemmas stay whole. Others lose accents in readers' questions, which no dictionary
finds then, so that lemma and unknown word have to be cut alike."""
_PARTICIPLES = frozenset({"de"})
"""Languages whose participles are looked up twice: betroffene is betroffen, which is betreffen."""
_UNREMEMBERED = 0
"""Words that the stemmer itself remembers: the analyzer does, and to forget some takes time."""
_CUTS = 3
"""How often a Spanish suffix is cut: dolares gives dolar, which gives dol as dólar."""
_SURNAME = {
    "ru": re.compile(r"(.{2,}[ое]в|.{3,}ин)(?:а|у|ым|ом|е|ой|ы|ых|ыми)?"),
    "uk": re.compile(r"(.{2,}[оеє]в|.{3,}[иії]н)(?:а|у|им|ові|ом|і|ої|ій|ою|и|их|ими)?"),
}
"""Лаврова, Путиным: their forms read like those of other words, so that a dictionary errs."""
_ADJECTIVE_ENDS = {
    "ru": "ый|ая|ое|ые|ого|ой|ому|ым|ом|ую|ых|ыми",
    "uk": "ий|а|е|і|ого|ої|ому|ій|им|ою|у|их|ими|о",
}
_CASES = ("а", "у", "ым", "им", "ом", "ем", "е", "ові", "і")
"""Of names in -ов and -ин."""
_UKRAINIAN_ACT = re.compile("(?<=...)ування$")
"""Голосування is the noun of голосувати."""
_RUSSIAN_PLACE = re.compile(r"(.{3,}[ауо])(?:й|я|ю|ем|е)")

_UKRAINIAN_SHORTEST = 3
"""Minimum letters of a stem, so that short words stay distinct."""
_UKRAINIAN_REFLEXIVE = ("ся", "сь")
_UKRAINIAN_NOUNS = """
    а я у ю о е и і ї ь й ой ей єю ою ею ом ем єм ам ям ами ями ах ях ів їв ові еві єві ння нню нням
    ання анню анням ення енню енням ування уванню уванням
    ість ості істю остей остям остями остях
"""
_UKRAINIAN_ADJECTIVES = "ий ій ого його ього ому йому ьому им їм ої йої ії ими їми их їх"
_UKRAINIAN_VERBS = """
    ати яти ити іти ути ав ала ало али яв яла яло яли ив ила ило или ів іла іло іли
    ував увала увало ували увати ував ує ують уємо уєте уй ано яно єно ено
    еш єш ете єте емо ємо уть ють иш ить имо ите ать ять
"""
_UKRAINIAN_ENDINGS = sorted(
    {*_UKRAINIAN_NOUNS.split(), *_UKRAINIAN_ADJECTIVES.split(), *_UKRAINIAN_VERBS.split()},
    key=lambda ending: (-len(ending), ending),
)


class _Exceptions(NamedTuple):
    same: Mapping[str, str]
    """Form to base; a base to itself."""
    whole: frozenset[str]
    participles: Mapping[str, Sequence[str]]
    """Ends of participles, longest first, to those of the verbs that they may be of."""


def stemmer(language: str) -> Stem:
    """Return a language's stemmer of lower-case words; words of an unknown language stay whole."""
    same, whole, _ = _exceptions(language)
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
    if language == "tr":
        return _turkish(lemma_of)
    if language not in _SURNAME:
        return lemma_of
    surname, verb_of = _SURNAME[language], _verbs(language, lemma_of)

    def lemma(word: str) -> str | None:
        found = lemma_of(word)
        if match := surname.fullmatch(word):
            name = lemma_of(match[1])
            adjective = found is None or found.endswith(("вый", "вий"))
            if name == match[1] or (name is None and adjective):
                return match[1]
        return verb_of(found or word) or found

    return lemma


def _turkish(lemma_of: Callable[[str], str | None]) -> Callable[[str], str | None]:
    same = _exceptions("tr").same
    tables = _tables()["tr"]
    own = turkish.Exceptions(tables.get("nouns", "").split(), tables.get("verbs", "").split())
    return turkish.base_of(lambda word: same.get(word) or lemma_of(word), own, stop_words("tr"))


def _verbs(language: str, lemma_of: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Return a function from a participle to its verb: обраний is обрати; None of other words."""
    _, whole, ends = _exceptions(language)
    ending = re.compile(rf"(..+?)({'|'.join(ends)})(?:{_ADJECTIVE_ENDS[language]})")

    def verb(word: str) -> str | None:
        word = word.replace("ё", "е")
        match = None if word in whole else ending.fullmatch(word)
        if match is None:
            return None
        verbs = (match[1] + end for end in ends[match[2]])
        return next((one for one in verbs if lemma_of(one) == one), None)

    return verb


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
        return lambda word: _ukrainian(word).replace("ґ", "г")
    if language not in STEMMERS:
        return str
    snowball: Stem = Stemmer(STEMMERS[language], _UNREMEMBERED).stemWord
    own: dict[str, Stem] = {
        "en": lambda word: snowball(IRREGULAR.get(plain := fold(word), plain)),
        "es": lambda word: _cut_down(fold(word), snowball),
        "fr": lambda word: snowball(fold(word)).removesuffix("e"),
        "ru": lambda word: _russian(word, snowball),
        "tr": lambda word: turkish.cut(word, snowball),
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


def _ukrainian(word: str) -> str:
    """Cut the longest known ending from a lower-case word, leaving at least three letters.

    A light stemmer: it joins the cases and numbers of a noun, the genders of an adjective and
    the common forms of a verb. It knows no alternation inside the stem (ніч, ночі) and no
    derivation across parts of speech beyond the endings listed.
    """
    for ending in _UKRAINIAN_REFLEXIVE:
        if len(word) - len(ending) > _UKRAINIAN_SHORTEST and word.endswith(ending):
            word = word.removesuffix(ending)
    for ending in _UKRAINIAN_ENDINGS:
        if len(word) - len(ending) >= _UKRAINIAN_SHORTEST and word.endswith(ending):
            return word.removesuffix(ending)
    return word


@cache
def _exceptions(language: str) -> _Exceptions:
    tables = _tables().get(language, {})
    rows = [row.split() for row in tables.get("same", "").strip().splitlines()]
    rows += [[name, *(name + case for case in _CASES)] for name in tables.get("names", "").split()]
    same = {form: base for base, *forms in rows for form in (base, *forms)}
    ends = {end: verbs for end, *verbs in map(str.split, tables.get("participles", ()))}
    return _Exceptions(same, frozenset(tables.get("whole", "").split()), ends)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    path = Path(__file__).parents[1] / "data" / "stems.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))

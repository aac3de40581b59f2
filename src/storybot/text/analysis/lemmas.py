"""Look up the dictionary form of a word: gegangen is gehen, Верховної is верховний.

The dictionaries are simplemma's. They stay packed in memory, 4 to 21 MB a language, and are read
when the first word of their language is looked up.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

LEMMATISED: frozenset[str] = frozenset({"de", "es", "fr", "ru", "tr", "uk"})
"""Languages whose inflection suffixes alone do not undo; English does well enough without."""

_LOWER = frozenset({"tr"})
"""Languages whose dictionary has few words with a capital alone: they are in `data/stems.toml`."""
_REMEMBERED = 4_096
"""Words of each language of which the lemma is kept: a question asks for most of them twice."""
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))


@cache
def lemmatiser(language: str) -> Callable[[str], str | None]:
    """Return a function from a lower-case word to its lemma in lower case; None if unknown."""
    has_capitals = language not in _LOWER
    lower = _lower_turkish if language == "tr" else str.casefold

    @lru_cache(_REMEMBERED)
    def lemma(word: str) -> str | None:
        forms = dictionary(language)
        for spelling in _spellings(word, language):
            if found := forms.get(spelling) or (has_capitals and forms.get(spelling.capitalize())):
                return lower(found)
        return None

    return lemma


def _spellings(word: str, language: str) -> Iterator[str]:
    """Yield a word, and how it is written with umlauts and ß where a keyboard has none."""
    yield word
    if language != "de":
        return
    umlauts = word
    for plain, umlaut in _UMLAUTS:
        umlauts = umlauts.replace(plain, umlaut)
    for spelling in dict.fromkeys((umlauts, word.replace("ss", "ß"), umlauts.replace("ss", "ß"))):
        if spelling != word:
            yield spelling


def _lower_turkish(word: str) -> str:
    return word.replace("I", "ı").replace("İ", "i").lower()


@cache
def dictionary(language: str) -> Mapping[str, str]:
    """Return the dictionary of a language: form to lemma."""
    from simplemma.strategies.dictionaries import (  # noqa: PLC0415 - 0.05 s, and few need it
        StreamDictionaryFactory,
    )

    return StreamDictionaryFactory().get_dictionary(language)

"""Look up the dictionary form of a word: gegangen is gehen, Верховної is верховний.

The dictionaries are simplemma's, opened when the first word of their language is looked up. To
unpack one takes up to 0.2 s and 9 MB of each process. So they are kept unpacked beside what Python
compiles of this package, where that can be written, and mapped.
"""

import logging
import os
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from storybot.text.analysis.dictionaries.mapped_dictionary import MappedDictionary, keep
from storybot.text.analysis.dictionaries.packed_dictionary import PackedDictionary

LEMMATISED: frozenset[str] = frozenset({"de", "es", "fr", "ru", "tr", "uk"})
"""Languages whose inflection suffixes alone do not undo; English does well enough without."""

_CYRILLIC = frozenset({"ru", "uk"})
"""Languages whose letters take two bytes each."""
_LOWER = frozenset({"tr"})
"""Languages whose dictionary has few words with a capital alone: they are in `data/stems.toml`."""
_REMEMBERED = 4_096
"""Words of each language of which the lemma is kept: a question asks for most of them twice."""
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_KEPT = Path(__file__).parent / "__pycache__"
"""Where dictionaries are kept."""

_log = logging.getLogger(__name__)


class Forms(Protocol):
    """A dictionary of form to lemma."""

    def get(self, word: str, /) -> str | None: ...  # noqa: D102


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
def dictionary(language: str) -> Forms:
    """Return the dictionary of a language: form to lemma.

    Where a release of simplemma keeps it in another way, simplemma itself reads it, which takes
    longer.
    """
    try:
        return _kept(language, _source(language))
    except (FileNotFoundError, ValueError):
        from simplemma.strategies.dictionaries import (  # noqa: PLC0415 - 0.05 s, seldom needed
            StreamDictionaryFactory,
        )

        return StreamDictionaryFactory().get_dictionary(language)


def _source(language: str) -> Path:
    """Return the file of a dictionary.

    Raises:
        FileNotFoundError: simplemma is not installed as files.
    """
    package = find_spec("simplemma")
    if package is None or package.origin is None:
        raise FileNotFoundError("simplemma is not installed as files")
    path = Path(package.origin).with_name("strategies") / "dictionaries" / "data"
    return path / f"{language}.plzma"


def _kept(language: str, source: Path) -> Forms:
    """Return a dictionary as it is kept, and keep it first where it can be.

    Raises:
        FileNotFoundError, ValueError: simplemma keeps it in another way.
    """
    path = _KEPT / f"{language}.forms"
    try:
        return MappedDictionary(path, source)
    except (OSError, ValueError):  # it is not there, or of another release
        packed = PackedDictionary(_unpacked(source), letter=2 if language in _CYRILLIC else 1)
    if not os.access(_KEPT if _KEPT.exists() else _KEPT.parent, os.W_OK):
        return packed
    try:
        keep(path, source, packed)
        return MappedDictionary(path, source)
    except (OSError, ValueError) as error:  # no space, or another release came meanwhile
        _log.warning("The dictionary %s cannot be kept unpacked: %s", path.name, error)
        return packed


def _unpacked(source: Path) -> bytes:
    """Return the file of a dictionary as it is before its compression."""
    import lzma  # noqa: PLC0415 - few need it

    return lzma.decompress(source.read_bytes())

"""Look up the dictionary form of a word: gegangen is gehen, Верховної is верховний.

The dictionaries are simplemma's. They stay packed in memory, 4 to 21 MB a language, and are opened
when the first word of their language is looked up.

A dictionary is a run of records in the order of their forms. Each says how many bytes its form
shares with the one before, then the other bytes, then the lemma in the same manner. So a record is
read after those before it, and to read a million takes a second. But to pass over records takes
only their lengths, which a pattern does twenty times as fast. It finds where the first letters
change: there the forms are read when the dictionary is opened, and all others when a word is looked
up among them.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

LEMMATISED: frozenset[str] = frozenset({"de", "es", "fr", "ru", "tr", "uk"})
"""Languages whose inflection suffixes alone do not undo; English does well enough without."""

_CYRILLIC = frozenset({"ru", "uk"})
"""Languages whose letters take two bytes each."""
_LOWER = frozenset({"tr"})
"""Languages whose dictionary has few words with a capital alone: they are in `data/stems.toml`."""
_REMEMBERED = 4_096
"""Words of each language of which the lemma is kept: a question asks for most of them twice."""
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_HEADER = re.compile(rb"SMFC1\x00[\x80-\xff]*[\x00-\x7f]")
"""Name of the format, no flags, and the number of records."""
_SAME, _WHOLE = 254, 255
"""In place of how much of the form is cut to make the lemma: nothing is new, or everything."""
_LETTERS = 4
"""First letters by which forms are found."""
_SMALL = 512
"""Bytes up to which the records with the same first letters are read from the first."""
_STEP = 32
"""Of more records, one in so many is remembered."""

_RUN = b"(?:" + b"|".join(b"\\x%02x.{%d}" % (length, length) for length in range(128)) + b")"
"""A length of one byte, and so many bytes."""
_REST = _RUN + b"(?:\\xfe|[^\\xfe]" + _RUN + b")"
"""A record without its first byte, which is the number of bytes that its form shares."""


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
        return PackedDictionary(_unpacked(language), letter=2 if language in _CYRILLIC else 1)
    except (FileNotFoundError, ValueError):
        from simplemma.strategies.dictionaries import (  # noqa: PLC0415 - 0.05 s, seldom needed
            StreamDictionaryFactory,
        )

        return StreamDictionaryFactory().get_dictionary(language)


def _unpacked(language: str) -> bytes:
    """Return the file of a dictionary as it is before its compression."""
    import lzma  # noqa: PLC0415 - few need it

    package = find_spec("simplemma")
    if package is None or package.origin is None:
        raise FileNotFoundError("simplemma is not installed as files")
    path = Path(package.origin).with_name("strategies") / "dictionaries" / "data"
    return lzma.decompress((path / f"{language}.plzma").read_bytes())


class _Seed(NamedTuple):
    """What a record is read by: where it begins, and the form and lemma before it."""

    start: int
    form: bytes
    lemma: bytes


class PackedDictionary:
    """A dictionary of form to lemma; thread-safe."""

    def __init__(self, data: bytes, letter: int = 1) -> None:
        """Open an unpacked file of simplemma's, of letters of so many bytes mostly.

        Raises `ValueError` if it is in another format.
        """
        header = _HEADER.match(data)
        if header is None:
            raise ValueError("no dictionary in the format SMFC1 that is read from the left")
        self._data = data
        self._starts: list[int] = []
        self._firsts: list[bytes] = []
        self._groups: dict[int, tuple[list[bytes], list[_Seed]]] = {}
        alike = b"(?:[\\x%02x-\\x7f]%s)*+" % (_LETTERS * letter, _REST)
        pass_over = re.compile(b"[^\\x80-\\xff]" + _REST + alike, re.DOTALL).match
        at, form = header.end(), b""
        while at < len(data):
            group = pass_over(data, at)
            if group is None:
                raise ValueError("a dictionary that is cut short, or has longer words than any")
            form = form[: data[at]] + data[at + 2 : at + 2 + data[at + 1]]
            self._starts.append(at)
            self._firsts.append(form)
            at = group.end()

    def get(self, word: str) -> str | None:
        """Return the lemma of a form; None if it is not listed."""
        form = word.encode()
        at = bisect_right(self._firsts, form) - 1
        if at < 0:
            return None
        for _, other, lemma in _records(self._data, self._nearest(at, form)):
            if other >= form:
                return lemma.decode() if other == form else None
        return None

    def _nearest(self, at: int, form: bytes) -> _Seed:
        """Return from where to read to a form of a group."""
        if self._end(at) - self._starts[at] <= _SMALL:
            return self._seed(at)
        if at not in self._groups:
            self._groups[at] = self._steps(at)
        forms, seeds = self._groups[at]
        return seeds[bisect_right(forms, form) - 1]

    def _steps(self, at: int) -> tuple[list[bytes], list[_Seed]]:
        """Return some forms of a group, and what each is read by."""
        before, end = self._seed(at), self._end(at)
        forms: list[bytes] = []
        seeds: list[_Seed] = []
        for i, (start, form, lemma) in enumerate(_records(self._data, before)):
            if start >= end:
                break
            if i % _STEP == 0:
                forms.append(form)
                seeds.append(before._replace(start=start))
            before = _Seed(start, form, lemma)
        return forms, seeds

    def _seed(self, at: int) -> _Seed:
        """Return what the first record of a group is read by.

        Of the form before it takes the bytes that are its own as well.
        """
        start, form = self._starts[at], self._firsts[at]
        lemma = b""
        if at and self._data[start + 2 + self._data[start + 1]] == _SAME:
            for other, _, found in _records(self._data, self._seed(at - 1)):
                if other >= start:
                    break
                lemma = found
        return _Seed(start, form, lemma)

    def _end(self, at: int) -> int:
        return self._starts[at + 1] if at + 1 < len(self._starts) else len(self._data)


def _records(data: bytes, seed: _Seed) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the records from one on: where each begins, its form and its lemma."""
    at, form, lemma = seed
    while at < len(data):
        start = at
        at += 2 + data[at + 1]
        form = form[: data[start]] + data[start + 2 : at]
        cut = data[at]
        at += 1
        if cut != _SAME:
            new = at + 1
            at = new + data[at]
            lemma = data[new:at] if cut == _WHOLE else form[: len(form) - cut] + data[new:at]
        yield start, form, lemma

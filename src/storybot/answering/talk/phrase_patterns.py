"""Phrases as patterns over folded words, looked up by the word that they begin with.

A pattern is a row of words, of ``(this|that one)``, and of ``(what may be missing)?``. It is
matched by sets of positions, so the time is bounded by the pattern's length whatever the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from storybot.text.analysis.folding import APOSTROPHES, MARKS, fold, normal

_LETTER = rf"(?:[^\W_]|[{MARKS}])"
_WORD = re.compile(rf"{_LETTER}+(?:[{APOSTROPHES}]{_LETTER}+)*")
_PART = re.compile(r"\(([^()]*)\)(\??)|(\S+)")
_STRETCHED = re.compile(r"(.)\1{2,}")
_LAUGHTER = re.compile(r"[aаxх]?(?:[hjxх][aeiаеи]){2,}[hjxх]?")

_TEXTS, _FOLDED = 256, 8_192
"""Texts and words that are remembered."""

_Words = tuple[str, ...]
_Part = tuple[dict[str, list[_Words]], bool]
"""What may stand in one place, by its first word, and whether it may be missing."""


class Word(NamedTuple):
    """A word of a message: where it stands, and its folded form."""

    start: int
    end: int
    folded: str


class Phrase(NamedTuple):
    """A phrase found in a message."""

    kind: str
    language: str
    end: int
    """Index of the word after it."""


@lru_cache(_TEXTS)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; reading one message asks for them several times."""
    return tuple(Word(*found.span(), folded(found.group())) for found in _WORD.finditer(text))


@lru_cache(_FOLDED)
def folded(word: str) -> str:
    """Write a word in lower case, without marks; a letter drawn out, as in hellooo, once."""
    plain = _STRETCHED.sub(r"\1", fold(normal(word).casefold().replace("ё", "е")))
    return "haha" if _LAUGHTER.fullmatch(plain) else plain


@dataclass(frozen=True)
class _Pattern:
    """A pattern, taken apart when its first word is met: there are thousands."""

    kind: str
    language: str
    text: str

    @cached_property
    def parts(self) -> list[_Part]:
        """What may stand in each place."""
        return [_part(found) for found in _PART.finditer(self.text)]

    @cached_property
    def seconds(self) -> frozenset[str] | None:
        """The words that its second may be, None where there need be none."""
        return _seconds(self.parts)


class Phrases:
    """Patterns of every kind and language."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[_Pattern]] = defaultdict(list)
        self._by_second: dict[str, dict[str | None, list[tuple[int, _Pattern]]]] = {}
        """For a first word that was met, its patterns by the second, with their order."""

    def add(self, kind: str, language: str, patterns: Iterable[str]) -> None:
        """Add the patterns of a kind in a language."""
        for text in patterns:
            pattern = _Pattern(kind, language, text)
            for first in _beginnings(text):
                self._by_first[first].append(pattern)

    def at(self, words: Sequence[str], start: int) -> list[Phrase]:
        """Return the phrases that start at a word, each as long as it can be."""
        first = words[start]
        if first not in self._by_first:
            return []
        by_second = self._by_second.get(first) or self._divided(first)
        following = by_second.get(words[start + 1], ()) if start + 1 < len(words) else ()
        return [
            Phrase(pattern.kind, pattern.language, end)
            for _, pattern in sorted((*by_second[None], *following))
            if (end := _end(pattern.parts, words, start)) > start
        ]

    def _divided(self, first: str) -> dict[str | None, list[tuple[int, _Pattern]]]:
        """Divide the patterns of a first word by the second; under None, those that need none."""
        found: dict[str | None, list[tuple[int, _Pattern]]] = {None: []}
        for order, pattern in enumerate(self._by_first[first]):
            for second in (None,) if pattern.seconds is None else pattern.seconds:
                found.setdefault(second, []).append((order, pattern))
        self._by_second[first] = found
        return found


def _part(found: re.Match[str]) -> _Part:
    inside, optional, word = found.groups()
    choices: dict[str, list[_Words]] = defaultdict(list)
    for choice in (inside or word).split("|"):
        words = tuple(w.folded for w in words_of(choice))
        if words:
            choices[words[0]].append(words)
    return dict(choices), bool(optional)


def _beginnings(pattern: str) -> set[str]:
    """Return the words that a pattern may begin with, without taking it apart."""
    found: set[str] = set()
    for part in _PART.finditer(pattern):
        inside, optional, word = part.groups()
        choices = map(_WORD.search, (inside or word).split("|"))
        found.update(folded(choice.group()) for choice in choices if choice)
        if not optional:
            break
    return found


def _firsts(parts: Sequence[_Part]) -> set[str]:
    """Return the words that a pattern may begin with."""
    firsts: set[str] = set()
    for choices, optional in parts:
        firsts.update(choices)
        if not optional:
            break
    return firsts


def _seconds(parts: Sequence[_Part]) -> frozenset[str] | None:
    """Return the words that the second word of a pattern may be, None if it may have only one."""
    (choices, optional), *rest = parts
    ways = [words for some in choices.values() for words in some]
    if optional or (not rest and any(len(words) == 1 for words in ways)):
        return None
    seconds = {words[1] for words in ways if len(words) > 1}
    if any(len(words) == 1 for words in ways):
        if all(optional for _, optional in rest):
            return None
        seconds |= _firsts(rest)
    return frozenset(seconds)


def _end(parts: Sequence[_Part], words: Sequence[str], start: int) -> int:
    """Return the furthest end of a pattern from a word on; ``start`` where it does not match."""
    places = {start}
    for choices, optional in parts:
        after = set(places) if optional else set()
        for at in places:
            word = words[at] if at < len(words) else ""
            for choice in choices.get(word, ()):
                if tuple(words[at : at + len(choice)]) == choice:
                    after.add(at + len(choice))
        places = after
        if not places:
            return start
    return max(places)

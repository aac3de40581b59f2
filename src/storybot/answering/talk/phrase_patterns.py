"""Phrases as patterns over folded words, looked up by the word that they begin with.

A pattern is a row of words, of ``(this|that one)``, and of ``(what may be missing)?``. It is
matched by a tree of words, so a text takes a step a word whatever the number of patterns.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from storybot.text.analysis.folding import APOSTROPHES, MARKS, fold, normal
from storybot.text.analysis.word_patterns import split_words

_LETTERS = rf"(?:[^\W_]++|[{MARKS}]++)++"
_WORD = re.compile(rf"{_LETTERS}(?:[{APOSTROPHES}]{_LETTERS})*+")
_PART = re.compile(r"\(([^()]*)\)(\??)|(\S+)")
_STRETCHED = re.compile(r"(.)\1{2,}")
_LAUGHTER = re.compile(r"[aаxх]?(?:[hjxх][aeiаеи]){2,}[hjxх]?")

_TEXTS, _FOLDED = 256, 8_192
"""Texts and words that are remembered."""
_NODES = 16_384
"""Beginnings of phrases that are remembered."""

_Words = tuple[str, ...]
_Part = tuple[dict[str, list[_Words]], bool]
"""What may stand in one place, by its first word, and whether it may be missing."""


class Word(NamedTuple):
    """A word of a message: where it stands, and its folded form."""

    start: int
    end: int
    folded: str


_word = partial(tuple.__new__, Word)
"""Make a `Word` of its fields, in a third of the time of its constructor."""


class Phrase(NamedTuple):
    """A phrase found in a message."""

    kind: str
    language: str
    end: int
    """Index of the word after it."""


@lru_cache(_TEXTS)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; reading one message asks for them several times."""
    at, find = 0, text.find
    # Nothing between words could begin one, so the next place is the word's own.
    return tuple([
        _word((start := find(word, at), at := start + len(word), folded(word)))
        for word in split_words(text, _WORD)
    ])  # fmt: skip


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

    def ends_at(self, at: int) -> bool:
        """Tell whether nothing need follow before the part of a number."""
        return all(optional for _, optional in self.parts[at:])

    def ways(self, at: int) -> Iterator[tuple[str, _Words, int]]:
        """Yield what may follow before the part of a number: a word, the rest of its choice.

        With them comes the number of the part after these.
        """
        for choices, optional in self.parts[at:]:
            at += 1
            for word, ways in choices.items():
                yield from ((word, way[1:], at) for way in ways)
            if not optional:
                break


_Place = tuple[int, _Pattern, _Words, int]
"""Where one is in a pattern, after its order: what is left of a choice, and the next part."""


class _Node:
    """What the words so far may be the beginning of; what may follow is found when it is met."""

    __slots__ = ("ends", "following", "next")

    def __init__(self, places: Iterable[_Place]) -> None:
        self.ends: list[tuple[int, _Pattern]] = []
        """The patterns that may end here, with their order."""
        self.next: dict[str, _Node] = {}
        self.following: dict[str, dict[_Place, None]] = {}
        """Where one is after each word that may follow."""
        for order, pattern, rest, at in places:
            if rest:
                self._add(rest[0], (order, pattern, rest[1:], at))
                continue
            if pattern.ends_at(at):
                self.ends.append((order, pattern))
            for word, left, part in pattern.ways(at):
                self._add(word, (order, pattern, left, part))

    def _add(self, word: str, place: _Place) -> None:
        self.following.setdefault(word, {})[place] = None


class Phrases:
    """Patterns of every kind and language, as a tree of their words that grows with the texts."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[_Pattern]] = defaultdict(list)
        self._roots: dict[str, _Node] = {}
        self._nodes = 0

    def add(self, kind: str, language: str, patterns: Iterable[str]) -> None:
        """Add the patterns of a kind in a language."""
        for text in patterns:
            pattern = _Pattern(kind, language, text)
            for first in _beginnings(text):
                self._by_first[first].append(pattern)

    def starting(self, words: Sequence[str]) -> list[list[Phrase]]:
        """Return for each word the phrases that start there, each as long as it can be."""
        first = self._by_first
        return [self._at(words, i) if word in first else [] for i, word in enumerate(words)]

    def _at(self, words: Sequence[str], start: int) -> list[Phrase]:
        node: _Node | None = self._roots.get(words[start]) or self._root(words[start])
        found: dict[int, Phrase] = {}
        end = start + 1
        while node:
            for order, pattern in node.ends:
                found[order] = Phrase(pattern.kind, pattern.language, end)
            if end == len(words):
                break
            word = words[end]
            end += 1
            following = node.next.get(word)
            if following is None and word in node.following:
                following = self._grown(node, word)
            node = following
        return [found[order] for order in sorted(found)] if found else []

    def _root(self, first: str) -> _Node:
        places = (
            (order, pattern, rest, part)
            for order, pattern in enumerate(self._by_first[first])
            for word, rest, part in pattern.ways(0)
            if word == first
        )
        found = self._roots[first] = _Node(dict.fromkeys(places))
        return found

    def _grown(self, node: _Node, word: str) -> _Node:
        """Return what follows a word that is met there for the first time."""
        found = node.next[word] = _Node(node.following[word])
        self._nodes += 1
        if self._nodes > _NODES:  # what is being read goes on with the tree that it began with
            self._roots, self._nodes = {}, 0
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

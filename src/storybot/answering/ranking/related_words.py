"""Relate words of different form, invade and invasion, start and begin, and look for them.

Three sources: a long common prefix, weighed by its share of the longer word; a table of synonyms
and derivations, made from WordNet and from groups of words by language, and shipped beside the
weights; and the parts of compounds where a language writes them as one word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from storybot.answering.ranking.arrays import Flags, Ints, index_of
from storybot.search.excerpt import Sentences, beginning

_BEGINNING = 4
"""First letters that words have in common, at least; a part of a compound has as many."""
_SHARE = 0.55
COMPOUNDING = frozenset({"de"})
"""Languages that write compounds as one word: Fähre is in Nachtfähre and in Fährhafen."""
_PART, _OF_COMPOUND = 4, 0.6
"""Letters beside the part that a compound begins with, and how close it is to a part."""

Relations = Mapping[str, Mapping[str, float]]
Link = tuple[int, float]
"""The index of a term, and how close a word is to it, 0 to 1."""
Said = tuple[int, int, float]
"""A word, the term that it says, and how far."""


class RelationTable(Mapping[str, Mapping[str, float]]):
    """A table of one language, a term a line, of which only what is asked for is taken apart.

    A line is a term, then its related ones, each with its closeness.
    """

    def __init__(self, text: str) -> None:
        lines = text.splitlines()
        self._lines: dict[str, str] = {line[: line.index(" ")]: line for line in lines}
        self._read: dict[str, Mapping[str, float]] = {}

    def __getitem__(self, term: str) -> Mapping[str, float]:
        if (found := self._read.get(term)) is None:
            _, *others = self._lines[term].split(" ")
            found = dict(zip(others[::2], map(float, others[1::2]), strict=True))
            self._read[term] = found
        return found

    def __contains__(self, term: object) -> bool:
        return term in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class Related(dict[str, tuple[Link, ...]]):
    """For each word, the terms of one question that it says or is related to; found out once."""

    def __init__(self, terms: Sequence[str], relations: Relations, language: str = "") -> None:
        """Take the terms of a question, and what a table of its language relates to them."""
        super().__init__({term: ((i, 1.0),) for i, term in enumerate(terms)})
        self._terms = frozenset(terms)
        self.compounding = language in COMPOUNDING
        """Whether any word may be made of a term."""
        self._rows = [(i, relations[term]) for i, term in enumerate(terms) if term in relations]
        self.linked = dict.fromkeys(chain.from_iterable([row for _, row in self._rows]))
        """The words that the table relates to the terms."""
        self._beginnings: dict[str, list[tuple[int, str]]] = {}
        for i, term in enumerate(terms):
            if len(term) >= _BEGINNING and term.isalpha():
                self._beginnings.setdefault(term[:_BEGINNING], []).append((i, term))
        parts = chain.from_iterable(self._beginnings.values())
        self._parts = tuple([part for _, part in parts]) if self.compounding else ()
        self._begun = np.array([beginning(letters) for letters in self._beginnings], np.int32)

    def __missing__(self, word: str) -> tuple[Link, ...]:
        """Find out about a word that is no term itself."""
        begins_alike, found = word[:_BEGINNING] in self._beginnings, list[Link]()
        if word in self.linked:
            found += [(i, row[word]) for i, row in self._rows if word in row]
        if begins_alike:
            found += self._alike(word)
        # In a language with compounds this is asked of all words, of which few are any.
        if self._parts and (begins_alike or word.endswith(self._parts)):
            found += self._compounds(word)
        self[word] = links = tuple(found)
        return links

    def begin_alike(self, table: Sentences, words: Ints) -> Flags:
        """Return which words, given by their numbers, have the first letters of a term."""
        found: Flags = np.logical_or.reduce(table.beginnings(words) == self._begun[:, None])
        return found

    def said_by(self, words: Iterable[str]) -> list[Said]:
        """Return which words say which terms, and how far, 0 to 1."""
        linked, begun, told = self.linked, self._beginnings, self.compounding
        may_be = [
            (i, word)
            for i, word in enumerate(words)
            if told or word in self or word in linked or word[:_BEGINNING] in begun
        ]
        return [(i, term, strength) for i, word in may_be for term, strength in self[word]]

    def kin(self, words: Iterable[str]) -> set[int]:
        """Return the terms that a word begins like and is not: Ukraine confirms Ukrainians."""
        begun, terms = self._beginnings, self._terms
        may_be = [word for word in words if word[:_BEGINNING] in begun and word not in terms]
        return {term for word in may_be for term, _ in self._alike(word)}

    def _alike(self, word: str) -> list[Link]:
        found: list[Link] = []
        for i, term in self._beginnings.get(word[:_BEGINNING], ()):
            longer = max(len(term), len(word))
            least = int(_SHARE * longer)
            # Most have no more in common than the first letters.
            if term[:least] == word[:least]:
                share = _common(term, word) / longer
                if share >= _SHARE:
                    found.append((i, 0.8 * share))
        return found

    def _compounds(self, word: str) -> tuple[Link, ...]:
        """Return the terms that a word is made of."""
        return tuple(
            [
                (i, _OF_COMPOUND)
                for i, part in chain.from_iterable(self._beginnings.values())
                if word.endswith(part) or (word.startswith(part) and len(word) > _PART + len(part))
            ]
        )


class WordsAsked:
    """The words that a question looks for: each has a code, and the table's number."""

    def __init__(
        self,
        table: Sentences,
        names: Iterable[str],
        linked: Iterable[str],
        *groups: Iterable[str],
    ) -> None:
        """Look for groups of words; the codes are those of the first group first.

        ``names`` are those of the terms, ``linked`` what a table relates to these.
        """
        first = dict.fromkeys(chain(names, linked))
        self.linked_to = len(first)
        """The code after the last of words that are linked."""
        words = list(first | dict.fromkeys(chain.from_iterable(groups)))
        self._codes = dict(zip(words, range(len(words)), strict=True))
        self._numbers = table.numbers(words)

    def among(self, words: Ints) -> Ints:
        """Return for each of some words its code, or -1."""
        return index_of(self._numbers, words)

    def codes(self, words: Iterable[str]) -> list[int]:
        """Return the codes of some of the words."""
        return [self._codes[word] for word in words]

    def numbers(self, words: Iterable[str]) -> Ints:
        """Return the table's numbers of some of the words."""
        return self._numbers[self.codes(words)]

    def indexes(self, words: Iterable[str]) -> Ints:
        """Return for each code its index among some words, or -1, and at last -1 for -1."""
        indexes = np.full(len(self._codes) + 1, -1)
        codes = self.codes(words)
        indexes[codes] = np.arange(len(codes))
        return indexes

    def flags(self, words: Iterable[str]) -> Flags:
        """Return for each code whether it is of one of some words, and at last no for -1."""
        flags = np.zeros(len(self._codes) + 1, bool)
        flags[self.codes(words)] = True
        return flags


def _common(a: str, b: str) -> int:
    """Return how many letters two words begin with that are the same."""
    if b.startswith(a):
        return len(a)
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return same

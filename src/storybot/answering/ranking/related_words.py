"""Relate words of different form: invade and invasion, start and begin.

Three sources: a long common prefix, weighed by its share of the longer word; a table of synonyms
and derivations, made from WordNet and from groups of words by language, and shipped beside the
weights; and the parts of compounds where a language writes them as one word.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain

_BEGINNING = 4
_SHARE = 0.55
COMPOUNDING = frozenset({"de"})
"""Languages that write compounds as one word: Fähre is in Nachtfähre and in Fährhafen."""
_PART, _OF_COMPOUND = 4, 0.6
"""Letters of a part, at least, and how close a compound is to it."""

Relations = Mapping[str, Mapping[str, float]]


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


class Related:
    """Words related to the terms of one question."""

    def __init__(
        self, terms: Sequence[str], relations: Relations, *, compounding: bool = False
    ) -> None:
        self._terms = frozenset(terms)
        parts = [(i, t) for i, t in enumerate(terms) if len(t) >= _PART and t.isalpha()]
        self._parts = parts if compounding else []
        self._links = [(i, relations[term]) for i, term in enumerate(terms) if term in relations]
        self._beginnings: dict[str, list[tuple[int, str]]] = {}
        for i, term in enumerate(terms):
            if len(term) >= _BEGINNING and term.isalpha():
                self._beginnings.setdefault(term[:_BEGINNING], []).append((i, term))

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """The words that the table relates to the terms."""
        linked = dict.fromkeys(chain.from_iterable([others for _, others in self._links]))
        return tuple([word for word in linked if word not in self._terms])

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The first letters that a word may share with a term."""
        return tuple(self._beginnings)

    def among(self, words: AbstractSet[str]) -> dict[str, list[tuple[int, float]]]:
        """Return the words that are related to a term without being one.

        Each has the indexes of such terms with the strength, 0 to 1.
        """
        found: dict[str, list[tuple[int, float]]] = {}
        # A set, which keys of a dict are intersected with at its pace; a frozenset is not.
        words, beginnings = set(words).difference(self._terms), self._beginnings
        for i, others in self._links:
            for word in others.keys() & words:
                found.setdefault(word, []).append((i, others[word]))
        for word in [w for w in words if w[:_BEGINNING] in beginnings]:
            for i, term in beginnings[word[:_BEGINNING]]:
                share = _common(term, word) / max(len(term), len(word))
                if share >= _SHARE:
                    found.setdefault(word, []).append((i, 0.8 * share))
        for i, part in self._parts:
            for word in words:
                if word.endswith(part) or (word.startswith(part) and len(word) > _PART + len(part)):
                    found.setdefault(word, []).append((i, _OF_COMPOUND))
        return found


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

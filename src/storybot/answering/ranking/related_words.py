"""Relate words of different form: invade and invasion, start and begin.

Two sources: a long common prefix, weighed by its share of the longer word, and a table of synonyms
and derivations made from WordNet and shipped beside the weights.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

_BEGINNING = 4
_SHARE = 0.55

Relations = Mapping[str, Mapping[str, float]]


class Related:
    """Words related to the terms of one question."""

    def __init__(self, terms: Sequence[str], relations: Relations) -> None:
        self._terms = frozenset(terms)
        self._links: dict[str, list[tuple[int, float]]] = {}
        self._beginnings: dict[str, list[tuple[int, str]]] = {}
        for i, term in enumerate(terms):
            for other, weight in relations.get(term, {}).items():
                if other not in self._terms:
                    self._links.setdefault(other, []).append((i, weight))
            if len(term) >= _BEGINNING and term.isalpha():
                self._beginnings.setdefault(term[:_BEGINNING], []).append((i, term))

    @property
    def linked(self) -> tuple[str, ...]:
        """The words that the table relates to the terms."""
        return tuple(self._links)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The first letters that a word may share with a term."""
        return tuple(self._beginnings)

    def among(self, words: AbstractSet[str]) -> dict[str, list[tuple[int, float]]]:
        """Return the words that are related to a term without being one.

        Each has the indexes of such terms with the strength, 0 to 1.
        """
        found = {word: list(self._links[word]) for word in self._links.keys() & words}
        beginnings = self._beginnings
        for word in [w for w in words - self._terms if w[:_BEGINNING] in beginnings]:
            for i, term in beginnings[word[:_BEGINNING]]:
                share = _common(term, word) / max(len(term), len(word))
                if share >= _SHARE:
                    found.setdefault(word, []).append((i, 0.8 * share))
        return found


def _common(a: str, b: str) -> int:
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))

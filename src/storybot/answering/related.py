"""Relate words that differ in form: invade and invasion, start and begin.

Two sources: a long common beginning, weighed by its share of the longer word, and a table of
synonyms and derivations that is made from WordNet and shipped beside the weights.
"""

from collections.abc import Mapping, Sequence

_BEGINNING = 4
_SHARE = 0.55

Relations = Mapping[str, Mapping[str, float]]


class Related(dict[str, list[tuple[int, float]]]):
    """For a word, the terms of one question that it comes close to, each with its closeness.

    Terms are given by their index, closeness is 0 to 1; what was asked for once is remembered.
    """

    def __init__(self, terms: Sequence[str], relations: Relations) -> None:
        super().__init__((term, []) for term in terms)
        self._links: dict[str, list[tuple[int, float]]] = {}
        self._beginnings: dict[str, list[tuple[int, str]]] = {}
        for i, term in enumerate(terms):
            for other, weight in relations.get(term, {}).items():
                if other not in self:
                    self._links.setdefault(other, []).append((i, weight))
            if len(term) >= _BEGINNING and term.isalpha():
                self._beginnings.setdefault(term[:_BEGINNING], []).append((i, term))

    def __missing__(self, word: str) -> list[tuple[int, float]]:
        found = self[word] = list(self._links.get(word, ()))
        for i, term in self._beginnings.get(word[:_BEGINNING], ()):
            share = _common(term, word) / max(len(term), len(word))
            if share >= _SHARE:
                found.append((i, 0.8 * share))
        return found


def _common(a: str, b: str) -> int:
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))

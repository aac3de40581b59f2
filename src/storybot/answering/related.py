"""Relate words that differ in form: invade and invasion, start and begin.

Two sources: a long common beginning, weighed by its share of the longer word, and a table of
synonyms and derivations that is made from WordNet and shipped beside the weights.
"""

from collections.abc import Mapping, Sequence

_BEGINNING = 4
_SHARE = 0.55

Relations = Mapping[str, Mapping[str, float]]


class Related:
    """The terms of one question, and how close another term comes to each."""

    def __init__(self, terms: Sequence[str], relations: Relations) -> None:
        self._links: dict[str, list[tuple[int, float]]] = {}
        self._beginnings: dict[str, list[tuple[int, str]]] = {}
        own = set(terms)
        for i, term in enumerate(terms):
            for other, weight in relations.get(term, {}).items():
                if other not in own:
                    self._links.setdefault(other, []).append((i, weight))
            if len(term) >= _BEGINNING and term.isalpha():
                self._beginnings.setdefault(term[:_BEGINNING], []).append((i, term))
        self._known: dict[str, list[tuple[int, float]]] = {term: [] for term in own}

    def of(self, word: str) -> list[tuple[int, float]]:
        """Return the question's terms that a word comes close to, with a closeness of 0 to 1."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = list(self._links.get(word, ()))
            for i, term in self._beginnings.get(word[:_BEGINNING], ()):
                share = _common(term, word) / max(len(term), len(word))
                if share >= _SHARE:
                    found.append((i, 0.8 * share))
        return found


def _common(a: str, b: str) -> int:
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))

"""Cache what cites articles, as many as fit with the articles that are kept for them."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from storybot.model.answers import Citation
from storybot.model.documents import Version

V = TypeVar("V")


class CitedCache(Generic[V]):
    """Values by key, of which the least recently used are forgotten.

    An article that several of them cite is kept, and counted, once.
    """

    def __init__(
        self, most: int, most_characters: int, cited: Callable[[V], Sequence[Version]]
    ) -> None:
        """Keep at most so many values, which cite articles of so many characters together."""
        self._most, self._most_characters, self._cited = most, most_characters, cited
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._uses: Counter[int] = Counter()
        self._characters = 0

    def __len__(self) -> int:
        """Count the values."""
        return len(self._values)

    def get(self, key: Hashable) -> V | None:
        """Return the value of a key; None where there is none."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def remember(self, key: Hashable, value: V) -> None:
        """Keep a value, unless its articles alone exceed the cache."""
        versions = self._cited(value)
        if sum(map(_size, versions)) > self._most_characters:
            return
        if key in self._values:
            self._forget(key)
        self._values[key] = value
        for version in versions:  # by their identity: each is there as long as a value cites it
            if not self._uses[id(version)]:
                self._characters += _size(version)
            self._uses[id(version)] += 1
        while len(self._values) > self._most or self._characters > self._most_characters:
            self._forget(next(iter(self._values)))

    def _forget(self, key: Hashable) -> None:
        for version in self._cited(self._values.pop(key)):
            self._uses[id(version)] -= 1
            if not self._uses[id(version)]:
                del self._uses[id(version)]
                self._characters -= _size(version)


def versions_cited(citations: Iterable[Citation]) -> list[Version]:
    """Return the versions that are cited, each once."""
    found = (v for citation in citations for v in (citation.version, *citation.also_in))
    return list({id(version): version for version in found}.values())


def _size(version: Version) -> int:
    return len(version.document.text)

"""Keep what was rendered for everybody who asks the same.

What is shown of citations that are kept is made once in each language and kind of chat.
"""

from collections.abc import Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

from cachetools import LRUCache

from storybot.model.answers import Citation

T = TypeVar("T")

_MOST = 300
"""A page of inline results has about 12,000 characters, a card a tenth of that."""

Citations = tuple[Citation, ...]


class _Rendered(NamedTuple, Generic[T]):
    citations: Citations
    """Kept, for an id is theirs only as long as they are there."""
    made: T


class RenderedCache(Generic[T]):
    """What was rendered, by the very citations that it shows."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, _Rendered[T]] = LRUCache(_MOST)

    def get(self, citations: Citations, shown: Hashable, make: Callable[[], T]) -> T:
        """Return what is cached, or make it; ``shown`` names all else that it depends on."""
        key = (id(citations), shown)
        known = self._kept.get(key)
        if known is None or known.citations is not citations:
            known = self._kept[key] = _Rendered(citations, make())
        return known.made

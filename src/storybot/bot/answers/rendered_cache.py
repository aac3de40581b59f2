"""Keep what was rendered for everybody who asks the same.

What is shown of citations that are kept is made once in each language and kind of chat.
"""

from collections.abc import Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

from storybot.answering.cited_cache import CitedCache, versions_cited
from storybot.model.answers import Citation

T = TypeVar("T")

_MOST = 500
"""A page of inline results has about 12,000 characters, a card a tenth of that."""
_MOST_CITED = 8_000_000
"""Characters of the articles that are cited: they are kept as long, also when they were changed."""

Citations = tuple[Citation, ...]


class _Rendered(NamedTuple, Generic[T]):
    citations: Citations
    """Kept, for an id is theirs only as long as they are there."""
    made: T


class RenderedCache(Generic[T]):
    """What was rendered, by the very citations that it shows."""

    def __init__(self) -> None:
        self._kept = CitedCache[_Rendered[T]](
            _MOST, _MOST_CITED, lambda one: versions_cited(one.citations)
        )

    def get(self, citations: Citations, shown: Hashable, make: Callable[[], T]) -> T:
        """Return what is cached, or make it; ``shown`` names all else that it depends on."""
        key = (id(citations), shown)
        known = self._kept.get(key)
        if known is None or known.citations is not citations:
            known = _Rendered(citations, make())
            self._kept.remember(key, known)
        return known.made

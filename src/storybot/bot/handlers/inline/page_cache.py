"""Cache rendered pages of inline results for everybody who types the same.

A page whose citations are kept is made once in each language.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from cachetools import LRUCache

from storybot.bot.calls.kept_json import JsonObject, KeptJson
from storybot.model.answers import Citation

_MOST = 300
"""Pages; one has about 12,000 characters."""

Citations = tuple[Citation, ...]


class _Page(NamedTuple):
    citations: Citations
    """Kept, for an id is theirs only as long as they are there."""
    results: KeptJson


class PageCache:
    """Pages by the very citations that they show."""

    def __init__(self) -> None:
        self._kept: LRUCache[Hashable, _Page] = LRUCache(_MOST)

    def page(
        self, citations: Citations, shown: Hashable, make: Callable[[], list[JsonObject]]
    ) -> KeptJson:
        """Return the cached page, or make it; ``shown`` names the page and its language."""
        key = (id(citations), shown)
        known = self._kept.get(key)
        if known is None or known.citations is not citations:
            known = self._kept[key] = _Page(citations, KeptJson.of(make()))
        return known.results

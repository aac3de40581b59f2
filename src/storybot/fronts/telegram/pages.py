"""Pages of offers as Telegram takes them, kept for the others who type the same.

The library's objects are there to be made and checked; making them, and turning them into JSON,
costs as much as finding an answer. A page whose citations are kept is made once in each language.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

from telegram import InlineQueryResult, InlineQueryResultArticle

from storybot.model import Citation
from storybot.store.recent import Recent

_MOST = 300
"""Pages; one has about 12,000 characters."""

Citations = tuple[Citation, ...]


class Ready(InlineQueryResult):
    """An offer that was turned into JSON's types already."""

    __slots__ = ("_fields",)

    def __init__(self, offer: InlineQueryResultArticle) -> None:
        super().__init__(offer.type, offer.id)
        self._fields = offer.to_dict()

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:  # noqa: ARG002, FBT001, FBT002
        """Return what is sent."""
        return self._fields


class _Page(NamedTuple):
    citations: Citations
    """Kept, for an id is theirs only as long as they are there."""
    offers: list[Ready]


class Pages:
    """Pages by the very citations that they show."""

    def __init__(self) -> None:
        self._kept: Recent[Hashable, _Page] = Recent(_MOST)

    def page(
        self,
        citations: Citations,
        shown: Hashable,
        make: Callable[[], Sequence[InlineQueryResultArticle]],
    ) -> list[Ready]:
        """Return the page, made only if it is not kept; ``shown`` says which and in what words."""
        key = (id(citations), shown)
        known = self._kept.get(key)
        if known is None or known.citations is not citations:
            known = self._kept.put(key, _Page(citations, list(map(Ready, make()))))
        return known.offers

"""Cache store reads and answers for as long as nothing has changed.

All entries belong to one generation of the store. Every confirmed change, by any process, advances
the generation, so one small query at the end of a question validates the cache; reading articles
again would cost a quarter of the answer.
"""

from collections.abc import Collection, Hashable, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

from cachetools import LRUCache

from storybot.answering.cited_cache import CitedCache, versions_cited
from storybot.model.answers import Answer
from storybot.model.documents import DocumentId, Version
from storybot.store.document_store import Generation, Store

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_VERSIONS, _ANSWERS = 2_048, 1_000
_MOST_CHARACTERS = 8_000_000
"""Size of the cached articles."""
_MOST_CITED = 32_000_000
"""Characters of the articles that answers cite."""


Answers = CitedCache[Answer]
"""Answers by question."""


class _Memory:
    """Cached reads of one generation."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.languages: list[str] = []
        self.versions: LRUCache[tuple[DocumentId, int], Version] = LRUCache(
            _MOST_CHARACTERS,
            lambda version: max(len(version.document.text), _MOST_CHARACTERS // _VERSIONS),
        )
        self.answers: Answers = CitedCache(_ANSWERS, _MOST_CITED, _cited_by)


class StoreMoment(NamedTuple):
    """A generation of the store, and the answers cached for it."""

    generation: Generation
    answers: Answers


class CachedStore:
    """A store with a read-through cache, valid for one generation.

    Results are valid if `now` afterwards equals the `moment` before.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.misses = 0
        """How often something was named by the index, and is no longer there to be quoted."""
        self._memory = _Memory(Generation(-1, 0, 0))

    @property
    def moment(self) -> StoreMoment:
        """The generation that is remembered at this moment."""
        return StoreMoment(self._memory.generation, self._memory.answers)

    async def now(self) -> StoreMoment:
        """Query the store's generation; clear the cache if it has advanced.

        Raises:
            StoreError: the store failed.
        """
        generation = await self._store.generation()
        if self._memory.generation != generation:
            self._memory = _Memory(generation)
        return self.moment

    async def languages(self) -> Sequence[str]:
        """Return the languages of the quotable passages; see `Store.languages`."""
        memory = self._memory
        if not memory.languages:
            memory.languages = await self._store.languages()
        return memory.languages

    async def versions(
        self, keys: Collection[tuple[DocumentId, int]]
    ) -> dict[tuple[DocumentId, int], Version]:
        """Return those of the versions that are there and whole; see `Store.versions`."""
        memory = self._memory.versions
        found = {key: known for key in keys if (known := memory.get(key))}
        if missing := [key for key in keys if key not in found]:
            for version in await self._store.versions(missing):
                key = (version.id, version.number)
                found[key] = version
                remember(memory, key, version)
        return found


def remember(cache: LRUCache[K, V], key: K, value: V) -> None:
    """Cache a value, unless it alone exceeds the cache."""
    with suppress(ValueError):  # raised by cachetools for such a value
        cache[key] = value


def _cited_by(answer: Answer) -> list[Version]:
    return versions_cited([*answer.citations, *filter(None, [answer.contradicted])])

"""Remember what the store said, and what was answered, for as long as nothing has changed.

All of it belongs to one generation of the store. A change that any process has confirmed moves the
generation, so that one small query at the end of a question tells whether what was remembered was
true all the while; reading passages and articles again would cost a quarter of the answer.
"""

from collections.abc import Collection, Hashable, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol, TypeVar

from cachetools import LRUCache

from storybot.model.answers import Answer
from storybot.model.documents import DocumentId, Version
from storybot.model.passages import Passage, PassageId
from storybot.store.document_store import Generation, Store

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PASSAGES, _VERSIONS, _ANSWERS = 8_192, 2_048, 1_000
_MOST_CHARACTERS = 8_000_000
"""Of the articles whose versions are remembered."""
_MOST_CITED = 32_000_000
"""Characters of the articles that answers cite, each counted for every answer: an upper bound."""


Answers = LRUCache[Hashable, Answer]
"""Answers by what was asked."""


class Texts(Protocol):
    """What of a `Store` an answer is made from."""

    async def languages(self) -> Sequence[str]:
        """See `Store.languages`."""

    async def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """See `Store.passages`."""

    async def versions(self, keys: Collection[tuple[DocumentId, int]]) -> list[Version]:
        """See `Store.versions`."""


class _Memory:
    """What is known of one generation."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.languages: list[str] = []
        self.passages: LRUCache[PassageId, Passage] = LRUCache(_PASSAGES)
        self.versions: LRUCache[tuple[DocumentId, int], Version] = LRUCache(
            _MOST_CHARACTERS,
            lambda version: max(len(version.document.text), _MOST_CHARACTERS // _VERSIONS),
        )
        self.answers: Answers = LRUCache(
            _MOST_CITED, lambda answer: max(_characters(answer), _MOST_CITED // _ANSWERS)
        )


class StoreMoment(NamedTuple):
    """A generation of the store, and the answers that were made at it."""

    generation: Generation
    answers: Answers


class CachedStore:
    """The `Texts` of a store, each read once while nothing changes.

    What was made from them is right if `now` is afterwards what `moment` was before.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._memory = _Memory(Generation(-1, 0, 0))

    @property
    def moment(self) -> StoreMoment:
        """The generation that is remembered at this moment."""
        return StoreMoment(self._memory.generation, self._memory.answers)

    async def now(self) -> StoreMoment:
        """Ask the store how far it has come; forget what was remembered if that is further.

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

    async def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return the quotable passages of these ids; see `Store.passages`."""
        # Only this memory is added to: another one may be in its place when the store answers.
        memory = self._memory.passages
        found = {id: known for id in ids if (known := memory.get(id))}
        if missing := [id for id in ids if id not in found]:
            for passage in await self._store.passages(missing):
                found[passage.id] = memory[passage.id] = passage
        return [found[id] for id in ids if id in found]

    async def versions(self, keys: Collection[tuple[DocumentId, int]]) -> list[Version]:
        """Return those of the versions that are there and whole; see `Store.versions`."""
        memory = self._memory.versions
        found = {key: known for key in keys if (known := memory.get(key))}
        if missing := [key for key in keys if key not in found]:
            for version in await self._store.versions(missing):
                key = (version.id, version.number)
                found[key] = version
                remember(memory, key, version)
        return list(found.values())


def remember(cache: LRUCache[K, V], key: K, value: V) -> None:
    """Keep a value, unless it alone is larger than the cache."""
    with suppress(ValueError):  # what cachetools raises then
        cache[key] = value


def _characters(answer: Answer) -> int:
    """Count the characters of the articles that an answer cites."""
    cited = [*answer.citations, *filter(None, [answer.contradicted])]
    versions = {v.id: v for citation in cited for v in (citation.version, *citation.also_in)}
    return sum(len(version.document.text) for version in versions.values())

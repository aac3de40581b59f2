"""An `Index` on OpenSearch; the protocol documents each method.

The cluster finds the hundred best by its own BM25, whose lengths are rounded and which lacks the
constant of BM25+; these are scored exactly here, over statistics that the cluster counted.
"""

import base64
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from storybot.model.passages import PassageId
from storybot.search.index import IndexEntry, Reflected, Results
from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.cluster_url import ClusterUrl
from storybot.search.opensearch.exact_scores import best_hits
from storybot.search.opensearch.fetched_sentences import FetchedSentences
from storybot.search.opensearch.packing import unpack
from storybot.search.opensearch.schema import (
    GENERATION,
    body,
    generation_text,
    read_generation,
    shelf_of,
    term_key,
)
from storybot.search.opensearch.term_counts import TermCounts
from storybot.search.opensearch.writing import Operation, additions, new_words, removal, write
from storybot.search.shelves import is_shelved

T = TypeVar("T")
_CANDIDATES = 100
"""Passages that are scored exactly."""
_CLAUSES = 1_024
"""Distinct terms of a search: the engine's indices.query.bool.max_clause_count."""
_ROUNDS = 20
"""Times that what is missing is asked for: shelves may be more than are kept, or passages change.
The rest is taken for unknown, so that no question waits for ever."""
_KNOWN_WORDS = 200_000
"""Words that are known to be in the cluster; forgotten beyond that, and sent again."""


class OpenSearchIndex:
    """Passages in a cluster, which other processes search and change too."""

    is_shared: Final = True
    """Whether other processes change it, too."""

    def __init__(self, url: ClusterUrl) -> None:
        self._cluster = Cluster(url)
        self._counts = TermCounts()
        self._words: set[str] = set()
        self._exists = False
        self._reflected: Reflected | None = None

    @property
    def statistics(self) -> TermCounts:
        """What is known of terms; see `Index.statistics`."""
        return self._counts

    async def settled(self, read: Callable[[], T]) -> T:
        """Return what a function makes of the statistics; see `Index.settled`."""
        counts = self._counts
        for _ in range(_ROUNDS):
            counts.forget_misses()
            misses = counts.misses
            found = read()
            if counts.misses == misses:
                return found
            await self._count(*counts.missed())
        return read()

    async def count(self) -> int:
        """Count the passages."""
        counts = self._counts
        return await self.settled(lambda: len(counts))

    async def find(self, terms: Sequence[str], k: int, counted: Collection[str] = ()) -> Results:
        """Search, in one round trip; see `Index.find`."""
        await self._ensure()
        counts, wanted = self._counts, dict.fromkeys((*terms, *counted))
        # Parts of a small index differ in how rare a term is; of a large one they hardly do.
        header = {"search_type": "dfs_query_then_fetch"} if self._cluster.url.shards > 1 else {}
        sought = await self._rarest(terms)
        while True:
            unknown, moment = counts.unknown(wanted), counts.moment
            asked = [(header, _search(sought, k)), *counts.searches(unknown)]
            first, *others = await self._cluster.search(asked)
            if counts.learn(unknown, (), others, moment):
                break
        fields = {PassageId(int(hit["_id"])): hit["fields"] for hit in first["hits"]["hits"]}
        found = {id: base64.b64decode(of["occurrences"][0]) for id, of in fields.items()}
        frequencies, passages = counts.frequencies(wanted), len(counts)
        best = best_hits(found, terms, frequencies, passages, counts.length, k)
        # Most of what was found is not among the best, and stays packed.
        packed = [fields[hit.passage] for hit in best]
        texts = dict.fromkeys(
            text for name in ("beside", "sentences") for of in packed for text in of.get(name, ())
        )
        sentences = FetchedSentences([unpack(base64.b64decode(text)) for text in texts])
        return Results(best, passages, frequencies, sentences)

    async def change(
        self,
        *,
        removed: Iterable[PassageId] = (),
        added: Sequence[IndexEntry] = (),
        generation: Reflected | None = None,
    ) -> None:
        """Remove and add passages, and wait until searches see it; see `Index.change`."""
        await self._ensure()
        version = None if generation is None else _version(generation)
        ids = {entry.id for entry in added}
        operations: list[Operation] = [
            removal(id, version) for id in dict.fromkeys(removed) if id not in ids
        ]
        operations += additions(added, version)
        operations += new_words(added, self._words)
        if len(self._words) > _KNOWN_WORDS:
            self._words.clear()
        try:
            await write(self._cluster, self._cluster.alias, operations, visible=True)
        except BaseException:
            self._words.clear()  # it is not known which of them were written
            raise
        finally:
            shelved = {term for entry in added for term in entry.terms if is_shelved(term)}
            self._counts.forget({shelf_of(word) for word in shelved})
        if generation is not None:
            note = [_note(generation)]
            await write(self._cluster, self._cluster.alias, note, visible=False)
            self._reflected = generation

    @asynccontextmanager
    async def filling(self) -> AsyncIterator["OpenSearchFilling"]:
        """Return what fills the index anew; see `Index.filling`."""
        name = f"{self._cluster.alias}-{secrets.token_hex(4)}"
        await self._cluster.create(name, body(self._cluster.url))
        filling = OpenSearchFilling(self._cluster, name, self._replaced)
        try:
            yield filling
        finally:
            if not filling.swapped:
                await self._cluster.delete(name)

    async def reflected(self) -> Reflected | None:
        """Return the generation that the processes have brought the index to."""
        text = await self._cluster.stored(GENERATION, "generation")
        found = read_generation(text) if text else None
        if found != self._reflected:
            self._reflected = found
            self._counts.forget(())
            self._words.clear()  # another process may have filled the index anew
        return found

    async def close(self) -> None:
        """Close the connections; calling it twice is allowed."""
        await self._cluster.close()

    def _replaced(self, generation: Reflected) -> None:
        """Forget all that was known of the index that another one took the place of."""
        self._exists, self._reflected = True, generation
        self._words.clear()
        self._counts.forget()

    async def _rarest(self, terms: Sequence[str]) -> Sequence[str]:
        """Return the terms, or of more than the engine takes the rarest that it knows."""
        distinct = dict.fromkeys(terms)
        if len(distinct) <= _CLAUSES:
            return terms
        frequency = self._counts.document_frequency
        counted = await self.settled(lambda: {term: frequency(term) for term in distinct})
        rarest = sorted(filter(counted.__getitem__, distinct), key=counted.__getitem__)
        kept = set(rarest[:_CLAUSES])
        return [term for term in terms if term in kept]

    async def _count(self, terms: Sequence[str], shelves: Sequence[str]) -> None:
        await self._ensure()
        moment, asked = self._counts.moment, self._counts.searches(terms, shelves)
        self._counts.learn(terms, shelves, await self._cluster.search(asked), moment)

    async def _ensure(self) -> None:
        """Make an empty index, where there is none."""
        if not self._exists:
            await self._cluster.begin(f"{self._cluster.alias}-0", body(self._cluster.url))
            self._exists = True


class OpenSearchFilling:
    """An index that nobody searches yet."""

    def __init__(self, cluster: Cluster, name: str, replaced: Callable[[Reflected], None]) -> None:
        self._cluster, self._name, self._replaced = cluster, name, replaced
        self._words: set[str] = set()
        self._before: list[IndexEntry] = []
        self._last: list[IndexEntry] = []
        self.swapped = False

    async def add(self, entries: Sequence[IndexEntry]) -> None:
        """Add passages; see `Filling.add`. The last one waits for the one that continues it."""
        ready, held = [*self._last, *entries[:-1]], list(entries[-1:])
        if entries:
            await self._write(ready, [*self._before, *held])
            self._before, self._last = ready[-1:] or self._before, held

    async def swap(self, generation: Reflected) -> None:
        """Take the place of all passages; see `Filling.swap`."""
        await self._write(self._last, self._before)
        await write(self._cluster, self._name, [_note(generation)], visible=False)
        await self._cluster.refresh(self._name)
        await self._cluster.point(self._name)
        self.swapped = True
        self._replaced(generation)

    async def _write(self, entries: Sequence[IndexEntry], around: Sequence[IndexEntry]) -> None:
        if len(self._words) > _KNOWN_WORDS:
            self._words.clear()
        operations = [*additions(entries, None, around), *new_words(entries, self._words)]
        await write(self._cluster, self._name, operations, visible=False)


def _search(terms: Sequence[str], k: int) -> dict[str, Any]:
    """Return the search for the passages that are worth an exact score."""
    times = Counter(map(term_key, terms))
    clauses = [{"term": {"terms": {"value": term, "boost": n}}} for term, n in times.items()]
    return {
        "size": max(k, _CANDIDATES) if k > 0 and clauses else 0,
        # Without it the engine skips whole blocks of postings that cannot reach the best.
        "track_total_hits": False,
        "_source": False,
        "stored_fields": ["occurrences", "sentences", "beside"],
        "query": {"bool": {"should": clauses, "minimum_should_match": 1}},
    }


def _version(generation: Reflected) -> int:
    """Return the version of what a change writes: versions begin at 1, changes at 0."""
    return generation[1] + 1


def _note(generation: Reflected) -> Operation:
    about = {"_id": GENERATION, "version": _version(generation), "version_type": "external_gte"}
    return Operation("index", about, {"generation": generation_text(generation)})

"""Corpora for tests of the index, and what rank-bm25 says of them."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

import numpy as np
import pytest
from rank_bm25 import BM25Plus  # type: ignore[import-untyped]

from storybot.model.passages import Hit, PassageId
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.index import Index, IndexEntry
from storybot.search.opensearch.cluster_url import read_cluster_url
from storybot.search.opensearch.opensearch_index import OpenSearchIndex
from worlds.opensearch_fixtures import delete_index, opensearch_cluster

Corpus = dict[int, list[str]]


def texts(*passages: str) -> Corpus:
    """Make a corpus of passages numbered from 1."""
    return {number: text.split() for number, text in enumerate(passages, 1)}


def story(passages: int) -> Corpus:
    """Make passages of words that are as unevenly frequent as real ones; many are alike."""
    random = np.random.default_rng(1)
    words = np.minimum(random.zipf(1.3, (passages, 12)), 2000)
    words[passages // 2 :: 7] = words[3]
    lengths = random.integers(1, 12, passages).tolist()
    cut = (row[:n] for row, n in zip(words.tolist(), lengths, strict=True))
    return {id_: [f"w{word}" for word in row] for id_, row in enumerate(cut)}


def entries(corpus: Corpus) -> list[IndexEntry]:
    """Return the corpus as the index takes it."""
    return [IndexEntry(PassageId(id_), terms) for id_, terms in corpus.items()]


class Ranking:
    """What rank-bm25 says of a corpus, over the passages in order of id."""

    def __init__(self, corpus: Corpus) -> None:
        self._ids = sorted(corpus)
        self._terms = [set(corpus[id_]) for id_ in self._ids]
        self._bm25 = BM25Plus([corpus[id_] for id_ in self._ids]) if any(self._terms) else None

    def hits(self, query: Sequence[str], k: int) -> list[Hit]:
        """Return the best passages among those that hold a term."""
        if not self._bm25:
            return []
        scores = self._bm25.get_scores(query).tolist()
        hits = [
            Hit(PassageId(id_), score)
            for id_, score, terms in zip(self._ids, scores, self._terms, strict=True)
            if not terms.isdisjoint(query)
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage))[: max(k, 0)]


def oracle(corpus: Corpus, query: Sequence[str], k: int) -> list[Hit]:
    """Rank with rank-bm25 what is asked only once."""
    return Ranking(corpus).hits(query, k)


MakeIndex = Callable[[], Awaitable[Index]]
Maker = Callable[[pytest.Config, AsyncExitStack], MakeIndex]


def _embedded(_: pytest.Config, made: AsyncExitStack) -> MakeIndex:
    async def make() -> Index:
        index = EmbeddedIndex()
        made.push_async_callback(index.close)
        return index

    return make


def _opensearch(config: pytest.Config, made: AsyncExitStack) -> MakeIndex:
    cluster = opensearch_cluster(config)

    async def make() -> Index:
        name = f"test-{secrets.token_hex(6)}"
        url = read_cluster_url(f"{cluster}/{name}?refresh_ms=20&shards=2")
        index = OpenSearchIndex(url)
        made.push_async_callback(delete_index, url)
        made.push_async_callback(index.close)
        return index

    return make


MAKERS: dict[str, Maker] = {"embedded": _embedded, "opensearch": _opensearch}
"""Makes empty indexes of each kind."""

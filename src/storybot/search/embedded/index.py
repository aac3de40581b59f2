"""The index inside the process: rank-bm25's scores, answered from postings."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rank_bm25 import BM25Plus  # type: ignore[import-untyped]

from storybot.model import Hit, PassageId
from storybot.search.base import Entry


class EmbeddedIndex:
    """An `Index` in memory; see the protocol for what each method promises."""

    def __init__(self) -> None:
        self._frequencies: dict[PassageId, Counter[str]] = {}
        self._lengths: dict[PassageId, int] = {}
        self._holders: dict[str, set[PassageId]] = {}
        self._tokens = 0

    def add(self, entries: Iterable[Entry]) -> None:
        """Add passages; see `Index.add`."""
        staged: dict[PassageId, Sequence[str]] = {}
        for id_, terms in entries:
            if id_ in self._lengths or id_ in staged:
                raise ValueError(f"passage {id_} is already in the index")
            staged[id_] = terms
        for id_, terms in staged.items():
            self._frequencies[id_] = Counter(terms)
            self._lengths[id_] = len(terms)
            self._tokens += len(terms)
            for term in self._frequencies[id_]:
                self._holders.setdefault(term, set()).add(id_)

    def remove(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; see `Index.remove`."""
        for id_ in ids:
            if id_ in self._lengths:
                self._tokens -= self._lengths.pop(id_)
                for term in self._frequencies.pop(id_):
                    self._holders[term].discard(id_)

    def search(self, terms: Sequence[str], k: int) -> list[Hit]:
        """Return the best passages; see `Index.search`."""
        found = sorted(set().union(*(self._holders.get(term, ()) for term in terms)))
        if not found or k < 1:
            return []
        model = BM25Plus([[]])
        model.corpus_size = len(self)
        model._calc_idf({t: n for t in terms if (n := self.document_frequency(t))})  # noqa: SLF001
        model.corpus_size = len(found)
        model.avgdl = self._tokens / len(self)
        model.doc_freqs = [self._frequencies[id_] for id_ in found]
        model.doc_len = [self._lengths[id_] for id_ in found]
        hits = map(Hit, found, model.get_scores(terms).tolist())
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage))[:k]

    def document_frequency(self, term: str) -> int:
        """Count the passages that hold the term."""
        return len(self._holders.get(term, ()))

    def __len__(self) -> int:
        """Count the passages."""
        return len(self._lengths)

    def clear(self) -> None:
        """Remove every passage; see `Index.clear`."""
        self.__init__()  # type: ignore[misc]

    def close(self) -> None:
        """Release what the index holds; calling it twice is allowed."""
        self.__init__()  # type: ignore[misc]

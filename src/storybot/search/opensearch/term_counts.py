"""What is known of terms between two changes: counted by the cluster once, then at hand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cachetools import LRUCache, TTLCache

from storybot.search.opensearch.schema import shelf_key, term_key
from storybot.search.shelves import Shelf

Search = tuple[Mapping[str, Any], Mapping[str, Any]]

_TERMS, _WORDS = 100_000, 500_000
"""Terms whose counts, and words of shelves, that are kept."""
_STALE = 300.0
"""Seconds after which a shelf is looked at again: other processes add words, too."""
_SHELF = 65_000
"""Words of a shelf at most; the server's limit for one reply is 65,535."""
_AT_ONCE = 256
"""Most terms and shelves that are asked for in one round trip."""


class TermCounts:
    """A `Statistics` of what the cluster was asked, which notes what it was not."""

    def __init__(self) -> None:
        self.misses = 0
        self.moment = 0
        """Raised by each change of the passages."""
        self.passages: int | None = None
        self.length = 0
        """Terms of all passages."""
        self._counts: LRUCache[str, int] = LRUCache(_TERMS)
        self._shelves: TTLCache[str, Shelf] = TTLCache(
            _WORDS, _STALE, getsizeof=lambda words: max(len(words), 1)
        )
        self._missed_terms: set[str] = set()
        self._missed_shelves: set[str] = set()

    def __len__(self) -> int:
        """Count the passages."""
        if self.passages is None:
            self.misses += 1
            return 0
        return self.passages

    def document_frequency(self, term: str) -> int:
        """Count the passages that contain the term."""
        found = self._counts.get(term)
        if found is None:
            self.misses += 1
            self._missed_terms.add(term)
            return 0
        return found

    def vocabulary(self) -> "TermCounts":
        """Return the terms by first letter and length."""
        return self

    def shelf(self, letter: str, length: int) -> Shelf:
        """Return the words of a shelf; see `TermShelves.shelf`."""
        key = shelf_key(letter, length)
        found = self._shelves.get(key)
        if found is None:
            self.misses += 1
            self._missed_shelves.add(key)
            return Shelf()
        return found

    def forget_misses(self) -> None:
        """Begin to note what is asked for."""
        self._missed_terms.clear()
        self._missed_shelves.clear()

    def missed(self) -> tuple[list[str], list[str]]:
        """Return the terms, or if there are none the shelves, that were not at hand.

        Where a term's count is missing, every word looks misspelt: shelves are not wanted yet.
        """
        if self._missed_terms or self.passages is None:
            return sorted(self._missed_terms)[:_AT_ONCE], []
        return [], sorted(self._missed_shelves)[:_AT_ONCE]

    def unknown(self, terms: Iterable[str]) -> list[str]:
        """Return those terms whose counts are not at hand; the others are kept for longest."""
        # `in` is no use of a term: what is learned next might take the place of a wanted one.
        return [term for term in dict.fromkeys(terms) if self._counts.get(term) is None]

    def searches(self, terms: Sequence[str], shelves: Sequence[str] = ()) -> list[Search]:
        """Return what to ask for counts of terms, for shelves, and for all passages if need be."""
        found: list[Search] = [({}, _count(term)) for term in terms]
        found += [({}, _shelf(shelf)) for shelf in shelves]
        return found if self.passages is not None else [*found, ({}, _WHOLE)]

    def learn(
        self,
        terms: Sequence[str],
        shelves: Sequence[str],
        replies: Sequence[Mapping[str, Any]],
        moment: int,
    ) -> bool:
        """Note the replies to `searches`, unless passages have changed since that ``moment``.

        Returns whether they were noted: else they may be of before the change.
        """
        if moment != self.moment:
            return False
        for term, reply in zip(terms, replies, strict=False):
            self._counts[term] = reply["hits"]["total"]["value"]
        for shelf, reply in zip(shelves, replies[len(terms) :], strict=False):
            buckets = reply["aggregations"]["words"]["buckets"]
            words = Shelf.of([bucket["key"] for bucket in buckets])
            if len(words) <= _WORDS:
                self._shelves[shelf] = words
        if len(replies) > len(terms) + len(shelves):
            lengths = replies[-1]["aggregations"]["lengths"]
            self.passages, self.length = lengths["count"], round(lengths["sum"])
        return True

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return the counts of terms, all of which are at hand."""
        return {term: self._counts[term] for term in terms}

    def forget(self, shelves: Collection[str] | None = None) -> None:
        """Forget all counts, for passages have changed; and these shelves, or all of them."""
        self.moment += 1
        self._counts.clear()
        self.passages = None
        for shelf in list(self._shelves) if shelves is None else shelves:
            self._shelves.pop(shelf, None)


_WHOLE: dict[str, Any] = {"size": 0, "aggs": {"lengths": {"stats": {"field": "length"}}}}


def _count(term: str) -> dict[str, Any]:
    return {"size": 0, "track_total_hits": True, "query": {"term": {"terms": term_key(term)}}}


def _shelf(shelf: str) -> dict[str, Any]:
    # Words of a shelf are few among all: to number them all first would take longer.
    words = {"terms": {"field": "word", "size": _SHELF, "execution_hint": "map"}}
    return {"size": 0, "query": {"term": {"shelf": shelf}}, "aggs": {"words": words}}

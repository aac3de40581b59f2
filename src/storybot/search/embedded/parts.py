"""Store passages in a merged segment and a growing tail.

While a thread merges them, both stay searchable, and a new tail takes additions. A small story has
only a tail.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import chain, islice

import numpy as np

from storybot.model.passages import PassageId
from storybot.search.embedded.freed_memory import trim
from storybot.search.embedded.postings import Ints, Postings
from storybot.search.embedded.scoring.shape_weights import Shapes
from storybot.search.embedded.segments.merge import Plan, merge, plan
from storybot.search.embedded.segments.segment import Segment
from storybot.search.embedded.segments.tail import Batch, Tail, encode
from storybot.search.embedded.segments.vocabulary import Vocabulary
from storybot.search.embedded.thresholds import Limits
from storybot.search.index import IndexEntry

_TAIL_SHARE = 64
"""The tail of a large index is merged at one passage per so many merged ones: a larger share would
take memory, a smaller one would keep a thread merging all the time."""

_REMOVED_SHARE = 4
"""A merge is due when one of so many passages is removed: they cost time and memory."""

_LARGE_SHARE = 8
"""An addition is merged at once if it exceeds one passage per so many existing ones."""

_log = logging.getLogger(__name__)


class Parts:
    """Passages and postings, numbered through from the first part to the last."""

    def __init__(
        self, limits: Limits, segment: Segment | None = None, shapes: Shapes | None = None
    ) -> None:
        self.shapes = shapes or Shapes()
        self._limits = limits
        self._tail = Tail()
        self._parts: list[Segment | Tail] = (
            [self._tail] if segment is None else [segment, self._tail]
        )
        self._merge: Future[Segment] | None = None
        self._removed_since: list[Ints] = []
        self._threads: ThreadPoolExecutor | None = None
        self._joined: dict[str, tuple[int, Postings]] = {}
        """Postings by term, with how many of them are in the tail."""
        self._kept = 0

    @property
    def size(self) -> int:
        """Count the passages' numbers, those of removed passages included."""
        return sum(part.passages.size for part in self._parts)

    @property
    def living(self) -> int:
        """Count the passages."""
        return sum(part.passages.living for part in self._parts)

    @property
    def terms(self) -> int:
        """Count the terms of the passages, repeats included."""
        return sum(part.passages.terms for part in self._parts)

    def postings(self, term: str) -> Postings | None:
        """Return the postings of a term, None if no passage contains it."""
        if self._parts[0] is self._tail:
            return self._tail.postings(term)
        added = self._tail.count(term)
        before, postings = self._joined.get(term, (-1, None))
        if before != added:
            postings = self._join(term)
            if postings is not None:
                self._keep(term, added, postings)
        return postings

    def vocabularies(self) -> Iterator[Vocabulary]:
        """Yield the words of the parts that do not grow."""
        return (part.vocabulary for part in self._parts if isinstance(part, Segment))

    def growing_words(self) -> Iterator[str]:
        """Yield the words of the parts that grow, or did so until they were merged."""
        tails = [part.words() for part in self._parts if isinstance(part, Tail)]
        yield from dict.fromkeys(chain.from_iterable(tails))

    def ids(self, numbers: Ints) -> Ints:
        """Return the ids of passages, given their numbers in ascending order."""
        first_part = self._parts[0].passages
        if not len(numbers) or numbers[-1] < first_part.size:
            return first_part.ids[numbers]
        found, first = list[Ints](), 0
        for part in self._parts:
            end = first + part.passages.size
            begin, stop = numbers.searchsorted([first, end])
            found.append(part.passages.ids[numbers[begin:stop] - first])
            first = end
        return np.concatenate(found)

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Add passages; see `Index.add`."""
        self.take(list(self.encoded(entries)))

    def take(self, batches: Sequence[Batch]) -> None:
        """Add passages that were encoded here."""
        self._refuse_known(batches)
        added = sum(len(batch.ids) for batch in batches)
        if added > max(self._limits.chunk, self.size // _LARGE_SHARE):
            self._merge_now(batches)
        else:
            for batch in batches:
                self._tail.append(batch)
            self._merge_if_due()

    def remove(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; see `Index.remove`."""
        wanted = np.fromiter(ids, dtype=np.int64)
        removed = [part.passages.remove(wanted) for part in self._parts]
        if any(removed):
            self._forget()
        if self._merge is not None:
            self._removed_since.append(wanted)
        self._merge_if_due()

    def settle(self) -> bool:
        """Install the result of a merge; return whether it changed the numbering."""
        if self._merge is None or not self._merge.done():
            return False
        merging, self._merge = self._merge, None
        if (error := merging.exception()) is not None:
            _log.error("The index cannot be merged; it answers from its parts.", exc_info=error)
            return False
        self._parts = [merging.result(), self._tail]
        self._forget()
        for ids in self._removed_since:
            self._parts[0].passages.remove(ids)
        return True

    def merged(self) -> Segment:
        """Merge everything into one segment, unless it is one already, and return it."""
        first = self._parts[0]
        if not isinstance(first, Segment) or self.size > first.passages.living:
            first = self._merge_now()
        return first

    def close(self) -> None:
        """Wait for the merge in progress, if any."""
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
            self._threads = None

    def _join(self, term: str) -> Postings | None:
        joined, first = None, 0
        for part in self._parts:
            postings = part.postings(term)
            if postings is not None:
                passages, shapes = postings
                if first:
                    passages = passages + first
                if joined is not None:
                    passages = np.concatenate((joined.passages, passages))
                    shapes = np.concatenate((joined.shapes, shapes))
                joined = Postings(passages, shapes)
            first += part.passages.size
        return joined

    def _keep(self, term: str, added: int, postings: Postings) -> None:
        """Cache a term's postings until an addition, a removal or a renumbering."""
        self._kept += len(postings.passages)
        if self._kept > self._limits.kept:
            self._forget()
            self._kept = len(postings.passages)
        self._joined[term] = added, postings

    def _forget(self) -> None:
        self._joined.clear()
        self._kept = 0

    def encoded(self, entries: Iterable[IndexEntry]) -> Iterator[Batch]:
        """Encode passages, to be taken before others are."""
        remaining = iter(entries)
        while chunk := list(islice(remaining, self._limits.chunk)):
            yield encode(chunk, self._tail.rows, self.shapes)

    def _refuse_known(self, batches: Sequence[Batch]) -> None:
        if not batches:
            return
        ids = np.sort(np.concatenate([batch.ids for batch in batches]))
        present = [part.passages.ids[part.passages.find(ids)] for part in self._parts]
        known = np.concatenate([ids[1:][ids[1:] == ids[:-1]], *present])
        if len(known):
            raise ValueError(f"Passage {known[0]} is already in the index.")

    def _merge_if_due(self) -> None:
        merged = sum(p.passages.size for p in self._parts if isinstance(p, Segment))
        new, removed = self._tail.passages.size, self.size - self.living
        due = new >= max(self._limits.tail, merged // _TAIL_SHARE)
        due |= removed >= max(self._limits.removed, self.size // _REMOVED_SHARE)
        if due and self._merge is None:
            self._threads = self._threads or ThreadPoolExecutor(1, "index-merge")
            self._merge = self._threads.submit(_merged, plan(self._parts))
            self._removed_since = []
            self._tail = Tail()
            self._parts.append(self._tail)
            self._forget()

    def _merge_now(self, batches: Sequence[Batch] = ()) -> Segment:
        if self._merge is not None:
            wait([self._merge])
            self.settle()
        segment = merge(plan(self._parts, batches))
        self._tail = Tail()
        self._parts = [segment, self._tail]
        self._forget()
        return segment


def _merged(sources: Plan) -> Segment:
    """Merge in a thread, and give back what that took for a while: a fifth of all in the long run.

    What is out of use is not looked for, for that would hold up the other threads.
    """
    segment = merge(sources)
    trim()
    return segment

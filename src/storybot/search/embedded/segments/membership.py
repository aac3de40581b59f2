"""Track the passages of a part of the index: ids, lengths, and removals.

Their ids and lengths, and which of them are still there.
"""

import numpy as np

from storybot.search.embedded.postings import Flags, Ints, Postings, distinct, grown


class Membership:
    """Passages by number within a segment; a removed one retains its number, uncounted."""

    def __init__(self, ids: Ints, lengths: Ints) -> None:
        self.size = len(ids)
        self.living = len(ids)
        self.terms = int(lengths.sum(dtype=np.int64))
        """Terms of the living passages, repeats included."""
        self._ids, self._lengths = ids, lengths
        self._alive: Flags = np.ones(len(ids), dtype=np.bool_)
        self._ascending = bool((ids[1:] > ids[:-1]).all())

    @property
    def ids(self) -> Ints:
        """The id of each passage."""
        return self._ids[: self.size]

    @property
    def lengths(self) -> Ints:
        """How many terms each passage has, repeats included."""
        return self._lengths[: self.size]

    @property
    def alive(self) -> Flags:
        """Whether each passage is still there."""
        return self._alive[: self.size]

    @property
    def is_ascending(self) -> bool:
        """Whether the passages, also those that are gone, are in ascending order of id."""
        return self._ascending

    @property
    def is_whole(self) -> bool:
        """Whether all passages are there, in ascending order of id."""
        return self._ascending and self.living == self.size

    def append(self, ids: Ints, lengths: Ints) -> None:
        """Add passages, numbered after the existing ones."""
        size = self.size + len(ids)
        self._ascending &= bool((ids[1:] > ids[:-1]).all())
        self._ascending &= not (self.size and len(ids)) or bool(ids[0] > self._ids[self.size - 1])
        self._ids, self._lengths = grown(self._ids, size), grown(self._lengths, size)
        self._alive = grown(self._alive, size)
        self._ids[self.size : size] = ids
        self._lengths[self.size : size] = lengths
        self._alive[self.size : size] = True
        self.size = size
        self.living += len(ids)
        self.terms += int(lengths.sum())

    def find(self, ids: Ints) -> Ints:
        """Return the numbers of those of the ids that are there."""
        found: Ints
        if not self.size:
            return np.empty(0, dtype=np.intp)
        own = self.ids
        if self._ascending:
            found = own.searchsorted(ids)
            there = own.take(found, mode="clip") == ids
            if self.living < self.size:
                there &= self._alive.take(found, mode="clip")
            return found if there.all() else found[there]
        # An id that was removed and added again occurs twice here; the last one counts.
        order = own.argsort(kind="stable")
        at = own.searchsorted(ids, side="right", sorter=order) - 1
        numbers = order[at]
        found = numbers[(at >= 0) & (own[numbers] == ids) & self._alive[numbers]]
        return found

    def remove(self, ids: Ints) -> bool:
        """Remove those of the ids that are there, and return whether any was."""
        numbers = distinct(self.find(ids))
        self._alive[numbers] = False
        self.living -= len(numbers)
        self.terms -= int(self._lengths[numbers].sum(dtype=np.int64))
        return len(numbers) > 0

    def only_living(self, passages: Ints, shapes: Ints) -> Postings | None:
        """Return the postings without those of removed passages, None where none is left."""
        if self.living < self.size:
            there = self._alive[passages]
            if not there.all():
                passages, shapes = passages[there], shapes[there]
        return Postings(passages, shapes) if len(passages) else None

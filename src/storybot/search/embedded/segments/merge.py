"""Merge the parts of the index into one segment.

Removed passages are dropped, the others are numbered in order of id.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from storybot.search.embedded.postings import Flags, Ints, Postings, Run, starts_of, stretches
from storybot.search.embedded.segments.membership import Membership
from storybot.search.embedded.segments.segment import Segment
from storybot.search.embedded.segments.tail import Batch, Tail
from storybot.search.embedded.segments.vocabulary import Vocabulary

_BLOCK = 2_000_000
"""Postings merged at a time: more would take memory, fewer would take time."""

_SHIFT = 32
_PASSAGE = (1 << _SHIFT) - 1
"""A key is a row and, in these bits, a passage's number."""


class Source(NamedTuple):
    """Passages to merge; rows are those of the vocabulary of the result."""

    ids: Ints
    lengths: Ints
    alive: Flags
    run: Run


class Plan(NamedTuple):
    """The input of a merge, frozen: later removals do not affect it."""

    segment: Segment | None
    tails: Sequence[Tail]
    """Not to be added to until the plan is carried out."""
    alive: Sequence[Flags]
    """One for the segment, if there is one, and one for each tail."""
    batches: Sequence[Batch]
    """Encoded with the last tail's rows, but not in it."""


def plan(parts: Sequence[Segment | Tail], batches: Sequence[Batch] = ()) -> Plan:
    """Plan a merge of parts, at most one of them a segment, and batches into one segment."""
    segment = next((part for part in parts if isinstance(part, Segment)), None)
    tails = [part for part in parts if isinstance(part, Tail)]
    kept = [part for part in (segment, *tails) if part is not None]
    return Plan(segment, tails, [part.passages.alive.copy() for part in kept], batches)


def merge(plan: Plan) -> Segment:
    """Carry out a plan; may run in a thread while the parts are searched."""
    vocabulary, sources = _sources(plan)
    ids = np.concatenate([source.ids[source.alive] for source in sources])
    lengths = np.concatenate([source.lengths[source.alive] for source in sources])
    order = ids.argsort(kind="stable")
    numbers = np.empty(len(ids), dtype=np.int64)
    numbers[order] = np.arange(len(ids))
    living = np.cumsum([source.alive.sum() for source in sources])[:-1]
    streams = list(map(_Stream, sources, np.split(numbers, living)))
    starts, postings = _merge_postings(streams, sources, len(vocabulary))
    return Segment(Membership(ids[order], lengths[order]), vocabulary, starts, postings)


def _sources(plan: Plan) -> tuple[Vocabulary, list[Source]]:
    vocabulary, sources, alive = Vocabulary(), list[Source](), iter(plan.alive)
    rows: Ints = np.empty(0, dtype=np.int64)
    if plan.segment is not None:
        passages, vocabulary = plan.segment.passages, plan.segment.vocabulary
        sources.append(Source(passages.ids, passages.lengths, next(alive), plan.segment.run()))
    for tail in plan.tails:
        vocabulary, rows = vocabulary.extended(list(tail.rows))
        passages, run = tail.passages, _moved(tail.run(), rows)
        sources.append(Source(passages.ids, passages.lengths, next(alive), run))
    for ids, lengths, run in plan.batches:
        everyone = np.ones(len(ids), dtype=np.bool_)
        sources.append(Source(ids, lengths, everyone, _moved(run, rows)))
    return vocabulary, sources


def _moved(run: Run, rows: Ints) -> Run:
    """Return the run with a tail's rows replaced by the result's."""
    moved = rows[run.rows]
    if (moved[1:] > moved[:-1]).all():
        return run._replace(rows=moved)
    order = moved.argsort()
    counts = run.counts[order]
    places = stretches(starts_of(run.counts)[order], counts)
    return Run(moved[order], counts, run.passages[places], run.shapes[places])


class _Stream:
    """The postings of one source, as keys sorted by term and new passage number."""

    def __init__(self, source: Source, numbers: Ints) -> None:
        self._run = source.run
        self._ends = np.cumsum(source.run.counts, dtype=np.int64)
        self._numbers = np.full(len(source.ids), -1, dtype=np.int64)
        self._numbers[source.alive] = numbers

    def between(self, begin: int, end: int) -> tuple[Ints, Ints]:
        """Return keys and shapes of the living postings of some rows."""
        run = self._run
        first, last = run.rows.searchsorted([begin, end]).tolist()
        if first == last:
            return np.empty(0, dtype=np.int64), run.shapes[:0]
        start, stop = int(self._ends[first] - run.counts[first]), int(self._ends[last - 1])
        numbers, shapes = self._numbers[run.passages[start:stop]], run.shapes[start:stop]
        keys = np.repeat(run.rows[first:last] << _SHIFT, run.counts[first:last]) | numbers
        there = numbers >= 0
        return (keys, shapes) if there.all() else (keys[there], shapes[there])


def _merge_postings(
    streams: Sequence[_Stream], sources: Sequence[Source], rows: int
) -> tuple[Ints, Postings]:
    counts = np.zeros(rows, dtype=np.int64)
    for source in sources:
        counts[source.run.rows] += source.run.counts
    total, filled = int(counts.sum()), 0
    passages = np.empty(total, dtype=np.int32)
    shapes = np.empty(total, dtype=np.result_type(*(source.run.shapes for source in sources)))
    living = np.zeros(rows + 1, dtype=np.int64)
    for begin, end in pairwise(_cuts(counts)):
        parts = [stream.between(begin, end) for stream in streams]
        keys, some = (np.concatenate(part) for part in zip(*parts, strict=True))
        order = keys.argsort(kind="stable")
        keys = keys[order]
        places = slice(filled, filled := filled + len(keys))
        passages[places], shapes[places] = keys & _PASSAGE, some[order]
        living[begin + 1 : end + 1] = np.bincount((keys >> _SHIFT) - begin, minlength=end - begin)
    return living.cumsum(), Postings(_cut(passages, filled), _cut(shapes, filled))


def _cuts(counts: Ints) -> list[int]:
    """Return the rows at which to split the merge into blocks of similar numbers of postings."""
    ends = np.cumsum(counts)
    inner = ends.searchsorted(np.arange(_BLOCK, int(counts.sum()), _BLOCK))
    return sorted({0, *inner.tolist(), len(counts)})


def _cut(array: Ints, size: int) -> Ints:
    return array if size == len(array) else array[:size].copy()

"""An in-process index with rank-bm25's scores, answered from postings.

`parts` stores the postings, `shape_weights` has rank-bm25 weigh them, `exhaustive` and `two_stage`
rank the passages of a small and of a large corpus, `snapshot` saves them to disk.
"""

import logging
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager
from copy import copy
from functools import partial
from pathlib import Path
from typing import Final, Self, TypeVar

import numpy as np

from storybot.model.passages import Hit, PassageId
from storybot.search.embedded.freed_memory import give_back
from storybot.search.embedded.parts import Parts
from storybot.search.embedded.scoring.exhaustive import Scores
from storybot.search.embedded.scoring.shape_weights import Weights
from storybot.search.embedded.scoring.top_k import Ranking, Term
from storybot.search.embedded.scoring.two_stage import Sums
from storybot.search.embedded.segments import snapshot
from storybot.search.embedded.segments.mapped_arrays import SavedGeneration
from storybot.search.embedded.segments.snapshot import Snapshot
from storybot.search.embedded.segments.tail import Batch
from storybot.search.embedded.sentences.sentence_table import SentenceTable
from storybot.search.embedded.thresholds import Limits
from storybot.search.embedded.word_shelves import WordShelves
from storybot.search.index import IndexEntry, Reflected, Results

T = TypeVar("T")

_FILE = "postings.index"
_SENTENCES = "sentences.columns"
_COUNTED = 2**14
"""Terms whose passages are counted once for all questions; the counts are dropped beyond that."""

_hit = partial(tuple.__new__, Hit)
"""Make a `Hit` of a pair, in two thirds of the time of its constructor."""

_log = logging.getLogger(__name__)


class EmbeddedIndex:
    """An in-memory `Index`, and its own `Statistics`; the protocols document their methods.

    Its scores are rank-bm25's, bit for bit. What it does itself does not wait: `add`, `remove`,
    `search` and the like are what the coroutines of the protocol are made of.
    """

    is_shared: Final = False
    """Only this process changes it."""
    misses: Final = 0
    """All statistics are at hand."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 (it is immutable)
        self._limits = limits
        self._fill(Parts(limits), SentenceTable())

    @classmethod
    def open(cls, folder: Path, limits: Limits = Limits()) -> tuple[Self, SavedGeneration | None]:  # noqa: B008
        """Load the index saved in a folder, and return the generation it was saved at.

        If there is none or it is damaged, the index is empty and the generation None.
        """
        index = cls(limits)
        return index, index._load(folder)

    def _load(self, folder: Path, only: SavedGeneration | None = None) -> SavedGeneration | None:
        """Take what is saved in a folder in place of all passages, if it can be used.

        ``only`` is the one generation that is wanted, if it is not any.
        """
        try:
            saved = snapshot.read(folder / _FILE)
            sentences = SentenceTable.open(folder / _SENTENCES, saved.generation)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            _log.warning("The index saved in %s cannot be used: %s", folder, error)
            return None
        if only not in {None, saved.generation}:
            return None
        self._parts.close()
        self._fill(Parts(self._limits, saved.segment, saved.shapes), sentences)
        return saved.generation

    def save(self, folder: Path, generation: SavedGeneration) -> None:
        """Save the index to an existing folder, replacing the one saved there.

        Raises:
            OSError: it cannot be written; what was saved before is still there.
        """
        segment = self._parts.merged()
        self._weigh_anew()
        snapshot.write(folder / _FILE, Snapshot(generation, segment, self._parts.shapes))
        self._sentences.save(folder / _SENTENCES, generation)

    def save_and_map(self, folder: Path, generation: SavedGeneration) -> None:
        """Save the index, and go on from the files, which are mapped: it takes less memory.

        Raises:
            OSError: it cannot be written; the index goes on as it was.
        """
        self.save(folder, generation)
        # Another process that maps the same files may have replaced them by now.
        self._load(folder, generation)
        give_back()

    @property
    def sentences(self) -> SentenceTable:
        """The sentences of the passages that were added with them."""
        return self._sentences

    @property
    def statistics(self) -> Self:
        """What is known of terms."""
        return self

    async def settled(self, read: Callable[[], T]) -> T:
        """Return what a function makes of the statistics, all of which are at hand."""
        return read()

    async def count(self) -> int:
        """Count the passages."""
        return len(self)

    async def find(self, terms: Sequence[str], k: int, counted: Collection[str] = ()) -> Results:
        """Search, in a thread if that takes longer than the hop to a thread and back.

        Results are those of the index at the time of the call, whatever changes meanwhile.
        """
        passages, frequency = len(self), self.document_frequency
        frequencies = {term: frequency(term) for term in (*terms, *counted)}
        found = self._found(terms)
        if sum(len(term.passages) for term in found) <= self._limits.on_loop:
            hits = _best(self._parts, self._ranker, found, k)
        else:
            # Postings and ids are never changed in place: shallow copies are stable snapshots.
            parts, ranker = copy(self._parts), self._ranker.apart()
            hits = await to_thread(_best, parts, ranker, found, k)
        return Results(hits, passages, frequencies, self._sentences)

    async def change(
        self,
        *,
        removed: Iterable[PassageId] = (),
        added: Sequence[IndexEntry] = (),
        generation: Reflected | None = None,  # noqa: ARG002 (the caller knows what it changed)
    ) -> None:
        """Remove passages, then add others, at once."""
        self.remove(removed)
        self.add(added)

    @asynccontextmanager
    async def filling(self) -> AsyncIterator["EmbeddedFilling"]:
        """Return what fills the index anew; see `Index.filling`."""
        yield EmbeddedFilling(self, self._limits)

    async def reflected(self) -> None:
        """Return nothing: only this process changes it."""
        return

    async def close(self) -> None:
        """Release resources; calling it twice is allowed."""
        self.clear()

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Add passages.

        Raises:
            ValueError: an id is already present; then none of the entries was added.
        """
        entries = list(entries)
        self._parts.settle()
        self._parts.add(entries)
        self._sentences.add(entry.passage for entry in entries if entry.passage)
        self._weigh_anew()

    def remove(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; ids that are not present are ignored."""
        ids = list(ids)
        self._parts.settle()
        self._parts.remove(ids)
        self._sentences.remove(ids)
        self._weigh_anew()

    def clear(self) -> None:
        """Remove every passage."""
        self._parts.close()
        self._fill(Parts(self._limits), SentenceTable())

    def refill(self, parts: Parts, sentences: SentenceTable) -> None:
        """Replace all passages by others, with their sentences."""
        self._parts.close()
        self._fill(parts, sentences)

    def search(self, terms: Sequence[str], k: int) -> list[Hit]:
        """Return the best passages on the spot; see `Index.find`."""
        return _best(self._parts, self._ranker, self._found(terms), k)

    def document_frequency(self, term: str) -> int:
        """Count the passages that contain the term."""
        known = self._frequencies.get(term)
        if known is None:
            postings = self._parts.postings(term)
            known = 0 if postings is None else len(postings.passages)
            if len(self._frequencies) >= _COUNTED:
                self._frequencies.clear()
            self._frequencies[term] = known
        return known

    def vocabulary(self) -> WordShelves:
        """Return the terms by first letter and length, put in order when they are looked at."""
        return WordShelves(lambda: self._parts)

    def __len__(self) -> int:
        """Count the passages."""
        return self._parts.living

    def _fill(self, parts: Parts, sentences: SentenceTable) -> None:
        self._parts = parts
        self._sentences = sentences
        self._weights = Weights(parts.shapes)
        self._scores = Scores(self._weights)
        self._sums = Sums(self._weights, self._limits.short)
        self._weigh_anew()

    def _weigh_anew(self) -> None:
        """Drop prepared terms: a change of any passage changes every weight."""
        parts = self._parts
        self._weights.refresh(parts.living, parts.terms)
        self._ranker: Scores | Sums = (
            self._scores if parts.size <= self._limits.scored else self._sums
        )
        self._ranker.resize(parts.size)
        self._ready: dict[str, Term] = {}
        self._frequencies: dict[str, int] = {}
        self._kept = 0

    def _found(self, names: Sequence[str]) -> list[Term]:
        """Return the query's terms that occur in a passage, prepared for ranking."""
        if self._parts.settle():
            self._weigh_anew()
        ready = self._ready
        return [term for name in names if (term := ready.get(name) or self._prepare(name))]

    def _prepare(self, name: str) -> Term | None:
        postings = self._parts.postings(name)
        if postings is None:
            return None
        self._kept += len(postings.passages)
        if self._kept > self._limits.kept:
            self._ready.clear()
            self._kept = len(postings.passages)
        term = self._ready[name] = self._ranker.weigh(postings)
        return term


class EmbeddedFilling:
    """Passages to be, of which only postings and columns are kept."""

    def __init__(self, index: EmbeddedIndex, limits: Limits) -> None:
        self._index, self._limits = index, limits
        self._waiting: list[IndexEntry] = []
        self._parts, self._batches = Parts(limits), list[Batch]()
        self._sentences = SentenceTable()

    async def add(self, entries: Sequence[IndexEntry]) -> None:
        """Add passages; see `Filling.add`."""
        self._sentences.add(entry.passage for entry in entries if entry.passage)
        self._waiting += [entry._replace(passage=None) for entry in entries]
        if len(self._waiting) >= self._limits.chunk:
            self._encode()

    async def swap(self, generation: Reflected) -> None:  # noqa: ARG002 (the caller knows it)
        """Take the place of all passages, at once."""
        self._encode()
        self._parts.take(self._batches)
        self._index.refill(self._parts, self._sentences)

    def _encode(self) -> None:
        """Make arrays of passages, which take a tenth of the memory of their terms."""
        self._batches += self._parts.encoded(self._waiting)
        self._waiting = []


def _best(parts: Parts, ranker: Scores | Sums, terms: Sequence[Term], k: int) -> list[Hit]:
    if not terms or k < 1:
        return []
    return _hits(parts, ranker.rank(terms, k), k)


def _hits(parts: Parts, ranking: Ranking, k: int) -> list[Hit]:
    ids, scores = parts.ids(ranking.passages), ranking.scores
    best = np.lexsort((ids, -scores))[:k]
    return list(map(_hit, zip(ids[best].tolist(), scores[best].tolist(), strict=True)))

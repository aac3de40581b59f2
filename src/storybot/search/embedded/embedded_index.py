"""An in-process index with rank-bm25's scores, answered from postings.

`parts` stores the postings, `shape_weights` has rank-bm25 weigh them, `exhaustive` and `two_stage`
rank the passages of a small and of a large corpus, `snapshot` saves them to disk.
"""

import logging
from asyncio import to_thread
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np

from storybot.model.passages import Hit, PassageId
from storybot.search.embedded.parts import Parts
from storybot.search.embedded.scoring.exhaustive import Scores
from storybot.search.embedded.scoring.shape_weights import Weights
from storybot.search.embedded.scoring.top_k import Ranking, Term
from storybot.search.embedded.scoring.two_stage import Sums
from storybot.search.embedded.segments import snapshot
from storybot.search.embedded.segments.mapped_arrays import SavedGeneration
from storybot.search.embedded.segments.snapshot import Snapshot
from storybot.search.embedded.sentences.sentence_table import SentenceTable
from storybot.search.embedded.thresholds import Limits
from storybot.search.excerpt import Sentences
from storybot.search.index import IndexEntry

_FILE = "postings.index"
_SENTENCES = "sentences.columns"
_COUNTED = 2**14
"""Terms whose passages are counted once for all questions; the counts are dropped beyond that."""

_hit = partial(tuple.__new__, Hit)
"""Make a `Hit` of a pair, in two thirds of the time of its constructor."""

_log = logging.getLogger(__name__)


class EmbeddedIndex:
    """An in-memory `Index`; the protocol documents each method."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 (it is immutable)
        self._limits = limits
        self._fill(Parts(limits), SentenceTable())

    @classmethod
    def open(cls, folder: Path, limits: Limits = Limits()) -> tuple[Self, SavedGeneration | None]:  # noqa: B008
        """Load the index saved in a folder, and return the generation it was saved at.

        If there is none or it is damaged, the index is empty and the generation None.
        """
        index = cls(limits)
        try:
            saved = snapshot.read(folder / _FILE)
            sentences = SentenceTable.open(folder / _SENTENCES, saved.generation)
        except FileNotFoundError:
            return index, None
        except (OSError, ValueError) as error:
            _log.warning("The index saved in %s cannot be used: %s", folder, error)
            return index, None
        index._fill(Parts(limits, saved.segment, saved.shapes), sentences)
        return index, saved.generation

    def save(self, folder: Path, generation: SavedGeneration) -> None:
        """Save the index to an existing folder, replacing the one saved there.

        Raises:
            OSError: it cannot be written; what was saved before is still there.
        """
        segment = self._parts.merged()
        self._weigh_anew()
        snapshot.write(folder / _FILE, Snapshot(generation, segment, self._parts.shapes))
        self._sentences.save(folder / _SENTENCES, generation)

    @property
    def sentences(self) -> Sentences:
        """The sentences of the passages; see `Index.sentences`."""
        return self._sentences

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Add passages; see `Index.add`."""
        entries = list(entries)
        self._parts.settle()
        self._parts.add(entries)
        self._sentences.add(entry.passage for entry in entries if entry.passage)
        self._weigh_anew()

    def remove(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; see `Index.remove`."""
        ids = list(ids)
        self._parts.settle()
        self._parts.remove(ids)
        self._sentences.remove(ids)
        self._weigh_anew()

    def clear(self) -> None:
        """Remove every passage."""
        self._parts.close()
        self._fill(Parts(self._limits), SentenceTable())

    def new_sentences(self) -> SentenceTable:
        """Return an empty table of sentences; see `Index.new_sentences`."""
        return SentenceTable()

    def refill(self, entries: Iterable[IndexEntry], sentences: Sentences) -> None:
        """Replace all passages; see `Index.refill`."""
        if not isinstance(sentences, SentenceTable):
            raise TypeError("these sentences were made by another index")
        self.clear()
        self._parts.add(entries)
        self._sentences = sentences
        self._weigh_anew()

    def search(self, terms: Sequence[str], k: int) -> list[Hit]:
        """Return the best passages; see `Index.search`."""
        return _best(self._parts, self._ranker, self._found(terms), k)

    async def find(self, terms: Sequence[str], k: int) -> list[Hit]:
        """Search, in a thread if that takes longer than the hop to a thread and back.

        Results are those of the index at the time of the call, whatever changes meanwhile.
        """
        found = self._found(terms)
        if sum(len(term.passages) for term in found) <= self._limits.on_loop:
            return _best(self._parts, self._ranker, found, k)
        # Postings and ids are never changed in place, so shallow copies are stable snapshots.
        return await to_thread(_best, copy(self._parts), self._ranker.apart(), found, k)

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

    def terms(self) -> Iterator[str]:
        """Yield the terms of the passages; see `Index.terms`."""
        return self._parts.words()

    def __len__(self) -> int:
        """Count the passages."""
        return self._parts.living

    def close(self) -> None:
        """Release resources; calling it twice is allowed."""
        self.clear()

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


def _best(parts: Parts, ranker: Scores | Sums, terms: Sequence[Term], k: int) -> list[Hit]:
    if not terms or k < 1:
        return []
    return _hits(parts, ranker.rank(terms, k), k)


def _hits(parts: Parts, ranking: Ranking, k: int) -> list[Hit]:
    ids, scores = parts.ids(ranking.passages), ranking.scores
    best = np.lexsort((ids, -scores))[:k]
    return list(map(_hit, zip(ids[best].tolist(), scores[best].tolist(), strict=True)))

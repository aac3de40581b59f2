"""Keep an index up to date with the store, whichever process changes it.

The lock covers all changes of this process: a plan made under it is committed under it.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Self

from storybot.model.documents import Document, DocumentId
from storybot.model.passages import Hit, Passage, PassageId
from storybot.search.index import Index, IndexEntry
from storybot.store.document_store import AnalysedDocument, CommitOutcome, Generation, Store
from storybot.text.analysis.analyzer import ANALYSIS_VERSION, analyzer
from storybot.text.chunking import analyse

_ANALYSIS = f"{ANALYSIS_VERSION}"
_PATIENCE, _LOOK_AGAIN = 1.0, 0.05
"""Seconds for which another process may take to bring a shared index up to its own change."""
_LONG = 600.0
"""The same for filling it anew; meanwhile the old passages answer."""
_NOWHERE = Generation(-1, 0, 0)
"""What an index reflects that has yet to be filled."""
_AT_ONCE = 256
"""Passages kept as objects while the index is made anew; they take ten times the memory there."""


class FollowingIndex:
    """An index, and the store generation that it reflects; made by `open`."""

    def __init__(self, store: Store, index: Index) -> None:
        self._store = store
        self._index = index
        self.lock = asyncio.Lock()
        self._generation = _NOWHERE

    @classmethod
    async def open(cls, store: Store, index: Index, saved: Sequence[int] | None = None) -> Self:
        """Catch the index up with the store, re-chunking if the analysis version changed.

        ``saved`` is the generation of the index, None if it is empty.
        """
        following = cls(store, index)
        if await store.analysis() != _ANALYSIS:
            await following.reindex()
            return following
        saved = saved or await index.reflected()
        if saved and await following._is_of_this_store(Generation(*saved)):
            following._generation = Generation(*saved)
        elif index.is_shared:
            await following._rebuild(await store.generation())
        await following.catch_up()
        return following

    async def _is_of_this_store(self, saved: Generation) -> bool:
        """Return whether the store went through a generation: the same change at the same time."""
        now = await self._store.generation()
        if saved.rebuilds != now.rebuilds or not saved.change:
            return False
        outcomes = await self._store.outcomes_since(saved.change - 1)
        return bool(outcomes) and _after(saved, outcomes[0]) == saved

    @property
    def generation(self) -> Generation:
        """The state of the store that the index answers from."""
        return self._generation

    async def find(self, terms: Sequence[str], k: int) -> Sequence[Hit]:
        """Search the index."""
        return (await self._index.find(terms, k)).hits

    async def catch_up(self) -> bool:
        """Apply the changes of other processes; return whether there were any."""
        async with self.lock:
            return await self.catch_up_locked()

    async def catch_up_locked(self, *, own: bool = False) -> bool:
        """Do the same for a caller that has the lock.

        Another process that made a change brings a shared index up to it, and is given a moment,
        unless the change is our ``own``.
        """
        there = await self._store.generation()
        if there == self._generation:
            return False
        if self._index.is_shared:
            anew = there.rebuilds != self._generation.rebuilds
            await self._meet(there, 0 if own else _LONG if anew else _PATIENCE)
        if there == self._generation:
            return True
        if there.rebuilds != self._generation.rebuilds:
            await self._rebuild(there)
        else:
            for outcomes in _whole_steps(await self._store.outcomes_since(self._generation.change)):
                await self._apply(outcomes)
                await asyncio.sleep(0)  # questions may be answered between two states
        return True

    async def apply_own(self, outcomes: Sequence[CommitOutcome]) -> None:
        """Apply what this process has just changed, and before it what others changed meanwhile.

        Raises:
            IndexUnavailable: what is left is applied when the index catches up.
            StoreError: the same.
        """
        if not outcomes:
            return
        behind = outcomes[0].change.number != self._generation.change + 1
        if behind or self._index.is_shared:
            await self.catch_up_locked(own=True)
        else:
            await self._apply(outcomes)

    async def _apply(self, outcomes: Sequence[CommitOutcome]) -> None:
        """Change the index; one in this process does not suspend: no search sees half of a change.

        Raises:
            IndexUnavailable: what is left of them is applied when the index catches up.
        """
        for outcome in outcomes:
            generation = _after(self._generation, outcome)
            # A rebuild that ended a moment ago may have read what is added already.
            await self._index.change(
                removed=[*map(PassageId, outcome.removed), *(p.id for p in outcome.added)],
                added=[_entry(p) for p in outcome.added],
                generation=generation,
            )
            self._generation = generation

    async def _meet(self, there: Generation, patience: float) -> None:
        """Note how far the processes have brought a shared index; wait for them that long."""
        until = time.monotonic() + patience
        while (reflected := await self._index.reflected()) is not None:
            found, known = Generation(*reflected), self._generation
            if found.rebuilds == there.rebuilds and found.change >= there.change:
                self._generation = there
                return
            if time.monotonic() >= until:
                if found.rebuilds == known.rebuilds:
                    self._generation = found
                return
            await asyncio.sleep(_LOOK_AGAIN)
        # It is gone, or never was: it is filled from the store.
        self._generation = _NOWHERE

    async def reindex(self, progress: Callable[[int], None] | None = None) -> None:
        """Re-chunk and analyse every live document and rebuild the index; offsets stay valid."""
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            if progress:
                progress(done)

        await self._store.recut(analysed, analysis=_ANALYSIS, progress=told)
        async with self.lock:
            await self.catch_up_locked(own=True)

    async def _rebuild(self, generation: Generation) -> None:
        """Fill the index from the store; a filled one is swapped without an await in between.

        Reading takes a while, and what changes meanwhile is missed or read in part.
        """
        async with self._index.filling() as filling:
            waiting: list[IndexEntry] = []
            async for passage in self._store.index_entries():
                waiting.append(_entry(passage))
                if len(waiting) == _AT_ONCE:
                    await filling.add(waiting)
                    waiting = []
            await filling.add(waiting)
            meanwhile = await self._store.outcomes_since(generation.change)
            await filling.swap(generation)
            self._generation = generation
            await self._apply(meanwhile)
        if self._index.is_shared:
            # What others applied to the index before it was swapped is missing in this one.
            await self._apply(await self._store.outcomes_since(self._generation.change))


async def analysed(document: Document) -> AnalysedDocument:
    """Cut a document into analysed passages, off the event loop."""
    return await asyncio.to_thread(_cut, document)


def _cut(document: Document) -> AnalysedDocument:
    title = analyzer(document.language).terms(document.title)
    return AnalysedDocument(document.language, title, analyse(document))


def _whole_steps(outcomes: Sequence[CommitOutcome]) -> Iterator[list[CommitOutcome]]:
    """Split changes where all documents are whole in between.

    Where a later change has replaced passages of an earlier one already, the two are one step:
    between them the document would have neither its old passages nor its new ones.
    """
    step: list[CommitOutcome] = []
    parts = set[DocumentId]()
    for outcome in outcomes:
        step.append(outcome)
        if outcome.is_whole:
            parts.discard(outcome.change.document)
        else:
            parts.add(outcome.change.document)
        if not parts:
            yield step
            step = []
    if step:
        yield step


def _after(generation: Generation, outcome: CommitOutcome) -> Generation:
    return generation.after(outcome.change.number, outcome.change.at)


def _entry(passage: Passage) -> IndexEntry:
    return IndexEntry(passage.id, [term for s in passage.sentences for term in s.terms], passage)

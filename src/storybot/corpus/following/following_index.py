"""Keep an index up to date with the store, whichever process changes it.

A lock covers all changes of this process: a plan made under it is committed under it. Other
processes are waited for outside of it: no change waits for them to be made, and to be confirmed
only for a few seconds.
"""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Self

from storybot.corpus.following.cutting import analysed
from storybot.corpus.following.steps import AT_ONCE, together, whole_steps
from storybot.model.errors import StoreError
from storybot.model.passages import Hit, Passage, PassageId
from storybot.runtime.collecting import uncollected
from storybot.search.index import Index, IndexEntry
from storybot.store.document_store import CommitOutcome, Generation, Store
from storybot.text.analysis.analyzer import ANALYSIS_VERSION

_log = logging.getLogger(__name__)

_ANALYSIS = f"{ANALYSIS_VERSION}"
_PATIENCE, _LOOK_AGAIN = 1.0, 0.05
"""Seconds for which another process may take to bring a shared index up to its own change."""
_LONG = 600.0
"""The same for filling it anew; meanwhile the old passages answer."""
_CONFIRMED = 5.0
"""Seconds for which a change that is made waits for that, so that it is confirmed as searched."""
_NOWHERE = Generation(-1, 0, 0)
"""What an index reflects that has yet to be filled."""


class FollowingIndex:
    """An index, and the store generation that it reflects; made by `open`."""

    def __init__(self, store: Store, index: Index) -> None:
        self._store = store
        self._index = index
        self._lock = asyncio.Lock()
        self._waiting = asyncio.Lock()
        """Held by the one that waits for other processes; the others profit from that."""
        self._generation = _NOWHERE
        self._refused = -math.inf
        """When another process had the turn to fill: not every question asks for it again."""

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
            await following._until_filled()
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
        """Apply the changes of other processes; return whether there were any.

        Another process that made a change brings a shared index up to it, and is given a moment;
        one that cut the articles anew is given longer to fill it.
        """
        if self._index.is_shared:
            async with self._waiting:
                await self._wait_for_others()
        async with self._lock:
            return await self._catch_up()

    async def follow(self) -> bool:
        """Do the same, and fill a shared index that somebody deleted; return whether it was so."""
        if self._index.is_shared and await self._index.reflected() is None:
            async with self._lock:
                self._generation = _NOWHERE
        return await self.catch_up()

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[None]:
        """Keep the lock for a change, in a store whose earlier changes the index reflects.

        A shared index that another process is filling anew is waited for once the change is made,
        for a few seconds: that process fills it with the change. One that is gone is filled here.
        """
        async with self._lock:
            await self._catch_up(fills=not self._index.is_shared)
            yield
        if self._index.is_shared:
            await self._confirm()

    async def _confirm(self) -> None:
        """Let a shared index have a change that is made; what it lacks then, it gets later."""
        try:
            if (await self._store.generation()).rebuilds == self._generation.rebuilds:
                return
            try:
                async with asyncio.timeout(_CONFIRMED), self._waiting:
                    await self._wait_for_others()
            except TimeoutError:
                return
            async with self._lock:
                await self._catch_up()
        except StoreError as error:  # the change is made: its caller must not take it for undone
            _log.warning("An article changed, and the search knows only later: %s", error)

    async def apply_own(self, outcomes: Sequence[CommitOutcome]) -> None:
        """Apply what was just committed within `changing`, and before it what others changed.

        Raises:
            IndexUnavailable: what is left is applied when the index catches up.
            StoreError: the same.
        """
        if not outcomes:
            return
        behind = outcomes[0].change.number != self._generation.change + 1
        if behind or self._index.is_shared:
            await self._catch_up(fills=not self._index.is_shared)
        else:
            await self._apply(outcomes)

    async def _catch_up(self, *, fills: bool = True) -> bool:
        """Apply the changes of others under the lock; filling anew only if it ``fills``."""
        there = await self._store.generation()
        if there == self._generation:
            return False
        if self._index.is_shared:
            await self._look(there)
        if there == self._generation:
            return True
        if there.rebuilds != self._generation.rebuilds and not (fills and await self._fill()):
            return False
        outcomes = await self._store.outcomes_since(self._generation.change)
        for some in together(whole_steps(outcomes)):
            await self._apply(some)
            await asyncio.sleep(0)  # questions may be answered between two states
        return True

    async def _until_filled(self) -> None:
        """Fill the index anew, or wait for as long as another process does."""
        while True:
            async with self._lock:
                if await self._fill():
                    return
            await asyncio.sleep(_PATIENCE)

    async def _fill(self) -> bool:
        """Fill the index anew, unless another process has; False while another one fills it."""
        if time.monotonic() - self._refused < _PATIENCE:
            return False
        turn = (
            self._store.turn_to_fill() if self._index.is_shared else nullcontext(enter_result=True)
        )
        async with turn as is_ours:
            there = await self._store.generation()
            if self._index.is_shared:
                await self._look(there)
            if there.rebuilds == self._generation.rebuilds:
                return True
            if is_ours:
                await self._rebuild(there)
            else:
                self._refused = time.monotonic()
            return is_ours

    async def _look(self, there: Generation) -> None:
        """Note how far the processes have brought a shared index."""
        reflected, known = await self._index.reflected(), self._generation
        if reflected is None:  # it is gone, or never was: it is filled from the store
            self._generation = _NOWHERE
            return
        found = Generation(*reflected)
        one_cut = found.rebuilds == known.rebuilds <= there.rebuilds
        if one_cut or await self._is_of_this_store(found):
            self._generation = there if _has(found, there) else found

    async def _wait_for_others(self) -> None:
        """Wait until they have brought a shared index up to the store, or had the time to."""
        there = await self._store.generation()
        begun = time.monotonic()
        while there != self._generation and (reflected := await self._index.reflected()):
            found = Generation(*reflected)
            patience = _PATIENCE if found.rebuilds == there.rebuilds else _LONG
            if _has(found, there) or time.monotonic() - begun >= patience:
                return
            await asyncio.sleep(_LOOK_AGAIN)

    async def _apply(self, outcomes: Sequence[CommitOutcome]) -> None:
        """Change the index; one in this process does not suspend: no search sees half of a change.

        Raises:
            IndexUnavailable: what is left of them is applied when the index catches up.
        """
        for some in together([outcome] for outcome in outcomes):
            generation, passages = self._generation, [p for o in some for p in o.added]
            for outcome in some:
                generation = _after(generation, outcome)
            removed = [PassageId(id) for outcome in some for id in outcome.removed]
            # A rebuild that ended a moment ago may have read what is added already.
            await self._index.change(
                removed=[*removed, *(p.id for p in passages)],
                added=[_entry(p) for p in passages],
                generation=generation,
            )
            self._generation = generation

    async def reindex(self, progress: Callable[[int], None] | None = None) -> None:
        """Re-chunk and analyse every live document and rebuild the index; offsets stay valid."""
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            if progress:
                progress(done)

        await self._store.recut(analysed, analysis=_ANALYSIS, progress=told)
        await self._until_filled()
        async with self._lock:
            await self._catch_up()

    @uncollected
    async def _rebuild(self, generation: Generation) -> None:
        """Fill the index from the store; a filled one is swapped without an await in between.

        Reading takes a while, and what changes meanwhile is missed or read in part.
        """
        async with self._index.filling() as filling:
            waiting: list[IndexEntry] = []
            async for passage in self._store.index_entries():
                waiting.append(_entry(passage))
                if len(waiting) == AT_ONCE:
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


def _has(found: Generation, there: Generation) -> bool:
    """Tell whether an index is as far as the store was: it may be further by now."""
    return (found.rebuilds, found.change) >= (there.rebuilds, there.change)


def _after(generation: Generation, outcome: CommitOutcome) -> Generation:
    return generation.after(outcome.change.number, outcome.change.at)


def _entry(passage: Passage) -> IndexEntry:
    return IndexEntry(passage.id, [term for s in passage.sentences for term in s.terms], passage)

"""Change the corpus: store and index in step, versions, undo.

Called by every front. When a method returns, the change is on disk and the next question sees it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from enum import StrEnum
from typing import NamedTuple, Self

from storybot.model.changes import Action, Change
from storybot.model.documents import Document, DocumentId, State, Version
from storybot.model.errors import Conflict
from storybot.model.passages import Passage, PassageId
from storybot.search.index import Index, IndexEntry
from storybot.store.document_store import AnalysedDocument, CommitOutcome, Edit, Generation, Store
from storybot.text.analysis.analyzer import ANALYSIS_VERSION, analyzer
from storybot.text.chunking import analyse

_ANALYSIS = f"{ANALYSIS_VERSION}"


class AddResult(StrEnum):
    """What became of a document that was added."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Added(NamedTuple):
    """A document that was added, as it stands now."""

    result: AddResult
    version: Version
    note: str = ""
    """Where nothing changed and the reason may surprise: why."""


class Corpus:
    """Documents that can be changed and, from the same moment, found; made by `open`."""

    def __init__(self, store: Store, index: Index) -> None:
        self._store = store
        self._index = index
        self._lock = asyncio.Lock()
        self._generation = Generation(-1, 0, 0)

    @classmethod
    async def open(cls, store: Store, index: Index, saved: Sequence[int] | None = None) -> Self:
        """Bring the index to where the store is; cut passages anew if their analysis is old.

        ``saved`` is the generation that the index holds already, None where it is empty.
        """
        corpus = cls(store, index)
        if await store.analysis() != _ANALYSIS:
            await corpus.reindex()
            return corpus
        if saved and await corpus._is_of_this_store(Generation(*saved)):
            corpus._generation = Generation(*saved)
        await corpus.catch_up()
        return corpus

    async def _is_of_this_store(self, saved: Generation) -> bool:
        """Tell whether the store went through a generation: the same change at the same time."""
        now = await self._store.generation()
        if saved.rebuilds != now.rebuilds or not saved.change:
            return False
        outcomes = await self._store.outcomes_since(saved.change - 1)
        return bool(outcomes) and _after(saved, outcomes[0]) == saved

    @property
    def generation(self) -> Generation:
        """The state of the store that the index answers from."""
        return self._generation

    async def add(
        self, documents: Sequence[Document], *, actor: str, twins: bool = False
    ) -> list[Added]:
        """Add documents or new versions of them, all or none.

        The same document from the same source changes nothing; nor, unless ``twins`` are wanted,
        does a text that another live document has already.

        Raises:
            Conflict: two of the documents have one source.
            StoreError: nothing was kept.
        """
        if len({d.source for d in documents}) < len(documents):
            raise Conflict("Two of the articles have the same source; add them one by one.")
        async with self._lock:
            await self._catch_up()
            plans = [await self._plan_add(d, actor, twins=twins) for d in documents]
            outcomes = iter(await self._commit([p for p in plans if isinstance(p, Edit)]))
            return [p if isinstance(p, Added) else await self._added(next(outcomes)) for p in plans]

    async def last_from(self, source: str, *, actor: str) -> Version | None:
        """Return the last version of a source that this actor brought, current or not."""
        now = await self._store.find(source=source)
        for change in reversed(await self._store.history(now.id) if now else []):
            if change.actor == actor and change.action in {Action.ADD, Action.UPDATE}:
                return await self._store.version(change.document, change.after[0])
        return None

    async def retract(self, id: DocumentId, *, actor: str, reason: str = "") -> Version:
        """Make a document unquotable; its versions are kept.

        Raises:
            NotFound: there is no such document.
            Conflict: it is retracted already.
        """
        async with self._lock:
            await self._catch_up()
            now = await self._store.version(id)
            if now.state is State.RETRACTED:
                raise Conflict(
                    f"Article {id}, “{now.document.title}”, is retracted already.",
                    "retracted_already",
                    id=id,
                )
            return await self._stand(
                now, (now.number, State.RETRACTED), Action.RETRACT, actor=actor, reason=reason
            )

    async def restore(self, id: DocumentId, number: int | None = None, *, actor: str) -> Version:
        """Make a retracted document, or an earlier version of it, current and quotable again.

        Raises:
            NotFound: there is no such document or version.
            Conflict: that version is current and live already.
        """
        async with self._lock:
            await self._catch_up()
            now = await self._store.version(id)
            then = now if number is None else await self._store.version(id, number)
            if now.state is State.LIVE and then.number == now.number:
                raise Conflict(
                    f"Version {now.number} of article {id}, “{now.document.title}”, is live"
                    " already; `history` shows the others.",
                    "live_already",
                    id=id,
                    number=now.number,
                )
            return await self._stand(now, (then.number, State.LIVE), Action.RESTORE, actor=actor)

    async def last_change(self) -> Change:
        """Return the change that `undo` would take back.

        Raises:
            Conflict: there is none.
        """
        changes = await self._store.history()
        undone = {c.undoes for c in changes}
        for change in reversed(changes):
            if change.action is not Action.UNDO and change.number not in undone:
                return change
        raise Conflict("There is nothing to undo.", "nothing_to_undo")

    async def undo(self, *, actor: str, change: int | None = None) -> tuple[Change, Version]:
        """Take back the last change that was not taken back yet; undo itself is a change.

        ``change`` is its number as a person saw it, where one was shown.

        Raises:
            Conflict: there is nothing to undo, or another change came in between.
        """
        async with self._lock:
            await self._catch_up()
            last = await self.last_change()
            if change not in {None, last.number}:
                raise Conflict(
                    "Another change came in between; look at `history` and repeat.",
                    "change_between",
                )
            now = await self._store.version(last.document)
            # Before its first version a document was not there; retracted is as near as it gets.
            to = last.before or (last.after[0], State.RETRACTED)
            version = await self._stand(now, to, Action.UNDO, actor=actor, undoes=last.number)
            return last, version

    async def catch_up(self) -> bool:
        """Take over what other processes changed; tell whether there was anything."""
        async with self._lock:
            return await self._catch_up()

    async def reindex(self, progress: Callable[[int], None] | None = None) -> None:
        """Cut and analyse every live document anew and rebuild the index; offsets stay valid."""

        async def cuts() -> AsyncIterator[tuple[Version, AnalysedDocument]]:
            done = 0
            async for version in self._store.documents():
                if version.state is State.LIVE:
                    yield version, await asyncio.to_thread(_cut, version.document)
                done += 1
                if progress:
                    progress(done)

        async with self._lock:
            await self._store.replace_passages(cuts(), analysis=_ANALYSIS)
            await self._catch_up()

    async def _plan_add(self, document: Document, actor: str, *, twins: bool) -> Edit | Added:
        now = await self._store.find(source=document.source)
        if now and now.document == document:
            note = "" if now.state is State.LIVE else "it is retracted; restore brings it back"
            return Added(AddResult.UNCHANGED, now, note)
        if not now and not twins and (twin := await self._store.find(text=document.text)):
            note = f"article {twin.id}, from {twin.document.source}, has this text already"
            return Added(AddResult.UNCHANGED, twin, note)
        return Edit(
            action=Action.UPDATE if now else Action.ADD,
            actor=actor,
            id=now.id if now else None,
            before=(now.number, now.state) if now else None,
            content=document,
            cut=await asyncio.to_thread(_cut, document),
        )

    async def _added(self, outcome: CommitOutcome) -> Added:
        result = AddResult.ADDED if outcome.change.action is Action.ADD else AddResult.UPDATED
        return Added(result, await self._store.version(outcome.change.document))

    async def _stand(
        self,
        now: Version,
        to: tuple[int, State],
        action: Action,
        *,
        actor: str,
        reason: str = "",
        undoes: int | None = None,
    ) -> Version:
        cut = None
        if to[1] is State.LIVE:
            then = await self._store.version(now.id, to[0])
            cut = await asyncio.to_thread(_cut, then.document)
        edit = Edit(
            action=action,
            actor=actor,
            id=now.id,
            before=(now.number, now.state),
            after=to,
            cut=cut,
            reason=reason,
            undoes=undoes,
        )
        await self._commit([edit])
        return await self._store.version(now.id)

    async def _commit(self, edits: Sequence[Edit]) -> list[CommitOutcome]:
        outcomes = await self._store.commit(edits) if edits else []
        self._apply(outcomes)
        return outcomes

    async def _catch_up(self) -> bool:
        there = await self._store.generation()
        if there == self._generation:
            return False
        if there.rebuilds != self._generation.rebuilds:
            await self._rebuild(there)
        else:
            for outcome in await self._store.outcomes_since(self._generation.change):
                self._apply([outcome])
                await asyncio.sleep(0)  # between two changes, questions may be answered
        return True

    async def _rebuild(self, generation: Generation) -> None:
        """Fill the index from the store; a filled one is swapped without an await in between."""
        entries = [_entry(p) async for p in self._store.index_entries()]
        self._index.clear()
        self._index.add(entries)
        self._generation = generation

    def _apply(self, outcomes: Sequence[CommitOutcome]) -> None:
        """Change the index; no await in here, so no search sees half of a change."""
        for outcome in outcomes:
            self._index.remove(map(PassageId, outcome.removed))
            self._index.add([_entry(p) for p in outcome.added])
            self._generation = _after(self._generation, outcome)


def _after(generation: Generation, outcome: CommitOutcome) -> Generation:
    return generation.after(outcome.change.number, outcome.change.at)


def _cut(document: Document) -> AnalysedDocument:
    title = analyzer(document.language).terms(document.title)
    return AnalysedDocument(document.language, title, analyse(document))


def _entry(passage: Passage) -> IndexEntry:
    return IndexEntry(passage.id, [term for s in passage.sentences for term in s.terms])

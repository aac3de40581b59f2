"""Change the corpus: store and index in step, versions, undo.

Called by every front. When a method returns, the change is on disk and the next question sees it;
where another process fills a shared index anew, it sees what is new only once that is done.
Who may change what, a person or a source of articles, is the rule of `corpus/lifecycle.py`.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Self

from storybot.corpus import lifecycle
from storybot.corpus.adding_plan import has_passages, plan_add, why_waiting
from storybot.corpus.change_results import Added, AddResult, Changed, Undone
from storybot.corpus.following.cutting import Ahead, analysed, is_worth
from storybot.corpus.following.following_index import FollowingIndex
from storybot.corpus.lifecycle import Move
from storybot.corpus.twins import held_twin
from storybot.model.changes import Action, Change
from storybot.model.documents import Document, DocumentId, State
from storybot.model.errors import Conflict
from storybot.model.headings import Standing
from storybot.runtime.collecting import uncollected
from storybot.search.index import Index
from storybot.store.document_store import CommitOutcome, Edit, Generation, Store
from storybot.text.analysis.analyzer import analyzer

_log = logging.getLogger(__name__)

_NOTHING_AHEAD = Ahead()
_PASSAGES_AN_ARTICLE = 5
"""Passages that are looked at for each article wanted: one may have several that match."""


class Corpus:
    """Documents that can be changed and are searchable from the same moment; made by `open`."""

    def __init__(self, store: Store, index: FollowingIndex) -> None:
        self._store = store
        self._index = index

    @classmethod
    async def open(cls, store: Store, index: Index, saved: Sequence[int] | None = None) -> Self:
        """Catch the index up with the store, re-chunking if the analysis version changed.

        ``saved`` is the generation of the index, None if it is empty.
        """
        return cls(store, await FollowingIndex.open(store, index, saved))

    @property
    def generation(self) -> Generation:
        """The state of the store that the index answers from."""
        return self._index.generation

    async def catch_up(self) -> bool:
        """Apply the changes of other processes; return whether there were any."""
        return await self._index.catch_up()

    async def follow(self, seconds: float) -> bool:
        """Wait until another process changes something, or for that long, and catch up then.

        An index elsewhere that somebody deleted is filled anew.
        """
        await self._store.wait_for_change(seconds)
        return await self._index.follow()

    async def reindex(self, progress: Callable[[int], None] | None = None) -> None:
        """Re-chunk and analyse every live document and rebuild the index; offsets stay valid."""
        await self._index.reindex(progress)

    async def terms_since(self, change: int) -> set[str]:
        """Return the terms of what became quotable after a change, its titles included.

        Raises:
            StoreError: the store failed.
        """
        outcomes = await self._store.outcomes_since(change)
        added = [passage for outcome in outcomes for passage in outcome.added]
        terms = {term for passage in added for s in passage.sentences for term in s.terms}
        return terms.union(*(passage.title for passage in added))

    async def search(self, words: str, k: int) -> list[DocumentId]:
        """Return up to ``k`` live articles by what their passages say, best first.

        Raises:
            StoreError: the store failed.
        """
        terms = {t for code in await self._store.languages() for t in analyzer(code).terms(words)}
        hits = await self._index.find(sorted(terms), k * _PASSAGES_AN_ARTICLE)
        passages = await self._store.passages([hit.passage for hit in hits])
        return list(dict.fromkeys(passage.document for passage in passages))[:k]

    @uncollected
    async def analyse_ahead(self, documents: Sequence[Document]) -> Ahead:
        """Cut together what sources bring and is added one by one, if that is quicker.

        What is there already, or would wait, is not cut. Where one fails, none is cut ahead: the
        others can be added, and that one raises what it does when it is.

        Raises:
            StoreError: the store failed.
        """
        if not is_worth(documents):
            return Ahead()
        new: list[Document] = []
        for document in documents:
            found = await self._store.find(source=document.source)
            if found and found.document == document:
                continue
            plan = await plan_add(self._store, document, "", "", decided=False, twins=False)
            if has_passages(plan):
                new.append(document)
        try:
            return Ahead(new, await analysed(new))
        except Exception:  # noqa: BLE001 - the article that fails raises it when it is added
            _log.exception("Articles cannot be analysed together; it is done one by one.")
            return Ahead()

    @uncollected
    async def add(
        self,
        documents: Sequence[Document],
        *,
        actor: str,
        reason: str = "",
        decided: bool | None = None,
        twins: bool = False,
        base: int | None = None,
        ahead: Ahead = _NOTHING_AHEAD,
    ) -> list[Added]:
        """Add documents or new versions of them, all or none.

        ``decided`` says that a person wants just these texts, as one who sends them in a chat
        does. Else they are what a source brings: where a person has decided how an article stands,
        they wait. The same document from the same source changes nothing; nor, unless ``twins``
        are wanted, does a text that another live document has already. ``base`` is the version
        that a person saw and means to replace. ``ahead`` has what was cut before.

        Raises:
            Conflict: another version is current than the person saw, or two of the documents have
                one source, or would be versions of one article.
            IndexUnavailable: the search does not know of them, whether they were kept or not.
            StoreError: nothing was kept, or what was kept could not be read again.
        """
        if len({d.source for d in documents}) < len(documents):
            raise Conflict("Two of the articles have the same source; add them one by one.")
        decided = lifecycle.is_person(actor) if decided is None else decided
        async with self._index.changing():
            for document in documents if base is not None else ():
                found = await self._store.find(source=document.source)
                _check_base(found.id if found else None, found.number if found else 0, base)
            plans = [
                await plan_add(self._store, d, actor, reason, decided=decided, twins=twins)
                for d in documents
            ]
            quotable = [d for d, p in zip(documents, plans, strict=True) if has_passages(p)]
            cuts = iter(await ahead.analysed(quotable))
            plans = [
                replace(p, cut=next(cuts)) if isinstance(p, Edit) and has_passages(p) else p
                for p in plans
            ]
            outcomes = iter(await self._commit([p for p in plans if isinstance(p, Edit)]))
            return [p if isinstance(p, Added) else await self._added(next(outcomes)) for p in plans]

    async def leave(self, id: DocumentId, *, actor: str, reason: str) -> Changed | None:
        """Retract an article whose source is gone, unless a person decided on its standing.

        Raises:
            NotFound: there is no such document.
        """
        async with self._index.changing():
            now = await self._store.standing(id)
            move = lifecycle.leave(now)
            if move is None:
                return None
            return await self._move(id, now, move, actor=actor, reason=reason)

    async def is_held_back(self, document: Document) -> bool:
        """Return whether a document from an unknown source is one that a person decided on.

        Raises:
            StoreError: the store failed.
        """
        return await held_twin(self._store, document) is not None

    @uncollected
    async def insert(
        self,
        versions: Sequence[Document],
        standing: Standing,
        *,
        actor: str,
        reason: str,
        ahead: Ahead = _NOTHING_AHEAD,
    ) -> Changed | None:
        """Add an article with all its versions, in one change; None if its source is known.

        Raises:
            IndexUnavailable: the search does not know of it, whether it was kept or not.
            StoreError: nothing was kept, or what was kept could not be read again.
        """
        async with self._index.changing():
            if await self._store.find(source=versions[0].source):
                return None
            current = versions[standing.version - 1]
            quotable = [current] if standing.state is State.LIVE else []
            edit = Edit(
                action=Action.ADD,
                actor=actor,
                id=None,
                before=None,
                after=standing,
                contents=tuple(versions),
                cut=next(iter(await ahead.analysed(quotable)), None),
                reason=reason,
                decided=standing.held,
            )
            return await self._changed(*await self._commit([edit]))

    async def retract(
        self, id: DocumentId, *, actor: str, reason: str = "", base: int | None = None
    ) -> Changed:
        """Make a document unquotable, until a person restores it; its versions remain stored.

        Raises:
            NotFound: there is no such document.
            Conflict: it is retracted already, or its version is not the ``base`` any more.
        """
        async with self._index.changing():
            now = await self._store.standing(id)
            _check_base(id, now.version, base)
            # One whose source is gone still follows it: a person may make the retraction final.
            if now.state is State.RETRACTED and now.held:
                title = (await self._store.version(id)).document.title
                raise Conflict(
                    f"Article {id}, “{title}”, is retracted already.", "retracted_already", id=id
                )
            after = lifecycle.decide(now, now.version, State.RETRACTED)
            move = Move(Action.RETRACT, after)
            return await self._move(id, now, move, actor=actor, reason=reason, decided=True)

    async def restore(
        self,
        id: DocumentId,
        number: int | None = None,
        *,
        actor: str,
        base: int | None = None,
    ) -> Changed:
        """Make a retracted document, or another version of it, current and quotable.

        Raises:
            NotFound: there is no such document or version.
            Conflict: that version is current and live already, or the current one is not the
                ``base`` any more.
        """
        async with self._index.changing():
            now = await self._store.standing(id)
            _check_base(id, now.version, base)
            then = await self._store.version(id, number)
            if now.state is State.LIVE and then.number == now.version:
                raise Conflict(
                    f"Version {now.version} of article {id}, “{then.document.title}”, is live"
                    " already; `history` shows the others.",
                    "live_already",
                    id=id,
                    number=now.version,
                )
            move = Move(Action.RESTORE, lifecycle.decide(now, then.number, State.LIVE))
            return await self._move(id, now, move, actor=actor, decided=True)

    async def last_change(self) -> Change:
        """Return the change that `undo` would revert.

        Raises:
            Conflict: there is none.
        """
        if change := await self._store.last_undoable():
            return change
        raise Conflict("There is nothing to undo.", "nothing_to_undo")

    async def undo(self, *, actor: str, change: int | None = None) -> Undone:
        """Revert a change that was not undone yet; undo itself is a change.

        ``change`` is its number, if a person saw one: other articles may have changed since, but
        not its own. Without it, the last change of all is reverted.

        Raises:
            Conflict: there is nothing to undo, or another change came in between.
        """
        async with self._index.changing():
            last = await self._store.last_undoable(change) if change else await self.last_change()
            if last is None or change not in {None, last.number}:
                raise Conflict(
                    "Another change came in between; look at `history` and repeat.",
                    "change_between",
                )
            now = await self._store.standing(last.document)
            # Before its first version a document did not exist; retracted comes closest.
            to = last.before or (last.after[0], State.RETRACTED)
            move = Move(Action.UNDO, lifecycle.decide(now, *to))
            done = await self._move(
                last.document, now, move, actor=actor, undoes=last.number, decided=True
            )
            return Undone(last, done.version, done.change)

    async def _added(self, outcome: CommitOutcome) -> Added:
        change = outcome.change
        if change.action is Action.WAIT:
            version = await self._store.version(change.document, change.brought)
            now = await self._store.standing(change.document)
            return Added(AddResult.WAITING, version, why_waiting(now), change)
        result = AddResult.ADDED if change.action is Action.ADD else AddResult.UPDATED
        return Added(result, await self._store.version(change.document), "", change)

    async def _move(
        self,
        id: DocumentId,
        now: Standing,
        move: Move,
        *,
        actor: str,
        reason: str = "",
        undoes: int | None = None,
        decided: bool = False,
    ) -> Changed:
        then = await self._store.version(id, move.after.version)
        quotable = [then.document] if move.after.state is State.LIVE else []
        edit = Edit(
            action=move.action,
            actor=actor,
            id=id,
            before=now,
            after=move.after,
            cut=next(iter(await analysed(quotable)), None),
            reason=reason,
            undoes=undoes,
            decided=decided,
        )
        return await self._changed(*await self._commit([edit]))

    async def _changed(self, outcome: CommitOutcome) -> Changed:
        id = outcome.change.document
        waiting = (await self._store.standing(id)).waiting
        return Changed(outcome.change, await self._store.version(id), waiting)

    async def _commit(self, edits: Sequence[Edit]) -> list[CommitOutcome]:
        outcomes = await self._store.commit(edits) if edits else []
        await self._index.apply_own(outcomes)
        return outcomes


def _check_base(id: DocumentId | None, current: int, base: int | None) -> None:
    """Refuse a change that a person based on a version that is not current any more."""
    if base is not None and current != base:
        raise Conflict(
            f"Article {id} changed in the meantime; look at it again and repeat.",
            "article_changed",
            id=str(id),
        )

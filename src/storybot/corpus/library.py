"""Open a story and work with it: what every program of storybot, and yours, is built on.

The only place where store, index, corpus and answers are put together. The command line, the bot,
the benches and the fitting open it as a library user does.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from storybot.answering.answer import THRESHOLD, Answerer
from storybot.answering.query.analysis import QueryAnalyzer
from storybot.corpus.backends.databases import check_database_url, open_store
from storybot.corpus.backends.indexes import check_index_url, open_index
from storybot.corpus.change_results import Added, Changed, Undone
from storybot.corpus.corpus import Corpus
from storybot.model.answers import Answer, Earlier
from storybot.model.changes import Change
from storybot.model.documents import Document, DocumentId, Version
from storybot.model.headings import Heading
from storybot.model.passages import Passage
from storybot.search.index import Index
from storybot.store.document_store import Generation, Store

_log = logging.getLogger(__name__)
_WORTH_KEEPING = 300
"""Passages from which reading a saved index is quicker than making it anew."""
_FAR = 200
"""Changes since the index was saved from which it is saved at once, not only at the end."""
_ACTOR = "library"
"""Who the audit names, where the caller does not say who makes a change."""


class PassageFound(NamedTuple):
    """A passage that a search found; no promise that it answers anything."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that can be asked, searched and changed; made by `open_story`.

    The four parts that it is made of are there for programs that need more than its methods.
    """

    store: Store
    index: Index
    corpus: Corpus
    answerer: Answerer

    async def ask(self, question: str, k: int = 5, after: Earlier | None = None) -> Answer:
        """Answer a question with up to ``k`` citations, or abstain: see `Answer.answered`.

        ``after`` is the question before it, for follow-ups: `Answer.as_earlier`.

        Raises:
            Refused: the text is too long to be a question.
            StoreError: the database failed.
        """
        return await self.answerer.answer(question, k, after)

    async def search(self, words: str, k: int = 10) -> list[PassageFound]:
        """Return up to ``k`` passages that hold the words, best first by BM25+.

        Raises:
            Refused: the text is too long.
            StoreError: the database failed.
        """
        await self.corpus.catch_up()
        languages, analyzer = await self.store.languages(), QueryAnalyzer(self.index.statistics)
        question = await self.index.settled(lambda: analyzer.read(words, languages))
        hits = (await self.index.find(question.searched, k)).hits
        found = {p.id: p for p in await self.store.passages([hit.passage for hit in hits])}
        return [PassageFound(found[id], score) for id, score in hits if id in found]

    async def add(
        self, article: Document | Path, *, actor: str = _ACTOR, decided: bool | None = None
    ) -> Added:
        """Add an article, or a new version of what came from the same source before.

        ``decided`` says that a person wants just this text. Else it is what a source says, and
        waits where a person has decided otherwise.

        Raises:
            Refused: the file cannot be read as an article.
            StoreError: the database failed; nothing was kept.
        """
        if isinstance(article, Path):
            article = await asyncio.to_thread(_read, article)
        (added,) = await self.corpus.add([article], actor=actor, decided=decided)
        return added

    async def retract(self, id: str, *, reason: str = "", actor: str = _ACTOR) -> Changed:
        """Never quote an article again, until it is restored.

        Raises:
            NotFound: there is no such article.
            Conflict: it is retracted already.
        """
        return await self.corpus.retract(DocumentId(id), actor=actor, reason=reason)

    async def restore(self, id: str, version: int | None = None, *, actor: str = _ACTOR) -> Changed:
        """Quote an article again, as it last stood or in another version, also one that waits.

        Raises:
            NotFound: there is no such article or version.
            Conflict: it is live already.
        """
        return await self.corpus.restore(DocumentId(id), version, actor=actor)

    async def undo(self, change: int | None = None, *, actor: str = _ACTOR) -> Undone:
        """Take back a change by its number, or the last one.

        Raises:
            Conflict: there is nothing to undo, or its article was changed since.
        """
        return await self.corpus.undo(actor=actor, change=change)

    async def articles(self) -> list[Heading]:
        """Return all articles without their texts, live and retracted."""
        return await self.store.headings()

    async def article(self, id: str, version: int | None = None) -> Version:
        """Return an article, as it stands or in another version.

        Raises:
            NotFound: there is no such article or version.
        """
        return await self.store.version(DocumentId(id), version)

    async def history(self, id: str | None = None) -> list[Change]:
        """Return the changes of one article or of all, oldest first.

        Raises:
            NotFound: there is no such article.
        """
        return await self.store.history(DocumentId(id) if id else None)


@asynccontextmanager
async def open_story(
    database: str = "sqlite:///storybot.db",
    *,
    index: str = "embedded:",
    corpus: Path | str | None = None,
    threshold: float = THRESHOLD,
) -> AsyncIterator[Story]:
    """Open the story in a database, and close it on exit.

    ``corpus`` is a folder whose articles are taken first. ``threshold`` is the confidence from
    which a sentence is called an answer. ``sqlite:///:memory:`` keeps nothing.

    Raises:
        SettingError: there is no backend of that URL.
        StoreError: the database cannot be opened.
        IndexUnavailable: the index is elsewhere and cannot be reached.
        Refused: the folder cannot be read.
    """
    check_database_url(database)
    check_index_url(index)
    store = await open_store(database)
    try:
        found = open_index(index, database)
        try:
            changes = await Corpus.open(store, found.index, found.saved)
            answerer = Answerer(
                store,
                found.index,
                threshold,
                generation=lambda: changes.generation,
                catch_up=changes.catch_up,
            )
            if corpus is not None:
                from storybot.corpus.folder import sync  # noqa: PLC0415 - all formats: 0.1 s

                await sync(changes, Path(corpus))
            saved = found.saved
            far = _is_far(saved, changes.generation) and await _is_worth_keeping(found.index)
            # However this process ends, the next start need not read all articles again.
            if far and _keep(found.save_and_map, changes.generation):
                saved = changes.generation
            yield Story(store, found.index, changes, answerer)
            if changes.generation != saved and await _is_worth_keeping(found.index):
                _keep(found.save, changes.generation)
        finally:
            await found.index.close()
    finally:
        await store.close()


def _read(path: Path) -> Document:
    from storybot.ingest.reading import read_file  # noqa: PLC0415 - all formats: 0.1 s

    return read_file(path, source=str(path.resolve()))


async def _is_worth_keeping(index: Index) -> bool:
    return not index.is_shared and await index.count() >= _WORTH_KEEPING


def _is_far(saved: Sequence[int] | None, generation: Generation) -> bool:
    """Tell whether what is saved is of no use, or so old that catching up takes long."""
    if saved is None:
        return True
    then = Generation(*saved)
    return then.rebuilds != generation.rebuilds or generation.change - then.change >= _FAR


def _keep(save: Callable[[Sequence[int]], None], generation: Sequence[int]) -> bool:
    """Save the index and return whether it was; else it is made anew at the next start."""
    try:
        save(generation)
    except OSError as error:
        _log.warning("The index cannot be kept for the next start: %s", error)
        return False
    return True

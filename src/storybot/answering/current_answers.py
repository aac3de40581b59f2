"""Give answers that are of a state of the store no older than the question.

The store may change while a question is answered, and an index that follows it may be behind.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import replace

from storybot.answering.cache import CachedStore
from storybot.model.answers import Answer
from storybot.store.document_store import Generation

_log = logging.getLogger(__name__)

_LONGEST_WAIT = 2.0
"""Seconds for which a question is retried, or waits for its index, because the corpus changes."""


class CurrentAnswers:
    """Answers that are found anew when the store changes, and remembered until then."""

    def __init__(
        self,
        store: CachedStore,
        index_at: Callable[[], Generation | None],
        catch_up: Callable[[], Awaitable[object]] | None,
    ) -> None:
        """Keep answers from a store and an index that reflects its generation ``index_at``."""
        self._store = store
        self._index_at = index_at
        self._catch_up = catch_up
        self._following: set[asyncio.Future[object]] = set()

    async def get(self, asked: Hashable, find: Callable[[], Awaitable[Answer]]) -> Answer:
        """Find the answer to what is asked, or remember it; find it again where the store changes.

        Where the index is behind, it catches up first, for at most `_LONGEST_WAIT`.

        Raises:
            StoreError: the store failed.
        """
        started = time.perf_counter()
        caught_up = False
        while True:
            index_at = self._index_at()
            moment = self._store.moment
            if moment.generation != index_at:
                moment = await self._store.now()
            # An index behind the store gives results that will soon be wrong: they are not cached.
            keeps = index_at == moment.generation
            known = moment.answers.get(asked) if keeps else None
            misses = self._store.misses
            found = known or await find()
            now = await self._store.now()
            whole = self._store.misses == misses
            if now == moment and (keeps or self._catch_up is None):
                if keeps and known is None:
                    moment.answers.remember(asked, found)
                break
            # All that was looked up was there: it is an answer of a state since the question.
            if index_at and whole and (caught_up or index_at.same_documents(now.generation)):
                break
            waited = time.perf_counter() - started
            if waited >= _LONGEST_WAIT:
                _log.warning("The corpus has changed under a question for %.1f s.", waited)
                break
            caught_up = await self._caught_up(_LONGEST_WAIT - waited)
        return replace(found, took_ms=(time.perf_counter() - started) * 1000)

    async def _caught_up(self, seconds: float) -> bool:
        """Let the index follow the store, and wait for that so long; tell whether it does."""
        if self._catch_up is None:
            return False
        # It goes on after that time: to break it off would leave the next question as far behind.
        following = asyncio.ensure_future(self._catch_up())
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        done, _ = await asyncio.wait({following}, timeout=max(seconds, 0))
        for task in done:
            task.result()
        return bool(done)

"""Changes of a story that is in another database than its readers, as in the playground.

Which answers a change concerns is found by triggers on the tables of the story
(`correction_schema`). Beside readers alone those tables are empty: so the changes are copied there,
as far as the triggers read them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn

from storybot.model.changes import Change
from storybot.model.errors import StoreError
from storybot.store.document_store import Store

_SECONDS_BETWEEN_LOOKS = 0.5
_log = logging.getLogger(__name__)


class FollowedChanges:
    """Copies changes into the database of the readers."""

    def __init__(self, run: Callable[[str, Sequence[Any]], Awaitable[int]]) -> None:
        self._run = run
        self._seen = 0

    async def follow(self, store: Store) -> NoReturn:
        """Copy what changes in a story, for ever."""
        while True:
            try:
                await self.catch_up(store)
            except StoreError as error:
                _log.warning("Earlier answers do not hear of changes now: %s", error)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def catch_up(self, store: Store) -> None:
        """Copy the changes that are not there yet.

        Raises:
            StoreError: one of the databases failed.
        """
        if (await store.generation()).change <= self._seen:
            return
        for change in await store.history():
            if change.number > self._seen:
                await self._copy(change)
                self._seen = change.number

    async def _copy(self, change: Change) -> None:
        version, state = change.after
        await self._run(
            "INSERT INTO documents (id, source, version, state) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state",
            (int(change.document), f"followed:{change.document}", version, state),
        )
        await self._run(
            "INSERT OR IGNORE INTO changes (number, at, actor, action, document, title,"
            " before_version, before_state, after_version, after_state, removed_first,"
            " removed_stop, added_first, added_stop, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)",
            (
                *(change.number, change.at.isoformat(), change.actor, change.action),
                *(int(change.document), change.title, *(change.before or (None, None))),
                *(version, state, change.reason),
            ),
        )

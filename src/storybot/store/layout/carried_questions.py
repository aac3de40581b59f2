"""Store questions for start links into the private chat; called at every keystroke.

A token is returned at once, and pending questions are written in batches a moment later: most are
half typed and never opened. Whoever hands a token out waits for that with `written`, so that a
crash does not lose what it stands for.
"""

import asyncio
import hashlib
import logging
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from cachetools import LRUCache

from storybot.model.errors import StoreError

_log = logging.getLogger(__name__)

_TOKEN_BYTES = 18
_SECONDS_TOGETHER = 0.02
_MOST_TOGETHER = 250
"""Questions per statement: below SQLite's parameter limit in every build of it."""
_WRITTEN, _WRITTEN_LATELY = 1_000, timedelta(hours=1)
"""How many stored questions are cached, and for how long; the database keeps them a day."""

CarriedRow = tuple[str, str, int, datetime]
"""Token, question, pseudonym of who typed it, and when it is written."""


class CarriedQuestions:
    """Questions by token, some of them not yet written.

    ``write`` writes rows, all or none, in place of those that have the same tokens.
    """

    def __init__(
        self,
        write: Callable[[Sequence[CarriedRow]], Awaitable[object]],
        now: Callable[[], datetime],
    ) -> None:
        self._write_rows = write
        self._now = now
        self._pending: dict[str, tuple[str, int]] = {}
        self._written: LRUCache[tuple[str, int], datetime] = LRUCache(_WRITTEN)
        self._writing: asyncio.Task[None] | None = None
        self._written_next = asyncio.Event()
        """Set once what is pending now is written or given up; then another takes its place."""

    def carry(self, question: str, user: int) -> str:
        """Return a question's token, and store the question unless that was done recently.

        ``user`` is the pseudonym of the person who typed it, by which it can be deleted.
        """
        digest = hashlib.sha256(question.encode()).digest()[:_TOKEN_BYTES]
        token = urlsafe_b64encode(digest).decode()
        written = self._written.get((token, user))
        if written is None or self._now() - written >= _WRITTEN_LATELY:
            self._pending[token] = question, user
            if self._writing is None or self._writing.done():
                self._writing = asyncio.create_task(self._write_together())
        return token

    def pending(self, token: str) -> str | None:
        """Return the question behind a token that is not written yet."""
        pending = self._pending.get(token)
        return pending[0] if pending else None

    async def written(self) -> None:
        """Wait until what is pending now is written, or given up."""
        if self._pending:
            await self._written_next.wait()

    def forget(self, user: int) -> None:
        """Drop a person's unwritten questions; the caller deletes the written ones."""
        self._pending = {k: kept for k, kept in self._pending.items() if kept[1] != user}
        for key in [key for key in self._written if key[1] == user]:
            del self._written[key]

    async def close(self) -> None:
        """Flush pending questions."""
        if self._writing:
            self._writing.cancel()
            await asyncio.wait({self._writing})
        await self._write()

    async def _write_together(self) -> None:
        while self._pending:
            await asyncio.sleep(_SECONDS_TOGETHER)
            await self._write()

    async def _write(self) -> None:
        """Write pending questions; drop them on failure, as they would only pile up."""
        written, self._written_next = self._written_next, asyncio.Event()
        try:
            await self._write_batches()
        finally:
            written.set()
            if not self._pending:  # what came meanwhile went along
                self._written_next.set()
                self._written_next = asyncio.Event()

    async def _write_batches(self) -> None:
        while batch := dict(islice(self._pending.items(), _MOST_TOGETHER)):
            now = self._now()
            try:
                await self._write_rows([(token, *pair, now) for token, pair in batch.items()])
            except StoreError as error:
                _log.warning("Questions cannot be taken along, %d of them: %s", len(batch), error)
            else:
                for token, (_, user) in batch.items():
                    self._written[token, user] = now
            for token, carried in batch.items():
                if self._pending.get(token) is carried:
                    del self._pending[token]

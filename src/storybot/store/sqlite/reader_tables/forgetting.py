"""Delete records about a person, and expired ones, from every table and from the files.

Deleted rows are overwritten, since the connection has `secure_delete` on. Recent writes are also in
the write-ahead log, so that is truncated before the deletion is confirmed.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiosqlite

from storybot.model.errors import StoreError
from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.readers.under_way import nothing_else
from storybot.store.records import Forgotten

_CARRIED = timedelta(days=1)
_ENDED = timedelta(hours=1)
"""How long a withdrawn subscription is distinguished from one that never existed."""
_TRIES, _PAUSE = 5, 0.5
_OWN = """EXISTS (
    SELECT 1 FROM json_tree(CASE WHEN json_valid(inbox.body) THEN inbox.body ELSE '{}' END) AS t
    WHERE t.key = 'id' AND t.atom = ? AND t.path LIKE '%.from'
)"""
_BODIES = f"UPDATE inbox SET body = '' WHERE state != 'waiting' AND body != '' AND {_OWN}"
"""Dead letters are kept for a day; a person's own contain their text."""
_UNDER_WAY = f"SELECT count(*) FROM inbox WHERE state = 'waiting' AND progress = 'begun' AND {_OWN}"
"""A person's updates that are worked on; one of them asks to be forgotten."""

_ADDRESSES = """
    DELETE FROM addresses
    WHERE code NOT IN (SELECT chat FROM answers WHERE chat IS NOT NULL)
    AND code NOT IN (SELECT inline_message FROM answers WHERE inline_message IS NOT NULL)
"""
"""Chats and messages in which no answer is remembered."""

Run = Callable[[str, Sequence[Any]], Awaitable[int]]
Rows = Callable[[str, Sequence[Any]], Awaitable[list[Any]]]


class Forgetting:
    """Removes rows with the statements of the reader memory."""

    def __init__(
        self, database: aiosqlite.Connection, codes: Pseudonyms, run: Run, rows: Rows
    ) -> None:
        self._database = database
        self._codes = codes
        self._run = run
        self._rows = rows

    async def wait_for(self, user: int) -> None:
        """Wait until what else a person has asked is done, or for a while."""
        await nothing_else(lambda: self._under_way(user))

    async def forget_user(self, user: int) -> Forgotten:
        """Delete a person's records from all tables but the chat settings.

        Raises:
            StoreError: not all of it could be removed.
        """
        code = self._codes.code(user)
        await self._run("DELETE FROM votes WHERE user = ? AND up IS NULL", (code,))
        votes = await self._run("DELETE FROM votes WHERE user = ?", (code,))
        await self._run("DELETE FROM subscriptions WHERE user = ? AND NOT active", (user,))
        subscriptions = await self._run("DELETE FROM subscriptions WHERE user = ?", (user,))
        await self._drop_subscriptions_to(code)
        sent = "DELETE FROM answers WHERE door = 'inline' AND asker = ?"
        inline = await self._run(sent, (code,))
        answers = await self._run("DELETE FROM answers WHERE chat = ? OR asker = ?", (code, code))
        inline += await self._run("DELETE FROM chosen_results WHERE user = ?", (code,))
        inline += await self._run("DELETE FROM carried_questions WHERE user = ?", (code,))
        await self._run("DELETE FROM zones WHERE person = ?", (user,))
        await self._run(_ADDRESSES, ())
        await self._run(_BODIES, (user,))
        return Forgotten(answers, votes, subscriptions, inline=bool(inline))

    async def _under_way(self, user: int) -> int:
        ((count,),) = await self._rows(_UNDER_WAY, (user,))
        return int(count)

    async def forget_old(self, now: datetime, days: int) -> None:
        """Delete records older than that, and those with a shorter retention.

        Raises:
            StoreError: not all of it could be removed.
        """
        before = (now - timedelta(days=days)).isoformat()
        for table in ("answers", "votes", "chosen_results", "subscriptions"):
            await self._run(f"DELETE FROM {table} WHERE at < ?", (before,))
        await self._run(_ADDRESSES, ())
        ended = (now - _ENDED).isoformat()
        await self._run("DELETE FROM subscriptions WHERE NOT active AND at < ?", (ended,))
        carried = (now - _CARRIED).isoformat()
        await self._run("DELETE FROM carried_questions WHERE at < ?", (carried,))

    async def empty_log(self) -> None:
        """Checkpoint the write-ahead log into the database file and truncate it.

        Raises:
            StoreError: others kept reading from it.
        """
        for number in range(_TRIES):
            try:
                ((busy, *_),) = await self._database.execute_fetchall(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                )
            except sqlite3.Error as error:
                raise StoreError(f"The log was not emptied: {error}.", "not_saved") from error
            if not busy:
                return
            if number + 1 < _TRIES:
                await asyncio.sleep(_PAUSE)
        raise StoreError("The log was not emptied: the database is busy.", "not_saved")

    async def _drop_subscriptions_to(self, asker: int) -> None:
        """Delete others' subscriptions to this person's questions: they contain the same words."""
        asked = set(await self._rows("SELECT chat, message FROM answers WHERE asker = ?", (asker,)))
        for id, chat, message in await self._rows(
            "SELECT id, chat, message FROM subscriptions", ()
        ):
            if (self._codes.code(chat), message) in asked:
                await self._run("DELETE FROM subscriptions WHERE id = ?", (id,))

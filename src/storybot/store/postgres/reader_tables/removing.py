"""Delete records about a person, and expired ones, from every table."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.postgres.connection.pool import Connection, PostgresPool, count_of
from storybot.store.readers.under_way import nothing_else
from storybot.store.records import Forgotten

_CARRIED = timedelta(days=1)
"""How long questions are kept that are carried along, or that another may lean on."""
_ENDED = timedelta(hours=1)
"""How long a withdrawn subscription is distinguished from one that never existed."""
_ADDRESSES = """
    DELETE FROM addresses
    WHERE NOT EXISTS (SELECT FROM answers WHERE chat::text = code)
    AND NOT EXISTS (SELECT FROM answers WHERE inline_message = code)
"""
"""Chats and messages in which no answer is remembered."""
_NO_NEW_ADDRESSES = "LOCK TABLE addresses IN SHARE ROW EXCLUSIVE MODE"
"""Waits for those who are recording an answer and keeps others from it: they note the address, then
the answer, and in between the address looks as if nobody needed it. Like them, whoever takes this
lock takes it before it changes answers, so that nobody waits for one who waits for him; and after
it has read what may be much, for no answer is recorded until it is done."""
_OLD = (
    *(f"DELETE FROM {t} WHERE at < $1" for t in ("answers", "votes", "chosen_results")),
    "DELETE FROM subscriptions WHERE at < $1",
)
_ASKED = "SELECT chat, message FROM answers WHERE asker = $1"
_NEWEST = "SELECT coalesce(max(id), 0) FROM subscriptions"
_SUBSCRIPTIONS = "SELECT id, chat, message FROM subscriptions WHERE id > $1"
_UNDER_WAY = "SELECT body FROM inbox WHERE state = 'waiting' AND progress = 'begun'"
"""Whichever process works on them."""
_DEAD_LETTERS = "SELECT update_id, body FROM inbox WHERE state <> 'waiting' AND body <> ''"


class Removing:
    """Removes rows, of one person in one transaction."""

    def __init__(self, pool: PostgresPool, codes: Pseudonyms) -> None:
        self._pool = pool
        self._codes = codes

    async def wait_for(self, user: int) -> None:
        """Wait until what else a person has asked is done, or for a while.

        Raises:
            StoreError: the database cannot be read.
        """
        await nothing_else(lambda: self._under_way(user))

    async def forget_user(self, user: int) -> Forgotten:
        """Delete a person's records from all tables but drafts.

        Raises:
            StoreError: nothing was removed.
        """
        return await self._pool.transact(lambda connection: self._forget(connection, user))

    async def forget_old(self, now: datetime, days: int) -> None:
        """Delete records older than that, and those with a shorter retention.

        Raises:
            StoreError: not all of it could be removed.
        """
        for sql in _OLD:
            await self._pool.change(sql, now - timedelta(days=days))
        await self._pool.transact(self._forget_addresses, repeatable=True)
        sql = "DELETE FROM subscriptions WHERE NOT active AND at < $1"
        await self._pool.change(sql, now - _ENDED)
        for table in ("carried_questions", "turns"):
            await self._pool.change(f"DELETE FROM {table} WHERE at < $1", now - _CARRIED)

    async def _under_way(self, user: int) -> int:
        return sum(_is_from(user, body) for (body,) in await self._pool.rows(_UNDER_WAY))

    async def _forget_addresses(self, connection: Connection) -> None:
        await connection.execute(_NO_NEW_ADDRESSES)
        await connection.execute(_ADDRESSES)

    async def _forget(self, connection: Connection, user: int) -> Forgotten:
        code = self._codes.code(user)
        own = [id for id, body in await connection.fetch(_DEAD_LETTERS) if _is_from(user, body)]
        newest = await connection.fetchval(_NEWEST)
        others = await self._subscriptions_to(connection, code, 0)
        await connection.execute(_NO_NEW_ADDRESSES)
        # Of what was asked meanwhile, too: whoever subscribed to that did so after these were read.
        others += await self._subscriptions_to(connection, code, newest)

        async def delete(table: str, where: str, *values: int) -> int:
            return count_of(await connection.execute(f"DELETE FROM {table} WHERE {where}", *values))

        await delete("votes", "reader = $1 AND up IS NULL", code)
        votes = await delete("votes", "reader = $1", code)
        await delete("subscriptions", "person = $1 AND NOT active", user)
        subscriptions = await delete("subscriptions", "person = $1", user)
        await connection.execute("DELETE FROM subscriptions WHERE id = ANY($1)", others)
        inline = await delete("answers", "door = 'inline' AND asker = $1", code)
        answers = await delete("answers", "chat = $1 OR asker = $1", code)
        inline += await delete("chosen_results", "reader = $1", code)
        inline += await delete("carried_questions", "reader = $1", code)
        await delete("turns", "chat = $1 OR reader = $1", code)
        await delete("zones", "person = $1", user)
        language = await delete("chats", "id = $1", user)
        await connection.execute(_ADDRESSES)
        await connection.execute("UPDATE inbox SET body = '' WHERE update_id = ANY($1)", own)
        return Forgotten(answers, votes, subscriptions, bool(language), bool(inline))

    async def _subscriptions_to(self, connection: Connection, asker: int, after: int) -> list[int]:
        """Return others' subscriptions to this person's questions: they contain the same words."""
        asked = {tuple(row) for row in await connection.fetch(_ASKED, asker)}
        if not asked:
            return []
        everybody = await connection.fetch(_SUBSCRIPTIONS, after)
        return [id for id, chat, at in everybody if (self._codes.code(chat), at) in asked]


def _is_from(user: int, body: str) -> bool:
    """Tell whether anything in an update is from a person."""
    try:
        update = json.loads(body)
    except ValueError:
        return False
    return any(sender.get("id") == user for sender in _senders(update))


def _senders(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if isinstance(sender := value.get("from"), dict):
            yield sender
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _senders(inner)

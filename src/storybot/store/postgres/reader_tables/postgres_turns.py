"""Turns of conversations as a table, by the pseudonyms of chats."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import asyncpg

from storybot.model.answers import Earlier
from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.postgres.connection.pool import PostgresPool
from storybot.store.readers.turn_store import StoredTurn

_KEEP = """
    INSERT INTO turns (chat, asked, reader, at, body) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (chat, asked) DO UPDATE
    SET reader = excluded.reader, at = excluded.at, body = excluded.body
"""
_LAST = "SELECT body FROM turns WHERE chat = $1 AND at >= $2 ORDER BY at DESC, asked DESC LIMIT 1"


class PostgresTurns:
    """Turns by chat and message. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool, codes: Pseudonyms, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._codes = codes
        self._now = now

    async def keep(self, chat: int, asked: int, user: int | None, turn: StoredTurn) -> None:
        """Keep a turn in place of an earlier one of the same message."""
        reader = None if user is None else self._codes.code(user)
        values = (self._codes.code(chat), asked, reader, self._now(), json.dumps(turn))
        await self._pool.change(_KEEP, *values)

    async def last(self, chat: int, seconds: float) -> StoredTurn | None:
        """Return the last turn of a chat, if it is no older than that."""
        since = self._now() - timedelta(seconds=seconds)
        return _turn(await self._pool.rows(_LAST, self._codes.code(chat), since))

    async def of(self, chat: int, asked: int) -> StoredTurn | None:
        """Return the turn that a message began."""
        sql = "SELECT body FROM turns WHERE chat = $1 AND asked = $2"
        return _turn(await self._pool.rows(sql, self._codes.code(chat), asked))


def _turn(found: list[asyncpg.Record]) -> StoredTurn | None:
    if not found:
        return None
    earlier, leaned = json.loads(found[0]["body"])
    return StoredTurn(Earlier(*earlier), leaned and Earlier(*leaned))

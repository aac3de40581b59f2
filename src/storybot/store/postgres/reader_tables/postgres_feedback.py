"""Votes on answers as a table."""

from collections.abc import Callable
from datetime import datetime

from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.postgres.connection.pool import PostgresPool
from storybot.store.records import Feedback

_VOTE = """
    INSERT INTO votes (answer, reader, rank, up, at, press) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (answer, reader) DO UPDATE SET
        up = CASE
            WHEN votes.press = excluded.press THEN votes.up
            WHEN votes.up = excluded.up AND votes.rank = excluded.rank THEN NULL
            ELSE excluded.up
        END,
        rank = excluded.rank, at = excluded.at, press = excluded.press, reason = ''
    RETURNING up
"""
_REASON = """
    INSERT INTO votes (answer, reader, rank, up, at, press, reason)
    VALUES ($1, $2, $3, false, $4, $5, $6)
    ON CONFLICT (answer, reader) DO UPDATE SET up = false, rank = excluded.rank,
        at = excluded.at, press = excluded.press, reason = excluded.reason
"""
_COUNT = """
    SELECT count(*) FILTER (WHERE up), count(*) FILTER (WHERE NOT up) FROM votes WHERE answer = $1
"""


class PostgresFeedback:
    """Votes by pseudonym. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool, codes: Pseudonyms, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._codes = codes
        self._now = now

    async def vote(self, answer: int, user: int, rank: int, *, up: bool, press: str) -> bool:
        """Record a person's only vote on an answer; the same vote again removes it, False then.

        ``press`` identifies the press: handled again after a crash, it has no further effect.
        """
        values = (answer, self._codes.code(user), rank, up, self._now(), press)
        ((now,),) = await self._pool.changed(_VOTE, *values)
        return now is not None

    async def give_reason(
        self, answer: int, user: int, rank: int, reason: str, *, press: str
    ) -> None:
        """Record why an answer did not help a person: their only vote on it."""
        values = (answer, self._codes.code(user), rank, self._now(), press, reason)
        await self._pool.change(_REASON, *values)

    async def votes(self, answer: int) -> Feedback:
        """Count the votes on an answer."""
        ((up, down),) = await self._pool.rows(_COUNT, answer)
        return Feedback(up, down)

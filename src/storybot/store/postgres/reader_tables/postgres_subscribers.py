"""Subscriptions as a table."""

from collections.abc import Callable
from datetime import datetime

from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.records import OwnSubscription, Subscription

_TOGGLE = """
    INSERT INTO subscriptions AS known (chat, message, question, topic, person, at, press)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (chat, message, person) DO UPDATE SET
        active = (known.press = excluded.press) = known.active,
        question = excluded.question, at = excluded.at, press = excluded.press
    RETURNING active
"""
_ALL = """
    SELECT chat, message, (array_agg(question ORDER BY tellings DESC, id))[1],
        (array_agg(topic ORDER BY tellings DESC, id))[1], max(tellings)
    FROM subscriptions WHERE active GROUP BY chat, message ORDER BY min(id)
"""


class PostgresSubscribers:
    """Who is to be told. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool, now: Callable[[], datetime]) -> None:
        self._pool = pool
        self._now = now

    async def toggle(self, subscription: Subscription, user: int, *, press: str) -> bool:
        """Subscribe a reader to an unanswered question; once more unsubscribes, False then.

        ``press`` identifies the press: handled again after a crash, it has no further effect.
        """
        values = (*subscription[:4], user, self._now(), press)
        ((active,),) = await self._pool.changed(_TOGGLE, *values)
        return bool(active)

    async def all(self) -> list[Subscription]:
        """Return the subscribed questions, oldest first, duplicates merged."""
        return [Subscription(*row) for row in await self._pool.rows(_ALL)]

    async def waits(self, chat: int, message: int) -> bool:
        """Return whether anybody is to be told of the answer to what that message abstained on."""
        sql = "SELECT FROM subscriptions WHERE active AND chat = $1 AND message = $2 LIMIT 1"
        return bool(await self._pool.rows(sql, chat, message))

    async def of_person(self, user: int) -> list[OwnSubscription]:
        """Return what a person waits for, oldest first."""
        sql = """
            SELECT id, chat, question FROM subscriptions WHERE active AND person = $1 ORDER BY id
        """
        return [OwnSubscription(*row) for row in await self._pool.rows(sql, user)]

    async def cancel(self, id: int, user: int) -> bool:
        """End a subscription of a person; False if it has ended already."""

        async def body(connection: Connection) -> bool:
            sql = """
                UPDATE subscriptions SET active = false, at = $3
                WHERE id = $1 AND person = $2 AND active RETURNING true
            """
            return bool(await connection.fetch(sql, id, user, self._now()))

        return await self._pool.transact(body)

    async def mark_telling(self, chat: int, message: int, *, by: int) -> None:
        """Count an answer about to be sent to subscribers, by 1; by -1 if it did not arrive."""
        sql = "UPDATE subscriptions SET tellings = tellings + $3 WHERE chat = $1 AND message = $2"
        await self._pool.transact(lambda connection: connection.execute(sql, chat, message, by))

    async def drop(self, chat: int, message: int) -> None:
        """Delete the subscriptions to a question."""
        sql = "DELETE FROM subscriptions WHERE chat = $1 AND message = $2"
        await self._pool.change(sql, chat, message)

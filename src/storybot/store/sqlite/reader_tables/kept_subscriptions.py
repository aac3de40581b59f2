"""Subscriptions in the database file, on the connection of the reader memory."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from storybot.store.records import OwnSubscription, Subscription

Run = Callable[[str, Sequence[Any]], Awaitable[int]]
Rows = Callable[[str, Sequence[Any]], Awaitable[list[Any]]]


class SQLiteSubscribers:
    """Who is to be told; ``change`` runs a statement that returns what it changed."""

    def __init__(self, run: Run, rows: Rows, change: Rows, stamp: Callable[[], str]) -> None:
        self._run = run
        self._rows = rows
        self._change = change
        self._stamp = stamp

    async def toggle(self, subscription: Subscription, user: int, *, press: str) -> bool:
        """Subscribe a reader to an unanswered question; once more unsubscribes, False then.

        ``press`` identifies the press: handled again after a crash, it has no further effect.
        """
        ((active,),) = await self._change(
            "INSERT INTO subscriptions (chat, message, question, topic, user, at, press)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET active = (press = excluded.press) = active,"
            " question = excluded.question, at = excluded.at, press = excluded.press"
            " RETURNING active",
            (*subscription[:4], user, self._stamp(), press),
        )
        return bool(active)

    async def all(self) -> list[Subscription]:
        """Return the subscribed questions, oldest first, duplicates merged."""
        found = await self._rows(
            "SELECT chat, message, question, topic, max(tellings) FROM subscriptions WHERE active"
            " GROUP BY chat, message ORDER BY min(id)",
            (),
        )
        return [Subscription(*row) for row in found]

    async def waits(self, chat: int, message: int) -> bool:
        """Return whether anybody is to be told of the answer to what that message abstained on."""
        found = await self._rows(
            "SELECT 1 FROM subscriptions WHERE active AND chat = ? AND message = ? LIMIT 1",
            (chat, message),
        )
        return bool(found)

    async def of_person(self, user: int) -> list[OwnSubscription]:
        """Return what a person waits for, oldest first."""
        found = await self._rows(
            "SELECT id, chat, question FROM subscriptions WHERE active AND user = ? ORDER BY id",
            (user,),
        )
        return [OwnSubscription(*row) for row in found]

    async def cancel(self, id: int, user: int) -> bool:
        """End a subscription of a person; False if it has ended already."""
        ended = await self._run(
            "UPDATE subscriptions SET active = 0, at = ? WHERE id = ? AND user = ? AND active",
            (self._stamp(), id, user),
        )
        return bool(ended)

    async def mark_telling(self, chat: int, message: int, *, by: int) -> None:
        """Count an answer about to be sent to subscribers, by 1; by -1 if it did not arrive."""
        await self._run(
            "UPDATE subscriptions SET tellings = tellings + ? WHERE chat = ? AND message = ?",
            (by, chat, message),
        )

    async def drop(self, chat: int, message: int) -> None:
        """Delete the subscriptions to a question."""
        await self._run("DELETE FROM subscriptions WHERE chat = ? AND message = ?", (chat, message))

"""Votes on answers in the database file, on the connection of the reader memory."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from storybot.store.layout.pseudonyms import Pseudonyms
from storybot.store.records import Feedback

Run = Callable[[str, Sequence[Any]], Awaitable[int]]
Rows = Callable[[str, Sequence[Any]], Awaitable[list[Any]]]


class SQLiteFeedback:
    """Votes by pseudonym; ``change`` runs a statement that returns what it changed."""

    def __init__(
        self, run: Run, rows: Rows, change: Rows, codes: Pseudonyms, stamp: Callable[[], str]
    ) -> None:
        self._run = run
        self._rows = rows
        self._change = change
        self._codes = codes
        self._stamp = stamp

    async def vote(self, answer: int, user: int, rank: int, *, up: bool, press: str) -> bool:
        """Record a person's only vote on an answer; the same vote again removes it, False then.

        ``press`` identifies the press: handled again after a crash, it has no further effect.
        """
        # One statement, so that no other write comes between reading and writing.
        ((now,),) = await self._change(
            "INSERT INTO votes (answer, user, rank, up, at, press) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET up = CASE WHEN press = excluded.press THEN up"
            " WHEN up = excluded.up AND rank = excluded.rank THEN NULL ELSE excluded.up END,"
            " rank = excluded.rank, at = excluded.at, press = excluded.press, reason = ''"
            " RETURNING up",
            (answer, self._codes.code(user), rank, up, self._stamp(), press),
        )
        return now is not None

    async def give_reason(
        self, answer: int, user: int, rank: int, reason: str, *, press: str
    ) -> None:
        """Record why an answer did not help a person: their only vote on it."""
        await self._run(
            "INSERT INTO votes (answer, user, rank, up, at, press, reason)"
            " VALUES (?, ?, ?, 0, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET up = 0, rank = excluded.rank, at = excluded.at,"
            " press = excluded.press, reason = excluded.reason",
            (answer, self._codes.code(user), rank, self._stamp(), press, reason),
        )

    async def votes(self, answer: int) -> Feedback:
        """Count the votes on an answer."""
        ((up, down),) = await self._rows(
            "SELECT coalesce(sum(up), 0), coalesce(sum(1 - up), 0) FROM votes WHERE answer = ?",
            (answer,),
        )
        return Feedback(up, down)

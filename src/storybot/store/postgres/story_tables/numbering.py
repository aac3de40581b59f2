"""Whose turn it is to change the corpus, and which numbers come next.

One process at a time changes it: the rows of `counters` are locked first, so that changes become
visible in the order of their numbers, no number is left out, and none is used again.
"""

from typing import Any, Self

from storybot.store.postgres.connection.pool import Connection

_LOCK = "SELECT name, last FROM counters ORDER BY name FOR UPDATE"
_SAVE = "UPDATE counters SET last = $2 WHERE name = $1"


class Numbering:
    """The numbers that a transaction hands out; made by `begin`, written by `save`."""

    def __init__(self, last: dict[str, int]) -> None:
        self._last = last
        self._used = set[str]()

    @classmethod
    async def begin(cls, connection: Connection) -> Self:
        """Wait for the turn, which lasts until the transaction ends."""
        found: list[Any] = await connection.fetch(_LOCK)
        return cls(dict(found))

    def take(self, table: str, count: int = 1) -> int:
        """Return the first of the next numbers of a table."""
        first = self._last[table] + 1
        self._last[table] += count
        self._used.add(table)
        return first

    async def save(self, connection: Connection) -> None:
        """Write which numbers were used."""
        await connection.executemany(
            _SAVE, [(name, self._last[name]) for name in sorted(self._used)]
        )

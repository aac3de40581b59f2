"""The outbox as a table."""

from collections.abc import Collection

from storybot.store.desk.outbox import OutboxEntry
from storybot.store.sqlite.desk_tables.queries import Queries


class SQLiteOutbox:
    """Messages by key and chat, each put in once."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    async def put(self, key: str, bodies: Collection[tuple[str, str]]) -> int:
        """Queue a body for each chat that never had one of this key; return how many are new."""
        sql = "INSERT OR IGNORE INTO outbox (key, chat, body) VALUES (?, ?, ?)"
        return await self._queries.change(sql, *((key, chat, body) for chat, body in bodies))

    async def pending(self) -> list[OutboxEntry]:
        """Return what is to be sent, oldest first."""
        sql = "SELECT id, chat, body, sendings FROM outbox WHERE NOT sent ORDER BY id"
        return [OutboxEntry(*row) for row in await self._queries.rows(sql)]

    async def mark_sending(self, id: int, *, by: int) -> None:
        """Count a sending about to begin, by 1; by -1 if it did not arrive."""
        sql = "UPDATE outbox SET sendings = sendings + ? WHERE id = ?"
        await self._queries.change(sql, (by, id))

    async def finish(self, id: int) -> None:
        """Record that a message was sent, or given up; its body is erased."""
        await self._queries.change("UPDATE outbox SET sent = 1, body = '' WHERE id = ?", (id,))

    async def told(self, prefix: str) -> set[str]:
        """Return the keys that begin so."""
        sql = "SELECT DISTINCT key FROM outbox WHERE substr(key, 1, ?) = ?"
        return {key for (key,) in await self._queries.rows(sql, (len(prefix), prefix))}

    async def forget(self, prefix: str) -> None:
        """Forget what was sent under keys that begin so: the same may be told again."""
        sql = "DELETE FROM outbox WHERE sent AND substr(key, 1, ?) = ?"
        await self._queries.change(sql, (len(prefix), prefix))

"""The outbox as a table."""

from collections.abc import Collection

from storybot.store.desk.outbox import OutboxEntry
from storybot.store.postgres.connection.pool import Connection, PostgresPool

_PUT = """
    INSERT INTO outbox (key, chat, body)
    SELECT $1, chat, body FROM unnest($2::text[], $3::text[]) AS new (chat, body)
    ON CONFLICT DO NOTHING RETURNING id
"""


class PostgresOutbox:
    """Messages by key and chat, each put in once. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool

    async def put(self, key: str, bodies: Collection[tuple[str, str]]) -> int:
        """Queue a body for each chat that never had one of this key; return how many are new."""
        values = (key, [chat for chat, _ in bodies], [body for _, body in bodies])

        async def body(connection: Connection) -> int:
            return len(await connection.fetch(_PUT, *values))

        return await self._pool.transact(body)

    async def pending(self) -> list[OutboxEntry]:
        """Return what is to be sent, oldest first."""
        sql = "SELECT id, chat, body, sendings FROM outbox WHERE NOT sent ORDER BY id"
        return [OutboxEntry(*row) for row in await self._pool.rows(sql)]

    async def mark_sending(self, id: int, *, by: int) -> None:
        """Count a sending about to begin, by 1; by -1 if it did not arrive."""
        sql = "UPDATE outbox SET sendings = sendings + $2 WHERE id = $1"
        await self._pool.transact(lambda connection: connection.execute(sql, id, by))

    async def finish(self, id: int) -> None:
        """Record that a message was sent, or given up; its body is erased."""
        await self._pool.change("UPDATE outbox SET sent = true, body = '' WHERE id = $1", id)

    async def told(self, prefix: str) -> set[str]:
        """Return the keys that begin so."""
        sql = "SELECT DISTINCT key FROM outbox WHERE starts_with(key, $1)"
        return {key for (key,) in await self._pool.rows(sql, prefix)}

    async def forget(self, prefix: str) -> None:
        """Forget what was sent under keys that begin so: the same may be told again."""
        await self._pool.change("DELETE FROM outbox WHERE sent AND starts_with(key, $1)", prefix)

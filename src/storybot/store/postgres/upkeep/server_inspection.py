"""Look at a database in PostgreSQL, without making or changing anything in it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from storybot.model.errors import StoreError
from storybot.store.database_report import DatabaseCounts, DatabaseReport, ServerReport
from storybot.store.document_store import Generation
from storybot.store.layout import rows
from storybot.store.postgres.connection.pool import Connection, PostgresPool, T
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import schema_number, steps
from storybot.store.postgres.story_tables import audit_trail

_CHUNK = 500
_SERVER = """
    SELECT current_setting('server_version') AS version,
           current_setting('server_encoding') AS encoding,
           current_setting('data_checksums') = 'on' AS has_checksums,
           pg_is_in_recovery() AS is_standby,
           current_setting('default_transaction_read_only') = 'on' AS is_read_only,
           (SELECT count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend') AS connections,
           current_setting('max_connections')::int AS most_connections,
           coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS makes_tables,
           ARRAY(SELECT format('%s = %s', name, setting) FROM pg_settings
                 WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')
                 AND setting = 'off' ORDER BY name) AS unsafe
"""
_BROKEN_INDEXES = """
    SELECT c.relname FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND NOT (i.indisvalid AND i.indisready)
"""
_COUNTS = """
    SELECT (SELECT count(*) FROM documents WHERE state = 'live') AS articles,
           (SELECT count(*) FROM passages WHERE cut = a.cut) AS passages,
           (SELECT count(*) FROM (SELECT DISTINCT ON (person) granted FROM grants
            ORDER BY person, number DESC) AS last WHERE granted) AS moderators,
           (SELECT count(*) FROM inbox WHERE state = 'waiting') AS waiting,
           (SELECT count(*) FROM inbox WHERE state = 'dead') AS dead,
           rebuilds, newest.number, newest.at
    FROM analysis a
    LEFT JOIN (SELECT number, at FROM changes ORDER BY number DESC LIMIT 1) AS newest ON true
"""
# Of very many passages the planner's estimate will do: to count them takes longer each time.
_FOR_METRICS = """
    SELECT (SELECT count(*) FROM documents WHERE state = 'live') AS articles,
           (SELECT count(*) FROM documents WHERE state = 'retracted') AS retracted,
           CASE WHEN estimated.passages < 1e5
                THEN (SELECT count(*) FROM passages WHERE cut = (SELECT cut FROM analysis))
                ELSE estimated.passages END AS passages,
           (SELECT count(*) FROM votes WHERE up) AS up,
           (SELECT count(*) FROM votes WHERE NOT up) AS down,
           (SELECT count(*) FROM subscriptions WHERE active) AS subscriptions,
           (SELECT count(*) FROM inbox WHERE state = 'dead') AS dead,
           (SELECT count(*) FROM outbox WHERE NOT sent) AS notices,
           (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind = 'r') AS bytes
    FROM (SELECT reltuples::bigint AS passages FROM pg_class
          WHERE oid = 'passages'::regclass) AS estimated
"""
_VERSIONS = """
    SELECT document, number, text, about, hash FROM versions
    WHERE (document, number) > ($1, $2) ORDER BY document, number LIMIT $3
"""
_PASSAGES = """
    SELECT id, document, language, title, text, sentences, hash FROM passages
    WHERE cut = (SELECT cut FROM analysis) AND id > $1 ORDER BY id LIMIT $2
"""


async def inspect(target: Target) -> ServerReport:
    """Check hashes and audit, count what there is, and ask the server about itself.

    Raises:
        StoreError: it cannot be reached or read.
    """
    return await _with_pool(target, _inspect)


async def count(target: Target) -> DatabaseCounts:
    """Count what a database holds.

    Raises:
        StoreError: it cannot be read.
    """

    async def counted(pool: PostgresPool) -> DatabaseCounts:
        (found,) = await pool.rows(_FOR_METRICS)
        return DatabaseCounts(**dict(found.items()))

    return await _with_pool(target, counted)


async def _with_pool(target: Target, look: Callable[[PostgresPool], Awaitable[T]]) -> T:
    pool = await PostgresPool.open(target)
    try:
        return await look(pool)
    finally:
        await pool.close()


async def _inspect(pool: PostgresPool) -> ServerReport:
    (server,) = await pool.rows(_SERVER)
    facts = dict(server.items())
    encoding = facts.pop("encoding")
    schema, newest = await schema_number(pool), len(steps())
    problems = [f"the index {name} is not usable" for (name,) in await pool.rows(_BROKEN_INDEXES)]
    if encoding != "UTF8":
        problems.append(f"it stores text as {encoding}, not UTF8")
    report = DatabaseReport(schema=schema, newest_schema=newest, problems=tuple(problems))
    if schema == newest:
        report = await pool.reading(lambda connection: _report(connection, report))
    return ServerReport(
        name=pool.target.shown, report=report, **facts | {"unsafe": tuple(facts["unsafe"])}
    )


async def _report(connection: Connection, known: DatabaseReport) -> DatabaseReport:
    """Read everything, all of one moment."""
    found = await connection.fetchrow(_COUNTS)
    if found is None:
        raise StoreError("The table analysis is empty: restore a backup.")
    counts = dict(found.items())
    rebuilds, number, at = (counts.pop(name) for name in ("rebuilds", "number", "at"))
    return DatabaseReport(
        schema=known.schema,
        newest_schema=known.newest_schema,
        problems=known.problems,
        damaged=tuple([name async for name in _damaged(connection)]),
        audit=await audit_trail.verify(connection),
        newest_change=at,
        generation=Generation(rebuilds, 0, 0).after(number, at) if number else None,
        **counts,
    )


async def _damaged(connection: Connection) -> AsyncIterator[str]:
    last: tuple[Any, ...] = (0, 0)
    while found := await connection.fetch(_VERSIONS, *last, _CHUNK):
        for id, number, text, about, hash in found:
            if rows.digest(text, about) != hash:
                yield f"version {number} of article {id}"
        last = tuple(found[-1])[:2]
    end = 0
    while found := await connection.fetch(_PASSAGES, end, _CHUNK):
        for id, document, *parts, hash in found:
            if rows.digest(*parts) != hash:
                yield f"passage {id} of article {document}"
        end = found[-1]["id"]

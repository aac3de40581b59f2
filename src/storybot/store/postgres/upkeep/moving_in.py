"""Move a whole story into an empty database: history, audit, readers, what waits.

All in one transaction, which ends well only where each table has as many rows as its source, and
the audit recomputes to the hash that the source ends with.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from storybot.model.errors import StoreError
from storybot.store.layout.moved_tables import MoveReport, SourceTables
from storybot.store.postgres.connection.pool import LONG_SECONDS, Connection, allow_long
from storybot.store.postgres.connection.target import Target
from storybot.store.postgres.migrating import open_pool
from storybot.store.postgres.story_tables import audit_trail

ORDER = (
    *("documents", "versions", "passages", "changes", "grants", "audit", "analysis", "told_waits"),
    *("inbox", "reader_key", "answers", "addresses", "votes", "subscriptions", "chats"),
    *("chosen_results", "carried_questions", "shown_documents", "corrections"),
    *("correction_reports", "drafts", "outbox", "feeds", "feed_items", "plans", "zones"),
)
"""Tables in an order in which each finds what it refers to."""
LEFT = frozenset({"lease", "inbox_workers", "inbox_claims"})
"""Tables that only say which process is at work."""
_ABANDONED = frozenset({"pseudonyms"})
"""A table that an early schema left behind, and nothing reads."""
_SINGLE = ("analysis", "told_waits", "reader_key")
"""Tables of one row, which a new database has already."""
_RENAMED = {
    **dict.fromkeys([("grants", "user"), ("subscriptions", "user")], "person"),
    ("correction_reports", "user"): "person",
    **dict.fromkeys([("votes", "user"), ("chosen_results", "user")], "reader"),
    ("carried_questions", "user"): "reader",
}
"""A column's name here, where it is not that of the source: ``user`` is a word of SQL."""
_COUNTED = ("documents", "passages", "changes", "grants", "audit")
_TYPES = """
    SELECT column_name, udt_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = $1
"""
# They would queue and note again what comes along in tables of its own.
_TRIGGERS = (("answers", "USER"), ("changes", "changes_correct"))


async def move_in(target: Target, source: SourceTables) -> MoveReport:
    """Copy all tables of a source.

    Raises:
        StoreError: the database is not empty, or what arrived is not what was there; nothing was
            changed.
    """
    pool = await open_pool(target)
    try:
        return await pool.transact(lambda connection: _move(connection, target, source))
    finally:
        await pool.close()


async def _move(connection: Connection, target: Target, source: SourceTables) -> MoveReport:
    await allow_long(connection)
    await connection.execute(f"LOCK TABLE {', '.join(ORDER)} IN EXCLUSIVE MODE")
    await _refuse_what_is_there(connection, target)
    columns = await source.columns()
    if unknown := sorted(columns.keys() - {*ORDER} - LEFT - _ABANDONED):
        raise StoreError(f"The database has tables that cannot be moved: {', '.join(unknown)}.")
    for table in _SINGLE:
        await connection.execute(f"DELETE FROM {table}")
    for table, triggers in _TRIGGERS:
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {triggers}")
    counts = {table: await _copy(connection, source, table, columns[table]) for table in ORDER}
    for table, triggers in _TRIGGERS:
        await connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER {triggers}")
    await _go_on_counting(connection, await source.last_ids())
    audit = await audit_trail.verify(connection)
    if audit.broken is not None:
        raise StoreError(f"Nothing was moved: line {audit.broken} of the audit: {audit.problem}.")
    return MoveReport(counts, audit.lines, audit.head)


async def _refuse_what_is_there(connection: Connection, target: Target) -> None:
    for table in ORDER:
        if table not in _SINGLE and await connection.fetchval(
            f"SELECT EXISTS (SELECT FROM {table})"
        ):
            raise StoreError(
                f"The database {target.shown} is not empty: there are rows in {table}. Name an"
                " empty one, or an empty schema of it with ?search_path=."
            )


async def _copy(
    connection: Connection, source: SourceTables, table: str, columns: Sequence[str]
) -> int:
    """Copy a table, and compare how many rows arrived; return their number."""
    types: dict[str, str] = dict(await connection.fetch(_TYPES, table))  # type: ignore[arg-type]
    names = [_RENAMED.get((table, column), column) for column in columns]
    await connection.copy_records_to_table(
        table,
        columns=names,
        records=_converted(source.rows(table, columns), [types[name] for name in names]),
        timeout=LONG_SECONDS,
    )
    count = await connection.fetchval(f"SELECT count(*) FROM {table}", timeout=LONG_SECONDS)
    if count != (there := await source.count(table)):
        raise StoreError(f"Nothing was moved: {count} of {there} rows of {table} arrived.")
    return int(count)


async def _converted(
    rows: AsyncIterator[Sequence[Any]], types: Sequence[str]
) -> AsyncIterator[tuple[Any, ...]]:
    converters = [_CONVERTERS.get(type, _same) for type in types]
    async for row in rows:
        yield tuple(
            None if value is None else convert(value)
            for convert, value in zip(converters, row, strict=True)
        )


def _same(value: Any) -> Any:
    return value


def _moment(value: str) -> datetime:
    """Read a time; an empty one is before all others."""
    return datetime.fromisoformat(value) if value else datetime(1, 1, 1, tzinfo=UTC)


_CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    "bool": bool,
    "timestamptz": _moment,
    "text": str,  # pseudonyms of chats are numbers in their source
}


async def _go_on_counting(connection: Connection, last: Mapping[str, int]) -> None:
    """Give no id again that was ever given: buttons and links may still carry it."""
    await connection.executemany(
        "UPDATE counters SET last = $2 WHERE name = $1",
        [(table, last.get(table, 0)) for table in _COUNTED],
    )
    for table, id in last.items():
        if table not in _COUNTED and id:
            await connection.execute(
                "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", table, id
            )

"""Reader memories and desks of each database, with a clock that a test moves."""

from storybot.store.desk.desk_store import DeskStore
from storybot.store.postgres.desk_tables.postgres_desk import PostgresDesk
from storybot.store.postgres.postgres_readers import PostgresReaderMemory
from storybot.store.reader_memory import ReaderMemory
from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.clock import Clock


async def readers_in(url: str, clock: Clock) -> ReaderMemory:
    """Open the memory in the database of a URL."""
    if url.startswith("postgresql://"):
        return await PostgresReaderMemory.open(url, clock)
    return await SQLiteReaderMemory.open(url.removeprefix("sqlite:///"), clock)


async def desk_in(url: str, clock: Clock) -> DeskStore:
    """Open the desk in the database of a URL."""
    if url.startswith("postgresql://"):
        return await PostgresDesk.open(url, clock)
    return await SQLiteDesk.open(url.removeprefix("sqlite:///"), clock)

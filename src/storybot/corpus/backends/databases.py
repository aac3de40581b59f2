"""Map the URL of a database to a store: a file or memory to SQLite, a server to PostgreSQL.

An unknown URL is a `SettingError`, which names the setting and its valid values. All but the store
of articles is imported as it is opened: a question needs nothing else.
"""

from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from storybot.model.errors import SettingError
from storybot.store.sqlite.sqlite_documents import SQLiteStore

if TYPE_CHECKING:
    from storybot.store.database_report import DatabaseCounts, DatabaseReport, ServerReport
    from storybot.store.desk.desk_store import DeskStore
    from storybot.store.document_store import Store
    from storybot.store.inbox import Inbox
    from storybot.store.layout.moved_tables import MoveReport
    from storybot.store.lease import Lease
    from storybot.store.postgres.postgres_backend import PostgresBackend
    from storybot.store.reader_memory import ReaderMemory
    from storybot.store.workers import WorkerLinks

_SQLITE = "sqlite:///"
_POSTGRES = "postgresql://"
IN_MEMORY = "sqlite:///:memory:"
"""A database that is gone with the program."""


def check_database_url(url: str) -> None:
    """Check that a database's URL has a backend, before anything is opened or created.

    Raises:
        SettingError: there is none.
    """
    if is_on_server(url):
        _postgres().check(url)
    else:
        _path(url)


def is_on_server(url: str) -> bool:
    """Tell whether a database is kept by a server, and not in a file or in memory."""
    return url.startswith(_POSTGRES)


def database_file(url: str) -> Path | None:
    """Return the file that a database's URL names; None for one in memory or on a server.

    Raises:
        SettingError: no backend has that URL.
    """
    return None if url == IN_MEMORY or is_on_server(url) else Path(_path(url))


async def inspect_database(path: Path) -> "DatabaseReport":
    """Look at a database's file, in use or a backup, without changing anything.

    Raises:
        StoreError: it cannot be read as a database.
    """
    from storybot.store.sqlite.upkeep.inspection import inspect  # noqa: PLC0415

    return await inspect(path)


async def inspect_server(url: str) -> "ServerReport":
    """Look at a database on a server, and at the server, changing nothing.

    Raises:
        SettingError: no backend has that URL.
        StoreError: it cannot be reached or read.
    """
    return await _postgres().inspect(url)


async def count_database(url: str) -> "DatabaseCounts":
    """Count what the database of a URL holds; nothing of one in memory.

    Raises:
        StoreError: it cannot be read.
    """
    from storybot.store.database_report import DatabaseCounts  # noqa: PLC0415
    from storybot.store.sqlite.upkeep.inspection import count  # noqa: PLC0415

    if is_on_server(url):
        return await _postgres().count(url)
    path = database_file(url)
    return await count(path) if path else DatabaseCounts()


def size_of_log(path: Path) -> int:
    """Return how many bytes of changes wait in the log beside a database's file."""
    from storybot.store.sqlite.upkeep.inspection import log_of  # noqa: PLC0415

    log = log_of(path)
    return log.stat().st_size if log.exists() else 0


async def copy_database(url: str, path: Path) -> None:
    """Copy the database of a URL as it is, also that of another storybot; see `Store.backup`.

    Raises:
        SettingError: it is on a server, which has its own means.
        StoreError: nothing was written.
    """
    from storybot.store.sqlite.upkeep.copying import copy_as_is  # noqa: PLC0415

    file = database_file(url)
    if file and file.exists():
        await copy_as_is(file, path)
        return
    store = await open_store(url)
    try:
        await store.backup(path)
    finally:
        await store.close()


async def move_database(file: Path, url: str) -> "MoveReport":
    """Move a database's file with all that is in it into an empty database on a server.

    Neither may be in use by a bot meanwhile. The file is brought to this program's schema, as by
    any start, and stays.

    Raises:
        SettingError: the URL names no database on a server.
        AlreadyRunning: a bot answers with one of the two.
        StoreError: the file is damaged, or the database is not empty; nothing was moved.
    """
    from storybot.store.sqlite.sqlite_lease import SQLiteLease  # noqa: PLC0415
    from storybot.store.sqlite.upkeep.reading_out import tables_of  # noqa: PLC0415

    if not is_on_server(url):
        raise SettingError(
            "STORYBOT_DATABASE: a database file is moved into PostgreSQL only; it looks like"
            " postgresql://storybot@localhost/storybot. To use the file itself, name it."
        )
    async with AsyncExitStack() as leases:
        leases.push_async_callback((await SQLiteLease.open(str(file))).close)
        leases.push_async_callback((await open_lease(url)).close)
        source = await leases.enter_async_context(tables_of(file))
        return await _postgres().move_in(url, source)


async def open_store(url: str) -> "Store":
    """Open the store that a URL names, such as ``sqlite:///storybot.db``.

    Raises:
        SettingError: no backend has that URL.
        StoreError: it cannot be opened.
    """
    if is_on_server(url):
        return await _postgres().store(url)
    return await SQLiteStore.open(_path(url))


async def open_readers(url: str) -> "ReaderMemory":
    """Open the reader memory in the database of a URL.

    Raises:
        StoreError: it cannot be opened.
    """
    from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory  # noqa: PLC0415

    if is_on_server(url):
        return await _postgres().readers(url)
    return await SQLiteReaderMemory.open(_path(url))


async def tell_readers_of_changes(memory: "ReaderMemory", store: "Store") -> None:
    """Let readers' data in memory hear of the changes of a story, so that answers are corrected.

    In one database with the story it hears of them by itself; then this returns at once.
    """
    from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory  # noqa: PLC0415

    if isinstance(memory, SQLiteReaderMemory) and memory.is_alone:
        await memory.followed.follow(store)


async def open_desk(url: str) -> "DeskStore":
    """Open the moderators' desk in the database of a URL.

    Raises:
        StoreError: it cannot be opened.
    """
    from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk  # noqa: PLC0415

    if is_on_server(url):
        return await _postgres().desk(url)
    return await SQLiteDesk.open(_path(url))


async def open_inbox(url: str) -> "Inbox":
    """Open the inbox in the database of a URL.

    Raises:
        StoreError: it cannot be opened.
    """
    from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox  # noqa: PLC0415

    if is_on_server(url):
        return await _postgres().inbox(url)
    return await SQLiteInbox.open(_path(url))


async def open_lease(url: str) -> "Lease":
    """Acquire the lease of the database of a URL.

    Raises:
        AlreadyRunning: another process holds it.
        StoreError: it cannot be opened.
    """
    from storybot.store.sqlite.sqlite_lease import SQLiteLease  # noqa: PLC0415

    if is_on_server(url):
        return await _postgres().lease(url)
    return await SQLiteLease.open(_path(url))


def check_workers(url: str) -> None:
    """Check that several processes can answer with the database of a URL.

    Raises:
        SettingError: it is a file, which is for one process.
    """
    if not is_on_server(url):
        raise SettingError(
            "STORYBOT_WORKERS: several processes need a PostgreSQL database, and STORYBOT_DATABASE"
            " names a file, which one process answers from. Set STORYBOT_DATABASE to"
            " postgresql://… (docs/scaling.md says how), or leave --workers and STORYBOT_WORKERS"
            " out."
        )


async def open_links(url: str) -> "WorkerLinks":
    """Open what the processes of one bot share in the database of a URL.

    Raises:
        SettingError: it is a file, which is for one process.
        StoreError: it cannot be opened.
    """
    check_workers(url)
    return await _postgres().links(url)


def _postgres() -> "type[PostgresBackend]":
    """Return what opens PostgreSQL, whose driver is an extra and is loaded only when it is used.

    Raises:
        SettingError: the driver is not installed.
    """
    try:
        from storybot.store.postgres.postgres_backend import PostgresBackend  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name != "asyncpg":
            raise
        raise SettingError(
            "STORYBOT_DATABASE: PostgreSQL needs the package asyncpg, storybot's extra `postgres`;"
            " install it beside storybot: `pip install asyncpg`."
        ) from error
    return PostgresBackend


def _path(database: str) -> str:
    path = database.removeprefix(_SQLITE)
    if not path or path == database:
        raise SettingError(
            "STORYBOT_DATABASE: is not a database URL; it looks like sqlite:///storybot.db"
            " or postgresql://storybot@localhost/storybot."
        )
    return path

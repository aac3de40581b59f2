"""The only file that names concrete backends: maps a setting's URL to a store or an index.

An unknown URL is a `SettingError`, which names the setting and its valid values.
"""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storybot.model.errors import SettingError
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.index import Index
from storybot.search.opensearch.cluster_url import (
    ENCRYPTED,
    PLAIN,
    ClusterUrl,
    read_cluster_url,
)
from storybot.store.database_report import DatabaseCounts, DatabaseReport, ServerReport
from storybot.store.desk.desk_store import DeskStore
from storybot.store.document_store import Store
from storybot.store.inbox import Inbox
from storybot.store.layout.moved_tables import MoveReport
from storybot.store.lease import Lease
from storybot.store.reader_memory import ReaderMemory
from storybot.store.sqlite.desk_tables.sqlite_desk import SQLiteDesk
from storybot.store.sqlite.inbox_tables.sqlite_inbox import SQLiteInbox
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from storybot.store.sqlite.sqlite_lease import SQLiteLease
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from storybot.store.sqlite.upkeep.inspection import count, inspect, log_of
from storybot.store.sqlite.upkeep.reading_out import tables_of
from storybot.store.workers import WorkerLinks

if TYPE_CHECKING:
    from storybot.search.opensearch.opensearch_index import OpenSearchIndex
    from storybot.store.postgres.postgres_backend import PostgresBackend

_SQLITE = "sqlite:///"
_POSTGRES = "postgresql://"
IN_MEMORY = "sqlite:///:memory:"
"""A database that is gone with the program."""
_EMBEDDED = "embedded:"
_OPENSEARCH = (f"{PLAIN}:", f"{ENCRYPTED}:")


def check_urls(database: str, index: str) -> None:
    """Check that both URLs have a backend, before anything is opened or created.

    Raises:
        SettingError: there is none.
    """
    if _is_postgres(database):
        _postgres().check(database)
    else:
        _path(database)
    if is_shared_index(index):
        _cluster(index)
        _opensearch()
    else:
        _folder(index)


def is_shared_index(index: str) -> bool:
    """Tell whether an index is on other machines, where other processes use it, too."""
    return index.startswith(_OPENSEARCH)


def _opensearch() -> "type[OpenSearchIndex]":
    """Return the index on OpenSearch, whose client is an extra, loaded only when it is used.

    Raises:
        SettingError: the client is not installed.
    """
    try:
        from storybot.search.opensearch.opensearch_index import OpenSearchIndex  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name != "opensearchpy":
            raise
        raise SettingError(
            "STORYBOT_INDEX: OpenSearch needs the package opensearch-py, storybot's extra"
            " `opensearch`; install it beside storybot: `pip install 'opensearch-py[async]<3.1'`."
        ) from error
    return OpenSearchIndex


def _cluster(index: str) -> ClusterUrl:
    try:
        return read_cluster_url(index)
    except ValueError as error:
        raise SettingError(f"STORYBOT_INDEX: {error}.") from None


def _is_postgres(database: str) -> bool:
    return database.startswith(_POSTGRES)


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


def _folder(index: str) -> str:
    if not index.startswith(_EMBEDDED):
        raise SettingError(
            "STORYBOT_INDEX: is not an index; it is embedded: or looks like"
            " opensearch://localhost:9200/storybot."
        )
    return index.removeprefix(_EMBEDDED)


def database_file(url: str) -> Path | None:
    """Return the file that a database's URL names; None for one in memory or on a server.

    Raises:
        SettingError: no backend has that URL.
    """
    return None if url == IN_MEMORY or _is_postgres(url) else Path(_path(url))


async def inspect_database(path: Path) -> DatabaseReport:
    """Look at a database's file, in use or a backup, without changing anything.

    Raises:
        StoreError: it cannot be read as a database.
    """
    return await inspect(path)


def is_on_server(url: str) -> bool:
    """Tell whether a database is kept by a server, and not in a file or in memory."""
    return _is_postgres(url)


async def inspect_server(url: str) -> ServerReport:
    """Look at a database on a server, and at the server, changing nothing.

    Raises:
        SettingError: no backend has that URL.
        StoreError: it cannot be reached or read.
    """
    return await _postgres().inspect(url)


async def count_database(url: str) -> DatabaseCounts:
    """Count what the database of a URL holds; nothing of one in memory.

    Raises:
        StoreError: it cannot be read.
    """
    if _is_postgres(url):
        return await _postgres().count(url)
    path = database_file(url)
    return await count(path) if path else DatabaseCounts()


def size_of_index(url: str, database: str) -> int:
    """Return the bytes of a saved index; 0 where none is saved here."""
    if is_shared_index(url):
        return 0
    folder = _index_folder(url, database)
    files = Path(folder).iterdir() if folder and Path(folder).is_dir() else ()
    return sum(file.stat().st_size for file in files)


def size_of_log(path: Path) -> int:
    """Return how many bytes of changes wait in the log beside a database's file."""
    log = log_of(path)
    return log.stat().st_size if log.exists() else 0


async def move_database(file: Path, url: str) -> MoveReport:
    """Move a database's file with all that is in it into an empty database on a server.

    Neither may be in use by a bot meanwhile. The file is brought to this program's schema, as by
    any start, and stays.

    Raises:
        SettingError: the URL names no database on a server.
        AlreadyRunning: a bot answers with one of the two.
        StoreError: the file is damaged, or the database is not empty; nothing was moved.
    """
    if not _is_postgres(url):
        raise SettingError(
            "STORYBOT_DATABASE: a database file is moved into PostgreSQL only; it looks like"
            " postgresql://storybot@localhost/storybot. To use the file itself, name it."
        )
    async with AsyncExitStack() as leases:
        leases.push_async_callback((await SQLiteLease.open(str(file))).close)
        leases.push_async_callback((await open_lease(url)).close)
        source = await leases.enter_async_context(tables_of(file))
        return await _postgres().move_in(url, source)


async def open_store(url: str) -> Store:
    """Open the store that a URL names, such as ``sqlite:///storybot.db``.

    Raises:
        SettingError: no backend has that URL.
        StoreError: it cannot be opened.
    """
    if _is_postgres(url):
        return await _postgres().store(url)
    return await SQLiteStore.open(_path(url))


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """An index, and the generation it was saved at."""

    index: Index
    saved: Sequence[int] | None
    save: Callable[[Sequence[int]], None]
    """Saves it as of a generation."""
    save_and_map: Callable[[Sequence[int]], None]
    """Saves it, and has it go on from the files."""


def open_index(url: str, database: str = IN_MEMORY) -> OpenedIndex:
    """Open the index of a URL: ``embedded:``, or ``embedded:FOLDER`` to save it there.

    Without a folder it is saved beside the database; with an in-memory database it is not saved.
    One on OpenSearch is not looked at before it is used.

    Raises:
        SettingError: no backend has that URL.
    """
    if is_shared_index(url):
        return OpenedIndex(_opensearch()(_cluster(url)), None, _keep_nothing, _keep_nothing)
    folder = _index_folder(url, database)
    if not folder:
        return OpenedIndex(EmbeddedIndex(), None, _keep_nothing, _keep_nothing)
    index, saved = EmbeddedIndex.open(Path(folder))

    def into_folder(
        save: Callable[[Path, tuple[int, ...]], None],
    ) -> Callable[[Sequence[int]], None]:
        def saving(generation: Sequence[int]) -> None:
            Path(folder).mkdir(parents=True, exist_ok=True)
            save(Path(folder), tuple(generation))

        return saving

    return OpenedIndex(index, saved, into_folder(index.save), into_folder(index.save_and_map))


def _keep_nothing(_: Sequence[int]) -> None:
    """Save nothing: the index is elsewhere, or gone with the program."""


@dataclass(frozen=True, slots=True)
class SavedIndex:
    """What is saved of an index."""

    passages: int
    generation: Sequence[int] | None
    """None where it cannot be used."""


async def shared_index(url: str) -> SavedIndex | None:
    """Look at an index on other machines, changing nothing; None where it was never filled.

    Raises:
        SettingError: no backend has that URL.
        IndexUnavailable: they cannot be reached.
    """
    index = _opensearch()(_cluster(url))
    try:
        generation = await index.reflected()
        return SavedIndex(await index.count(), generation) if generation else None
    finally:
        await index.close()


def saved_index(url: str, database: str) -> SavedIndex | None:
    """Look at what is saved of an index, changing nothing; None where nothing is.

    Raises:
        SettingError: no backend has that URL.
    """
    if is_shared_index(url):
        return None
    folder = _index_folder(url, database)
    if not folder or not Path(folder).is_dir() or not any(Path(folder).iterdir()):
        return None
    index, generation = EmbeddedIndex.open(Path(folder))
    try:
        return SavedIndex(len(index), generation)
    finally:
        index.clear()


def _index_folder(url: str, database: str) -> str:
    file = database_file(database)
    beside = "" if file is None else f"{file}.index"
    return _folder(url) or beside


async def open_readers(url: str) -> ReaderMemory:
    """Open the reader memory in the database of a URL.

    Raises:
        StoreError: it cannot be opened.
    """
    if _is_postgres(url):
        return await _postgres().readers(url)
    return await SQLiteReaderMemory.open(_path(url))


async def tell_readers_of_changes(memory: ReaderMemory, store: Store) -> None:
    """Let readers' data in memory hear of the changes of a story, so that answers are corrected.

    In one database with the story it hears of them by itself; then this returns at once.
    """
    if isinstance(memory, SQLiteReaderMemory) and memory.is_alone:
        await memory.followed.follow(store)


async def open_desk(url: str) -> DeskStore:
    """Open the moderators' desk in the database of a URL.

    Raises:
        StoreError: it cannot be opened.
    """
    if _is_postgres(url):
        return await _postgres().desk(url)
    return await SQLiteDesk.open(_path(url))


async def open_inbox(url: str) -> Inbox:
    """Open the inbox in the database of a URL.

    Raises:
        StoreError: it cannot be opened.
    """
    if _is_postgres(url):
        return await _postgres().inbox(url)
    return await SQLiteInbox.open(_path(url))


async def open_lease(url: str) -> Lease:
    """Acquire the lease of the database of a URL.

    Raises:
        AlreadyRunning: another process holds it.
        StoreError: it cannot be opened.
    """
    if _is_postgres(url):
        return await _postgres().lease(url)
    return await SQLiteLease.open(_path(url))


def check_workers(url: str) -> None:
    """Check that several processes can answer with the database of a URL.

    Raises:
        SettingError: it is a file, which is for one process.
    """
    if not _is_postgres(url):
        raise SettingError(
            "STORYBOT_WORKERS: several processes need a PostgreSQL database, and STORYBOT_DATABASE"
            " names a file, which one process answers from. Set STORYBOT_DATABASE to"
            " postgresql://… (docs/scaling.md says how), or leave --workers and STORYBOT_WORKERS"
            " out."
        )


async def open_links(url: str) -> WorkerLinks:
    """Open what the processes of one bot share in the database of a URL.

    Raises:
        SettingError: it is a file, which is for one process.
        StoreError: it cannot be opened.
    """
    check_workers(url)
    return await _postgres().links(url)

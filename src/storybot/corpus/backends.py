"""The only file that names concrete backends: a setting's URL to a store or an index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.index import Index
from storybot.store.document_store import Store
from storybot.store.inbox import Inbox
from storybot.store.reader_memory import ReaderMemory
from storybot.store.sqlite.sqlite_documents import SQLiteStore
from storybot.store.sqlite.sqlite_inbox import SQLiteInbox
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory

_SQLITE = "sqlite:///"
_MEMORY = "sqlite:///:memory:"


async def open_store(url: str) -> Store:
    """Open the store that a URL names, such as ``sqlite:///storybot.db``.

    Raises:
        StoreError: it cannot be opened.
    """
    return await SQLiteStore.open(url.removeprefix(_SQLITE))


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """An index, the generation that it holds already, and what keeps it for the next start."""

    index: Index
    saved: Sequence[int] | None
    save: Callable[[Sequence[int]], None]


def open_index(url: str, database: str = _MEMORY) -> OpenedIndex:
    """Open the index that a URL names: ``embedded:``, or ``embedded:FOLDER`` to keep it there.

    Without a folder it is kept beside the database; with a database in memory it is not kept.
    """
    assert url.startswith("embedded:"), url
    beside = "" if database == _MEMORY else f"{database.removeprefix(_SQLITE)}.index"
    folder = url.removeprefix("embedded:") or beside
    if not folder:
        return OpenedIndex(EmbeddedIndex(), None, lambda _: None)
    index, saved = EmbeddedIndex.open(Path(folder))

    def save(generation: Sequence[int]) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        index.save(Path(folder), tuple(generation))

    return OpenedIndex(index, saved, save)


async def open_readers(url: str) -> ReaderMemory:
    """Open what is remembered of readers, in the database that a URL names.

    Raises:
        StoreError: it cannot be opened.
    """
    return await SQLiteReaderMemory.open(url.removeprefix(_SQLITE))


async def open_inbox(url: str) -> Inbox:
    """Open the inbox in the database that a URL names.

    Raises:
        StoreError: it cannot be opened.
    """
    return await SQLiteInbox.open(url.removeprefix(_SQLITE))

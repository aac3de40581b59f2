"""Map the URL of an index to one: in this process, saved beside the database, or on OpenSearch.

An unknown URL is a `SettingError`, which names the setting and its valid values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storybot.corpus.backends.databases import IN_MEMORY, database_file
from storybot.model.errors import SettingError
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.index import Index
from storybot.search.opensearch.cluster_url import (
    ENCRYPTED,
    PLAIN,
    ClusterUrl,
    read_cluster_url,
)

if TYPE_CHECKING:
    from storybot.search.opensearch.opensearch_index import OpenSearchIndex

_EMBEDDED = "embedded:"
_OPENSEARCH = (f"{PLAIN}:", f"{ENCRYPTED}:")


def check_index_url(url: str) -> None:
    """Check that an index's URL has a backend, before anything is opened or created.

    Raises:
        SettingError: there is none.
    """
    if is_shared_index(url):
        _cluster(url)
        _opensearch()
    else:
        _folder(url)


def is_shared_index(index: str) -> bool:
    """Tell whether an index is on other machines, where other processes use it, too."""
    return index.startswith(_OPENSEARCH)


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


def size_of_index(url: str, database: str) -> int:
    """Return the bytes of a saved index; 0 where none is saved here."""
    if is_shared_index(url):
        return 0
    folder = _index_folder(url, database)
    files = Path(folder).iterdir() if folder and Path(folder).is_dir() else ()
    return sum(file.stat().st_size for file in files)


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


def _folder(index: str) -> str:
    if not index.startswith(_EMBEDDED):
        raise SettingError(
            "STORYBOT_INDEX: is not an index; it is embedded: or looks like"
            " opensearch://localhost:9200/storybot."
        )
    return index.removeprefix(_EMBEDDED)


def folder_of_index(url: str, database: str) -> Path | None:
    """Return the folder for what is derived of a database; None where nothing is kept here."""
    folder = "" if is_shared_index(url) else _index_folder(url, database)
    return Path(folder) if folder else None


def _index_folder(url: str, database: str) -> str:
    file = database_file(database)
    beside = "" if file is None else f"{file}.index"
    return _folder(url) or beside


def _keep_nothing(_: Sequence[int]) -> None:
    """Save nothing: the index is elsewhere, or gone with the program."""

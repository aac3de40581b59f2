"""The only file that names concrete backends: a setting's URL to a store or an index."""

from storybot.search.base import Index
from storybot.search.embedded.index import EmbeddedIndex
from storybot.store.base import Store
from storybot.store.sqlite import SQLiteStore


async def open_store(url: str) -> Store:
    """Open the store that a URL names, such as ``sqlite:///storybot.db``.

    Raises:
        StoreError: it cannot be opened.
    """
    return await SQLiteStore.open(url.removeprefix("sqlite:///"))


def open_index(url: str) -> Index:
    """Open the index that a URL names, such as ``embedded:``."""
    assert url.startswith("embedded:"), url
    return EmbeddedIndex()

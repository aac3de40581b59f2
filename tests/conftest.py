"""What several test modules build on: a store, an index, a corpus over them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import settings

from storybot.answering.answer import Answerer
from storybot.corpus.backends.databases import open_store
from storybot.corpus.backends.indexes import open_index
from storybot.corpus.corpus import Corpus
from storybot.search.index import Index
from storybot.store.document_store import Store
from storybot.store.sqlite.sqlite_readers import SQLiteReaderMemory
from worlds.clock import Clock, InboxClock

pytest_plugins = [
    "worlds.browser_fixtures",
    "worlds.database_fixtures",
    "worlds.opensearch_fixtures",
    "worlds.sharing_out",
]
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """Return the folder of shared data, or skip where the checkout stands alone."""
    if not SHARED.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return SHARED


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Open a store in a new file."""
    opened = await open_store(f"sqlite:///{tmp_path}/storybot.db")
    yield opened
    await opened.close()


@pytest.fixture
def index() -> Index:
    """Make an empty index."""
    return open_index("embedded:").index


@pytest.fixture
async def corpus(store: Store, index: Index) -> Corpus:
    """Open an empty corpus over store and index."""
    return await Corpus.open(store, index)


@pytest.fixture
def answerer(store: Store, index: Index) -> Answerer:
    """Answer from the same store and index."""
    return Answerer(store, index)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name the database file."""
    return tmp_path / "storybot.db"


@pytest.fixture
def clock() -> Clock:
    """Make a clock."""
    return Clock()


@pytest.fixture
def inbox_clock() -> InboxClock:
    """Make a clock for an inbox."""
    return InboxClock()


@pytest.fixture
async def memory(file: Path, clock: Clock) -> AsyncIterator[SQLiteReaderMemory]:
    """Open a memory in it."""
    opened = await SQLiteReaderMemory.open(str(file), clock)
    yield opened
    await opened.close()

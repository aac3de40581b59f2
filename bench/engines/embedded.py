"""storybot's own index, the one that its answers come from."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from bench.engines.base import Hit
from bench.stages import profile
from storybot.model.passages import PassageId
from storybot.search.embedded.embedded_index import EmbeddedIndex
from storybot.search.index import IndexEntry


class Embedded:
    """The embedded index, with a transaction of the store's kind for every addition.

    The index is derived from the store, so an addition is only safe once the store has it: to
    compare with engines that write to disk, `add` commits the passages to SQLite as well.
    """

    live: ClassVar[bool] = True
    keeps: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = EmbeddedIndex()
        self._store = sqlite3.connect(folder / "store.db")
        self._store.execute("PRAGMA journal_mode = WAL")
        self._store.execute("PRAGMA synchronous = FULL")
        self._store.execute(
            "CREATE TABLE IF NOT EXISTS passage (id INTEGER PRIMARY KEY, terms TEXT NOT NULL)"
        )

    def profile(self, questions: list[list[str]]) -> dict[str, float | None]:
        """Return where the time of the questions goes; see `bench.stages`."""
        return profile(self._index, questions)

    def build(self, passages: Iterable[list[str]]) -> None:
        """Add all passages in one call, as the bot does when it starts."""
        self._index.add(IndexEntry(PassageId(i), terms) for i, terms in enumerate(passages))

    def add(self, first: int, passages: Sequence[list[str]]) -> None:
        """Commit the passages, then index them."""
        numbered = list(enumerate(passages, first))
        with self._store as transaction:
            rows = ((number, json.dumps(terms)) for number, terms in numbered)
            transaction.executemany("INSERT INTO passage VALUES (?, ?)", rows)
        self._index.add(IndexEntry(PassageId(number), terms) for number, terms in numbered)

    def search(self, terms: list[str], k: int) -> Sequence[Hit]:
        """Ask the index."""
        return self._index.search(terms, k)

    def keep(self) -> None:
        """Save the index."""
        self._index.save(self._folder, (1,))

    def open(self) -> None:
        """Map the index that was saved."""
        self._index, _ = EmbeddedIndex.open(self._folder)

    def close(self) -> None:
        """Close index and store."""
        self._index.clear()
        self._store.close()

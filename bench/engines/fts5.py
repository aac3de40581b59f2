"""SQLite FTS5: the search engine that every Python has."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from bench.engines.base import Hit


class Fts5:
    """A contentless table in a file, as texts are kept elsewhere; no prefix index.

    Sorted by its hidden column ``rank``, which its documentation calls quicker than ``bm25()``;
    optimised once after the build. Durable in the way of storybot's own store.
    """

    live: ClassVar[bool] = True
    keeps: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts5.db")
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("PRAGMA mmap_size = 1073741824")
        self._database.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS passages "
            "USING fts5(terms, content='', tokenize='ascii')"
        )

    def build(self, passages: Iterable[list[str]]) -> None:
        """Write the passages in one transaction, then merge the b-trees into one."""
        self.add(0, passages)
        with self._database as transaction:
            transaction.execute("INSERT INTO passages(passages) VALUES ('optimize')")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def add(self, first: int, passages: Iterable[list[str]] | Sequence[list[str]]) -> None:
        """Write the passages in one transaction."""
        rows = ((number, " ".join(terms)) for number, terms in enumerate(passages, first))
        with self._database as transaction:
            transaction.executemany("INSERT INTO passages(rowid, terms) VALUES (?, ?)", rows)

    def search(self, terms: list[str], k: int) -> list[Hit]:
        """Ask for passages that hold any of the terms; its scores are negative, best lowest."""
        query = " OR ".join(f'"{term}"' for term in terms)
        rows = self._database.execute(
            "SELECT rowid, rank FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
            (query, k),
        )
        return [(number, -rank) for number, rank in rows]

    def keep(self) -> None:
        """Do nothing: a commit is on disk."""

    def open(self) -> None:
        """Do nothing: connecting was all."""

    def close(self) -> None:
        """Close the database."""
        self._database.close()

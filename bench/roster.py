"""Who takes part: the engines by name, in the order in which they are shown."""

import sqlite3
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from bench.agreement import Claim
from bench.engines.base import Engine


class Entrant(NamedTuple):
    """An engine that can be measured, known without importing it."""

    label: str
    module: str
    attribute: str
    package: str
    """The distribution it comes in; empty for what Python itself has."""
    claim: Claim
    largest: int
    """Passages above which it is left out unless all is asked for: it would take too long."""

    def load(self) -> type[Engine]:
        """Import the engine."""
        engine: type[Engine] = getattr(import_module(self.module), self.attribute)
        return engine

    def version(self) -> str | None:
        """Return the version that is installed, or None when it is not."""
        if not self.package:
            return sqlite3.sqlite_version
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None


OURS = "storybot"

ROSTER = {
    OURS: Entrant(
        "storybot", "bench.engines.embedded", "Embedded", "storybot", Claim.EXACT, 1_000_000
    ),
    "bm25s-numba": Entrant(
        "bm25s, numba", "bench.engines.bm25s", "Bm25sNumba", "bm25s", Claim.ROUNDED, 1_000_000
    ),
    "tantivy": Entrant(
        "tantivy-py", "bench.engines.tantivy", "Tantivy", "tantivy", Claim.OTHER, 1_000_000
    ),
    "bm25s-numpy": Entrant(
        "bm25s, numpy", "bench.engines.bm25s", "Bm25sNumpy", "bm25s", Claim.ROUNDED, 100_000
    ),
    "fts5": Entrant("SQLite FTS5", "bench.engines.fts5", "Fts5", "", Claim.OTHER, 1_000_000),
    "rank-bm25": Entrant(
        "rank-bm25", "bench.engines.rank_bm25", "RankBM25", "rank-bm25", Claim.EXACT, 100_000
    ),
}

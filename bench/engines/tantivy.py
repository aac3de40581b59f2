"""tantivy-py: Rust's search library, the quickest peer that takes changes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar

import tantivy

from bench.engines.base import Hit

_HEAP = 128_000_000
"""Bytes that the writer may fill before it writes a segment; the library's default."""


class Tantivy:
    """An index on disk: words split at spaces, frequencies without positions, nothing stored.

    One indexing thread. After the build it waits for the merging threads, as its documentation
    says; a change is a commit and a reload. The number of a passage is a fast field, the hits are
    not counted, which lets it skip blocks of passages that cannot be among the best.
    """

    live: ClassVar[bool] = True
    keeps: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", fast=True)
        builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
        self._writer: tantivy.IndexWriter | None = None

    def build(self, passages: Iterable[list[str]]) -> None:
        """Write the passages, commit, and let the segments be merged."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        _write(writer, 0, passages)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def add(self, first: int, passages: Sequence[list[str]]) -> None:
        """Write the passages, commit and reload."""
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        _write(self._writer, first, passages)
        self._writer.commit()
        self._index.reload()

    def search(self, terms: list[str], k: int) -> list[Hit]:
        """Ask for passages that hold any of the terms."""
        term_query, should = tantivy.Query.term_query, tantivy.Occur.Should
        query = tantivy.Query.boolean_query(
            [(should, term_query(self._schema, "terms", term, "freq")) for term in terms]
        )
        searcher = self._index.searcher()
        hits = searcher.search(query, k, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in hits])
        return [(int(n or 0), score) for n, (score, _) in zip(numbers, hits, strict=True)]

    def keep(self) -> None:
        """Do nothing: a commit is on disk."""

    def open(self) -> None:
        """Read what was committed last."""
        self._index.reload()

    def close(self) -> None:
        """Stop the writer's threads."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None


def _write(writer: tantivy.IndexWriter, first: int, passages: Iterable[list[str]]) -> None:
    for number, terms in enumerate(passages, first):
        document = tantivy.Document()
        document.add_unsigned("number", number)
        document.add_text("terms", " ".join(terms))
        writer.add_document(document)

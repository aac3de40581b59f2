"""The Index protocol: passages in, the best of them out, best first.

The index is derived from the store and can be rebuilt from it; it stores terms and numbers, never
texts. `tests/search/test_index_contract.py` is this contract as tests, run on every implementation.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from storybot.model.passages import Hit, Passage, PassageId
from storybot.search.excerpt import Sentences


class IndexEntry(NamedTuple):
    """A passage as the index sees it."""

    id: PassageId
    terms: Sequence[str]
    """Analysed terms in order, repeats included; may be empty."""
    passage: Passage | None = None
    """Where its sentences are to be ranked, too."""


class Index(Protocol):
    """BM25+ over passages, as `rank_bm25.BM25Plus` defines it over the passages now present.

    Every method is called from the event loop's thread. A change is visible to the next search.
    """

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Add passages.

        Raises:
            ValueError: an id is already present; then none of the entries was added.
        """
        ...

    def remove(self, ids: Iterable[PassageId]) -> None:
        """Remove passages; ids that are not present are ignored."""
        ...

    def clear(self) -> None:
        """Remove every passage."""
        ...

    @property
    def sentences(self) -> Sentences:
        """The sentences of the passages that were added with them."""
        ...

    def new_sentences(self) -> Sentences:
        """Return an empty table of sentences, to be filled for `refill`."""
        ...

    def refill(self, entries: Iterable[IndexEntry], sentences: Sentences) -> None:
        """Replace all passages by others, whose sentences are in a table of their own already."""
        ...

    def search(self, terms: Sequence[str], k: int) -> list[Hit]:
        """Return up to ``k`` passages that contain a query term, best first, ties by id.

        A term that occurs twice in the query counts twice, as in rank-bm25. Unknown terms, an empty
        query and an empty index give no hits. ``k`` below 1 gives none.
        """
        ...

    async def find(self, terms: Sequence[str], k: int) -> list[Hit]:
        """Search without blocking the event loop: in a thread if it takes long.

        Results are those of the index at the time of the call, whatever changes meanwhile.
        """
        ...

    def document_frequency(self, term: str) -> int:
        """Count the passages that contain the term."""
        ...

    def terms(self) -> Iterator[str]:
        """Yield the distinct terms of the passages, in no order; some may be of removed ones."""
        ...

    def __len__(self) -> int:
        """Count the passages."""
        ...

    def close(self) -> None:
        """Release resources; calling it twice is allowed."""
        ...

"""The Index protocol: passages in, the best of them out, best first.

The index is derived from the store and can be rebuilt from it; it stores terms and numbers, never
texts. It may be in this process, or on other machines: then it changes after the store, not with
it, and other processes change it too. So whoever quotes asks the store whether the article still
stands; no index is relied on for that.

`tests/search/test_index_contract.py` is this contract as tests, run on every implementation.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, Protocol, TypeVar

from storybot.model.passages import Hit, Passage, PassageId
from storybot.search.excerpt import Sentences
from storybot.search.shelves import TermShelves

T = TypeVar("T")

Reflected = tuple[int, ...]
"""The generation of the store that an index reflects; set and compared by the caller."""


class IndexEntry(NamedTuple):
    """A passage as the index sees it."""

    id: PassageId
    terms: Sequence[str]
    """Analysed terms in order, repeats included; may be empty."""
    passage: Passage | None = None
    """Where its sentences are to be ranked, too."""


class Results(NamedTuple):
    """What a search found, with all that ranking needs of the index: of one moment."""

    hits: Sequence[Hit]
    passages: int
    """How many passages there are."""
    frequencies: Mapping[str, int]
    """How many hold each term that was searched for or to be counted."""
    sentences: Sentences
    """The sentences of the hits."""


class Statistics(Protocol):
    """What is known of terms without waiting, to understand a question by.

    An index elsewhere may not have at hand what it is asked for. It then returns 0 or nothing,
    counts a miss, and `Index.settled` asks again.
    """

    @property
    def misses(self) -> int:
        """How often something was asked for that was not at hand."""
        ...

    def __len__(self) -> int:
        """Count the passages."""
        ...

    def document_frequency(self, term: str) -> int:
        """Count the passages that contain the term."""
        ...

    def vocabulary(self) -> TermShelves:
        """Return the distinct terms of the passages; some may be of removed ones."""
        ...


class Filling(Protocol):
    """Passages that are to take the place of all others of an index; unseen until they do."""

    async def add(self, entries: Sequence[IndexEntry]) -> None:
        """Add passages, in order of id.

        Raises:
            IndexUnavailable: the index cannot be reached.
        """
        ...

    async def swap(self, generation: Reflected) -> None:
        """Take the place of all passages: no search sees some of both.

        Raises:
            IndexUnavailable: the index cannot be reached; the others are still there.
        """
        ...


class Index(Protocol):
    """BM25+ over passages, ordered as by `rank_bm25.BM25Plus` over those now present.

    Called from the event loop's thread. A change is visible to the next search once it returns. An
    implementation in this process never suspends in `change` or `swap`, so that no search of this
    process sees half of a change. Every method raises `IndexUnavailable` where the index is
    elsewhere and cannot be reached.
    """

    @property
    def is_shared(self) -> bool:
        """Whether other processes change it, too."""
        ...

    @property
    def statistics(self) -> Statistics:
        """What is known of terms; to be used within `settled`."""
        ...

    async def settled(self, read: Callable[[], T]) -> T:
        """Return what a function makes of the statistics, once all that it asks is at hand.

        It is called again while something was missing, so it must not change anything. What an
        index cannot have at hand however often it asks counts as unknown.
        """
        ...

    async def count(self) -> int:
        """Count the passages."""
        ...

    async def find(self, terms: Sequence[str], k: int, counted: Collection[str] = ()) -> Results:
        """Search: up to ``k`` passages that contain a term, best first, ties by id.

        A term that occurs twice in the query counts twice, as in rank-bm25. Unknown terms, an empty
        query and an empty index give no hits. ``k`` below 1 gives none. The passages that hold each
        of ``counted`` are counted as well.
        """
        ...

    async def change(
        self,
        *,
        removed: Iterable[PassageId] = (),
        added: Sequence[IndexEntry] = (),
        generation: Reflected | None = None,
    ) -> None:
        """Remove passages, then add others; what is to be removed need not be there.

        ``generation`` is the one that the index then reflects. A change that another process has
        made already changes nothing, nor does one that a later one overtook.
        """
        ...

    def filling(self) -> AbstractAsyncContextManager[Filling]:
        """Return what fills the index anew; left without a swap, it leaves nothing behind."""
        ...

    async def reflected(self) -> Reflected | None:
        """Return the generation that some process has brought a shared index to.

        None where it was never filled, or where it is not shared.
        """
        ...

    async def close(self) -> None:
        """Release resources; calling it twice is allowed."""
        ...

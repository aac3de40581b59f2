"""Shared by both ways of ranking: prepared terms, and a cut-off that keeps ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from numpy.typing import NDArray

from storybot.search.embedded.postings import Floats, Ints


@dataclass(slots=True)
class Term:
    """A query term with its postings, of which there is at least one."""

    passages: Ints
    """Their numbers, ascending."""
    shapes: Ints
    idf: float
    weights: NDArray[Any]
    """The weight of each posting; empty until needed."""


class Ranking(NamedTuple):
    """Candidates that include the best k and all ties with the k-th."""

    passages: Ints
    """Their numbers, ascending."""
    scores: Floats
    """rank-bm25's scores."""


def rarest(terms: Sequence[Term], k: int) -> Ints:
    """Return the passages of the rarest term with at least k of them; empty if there is none.

    They suffice for a lower bound of the k-th best score, and are mostly among the best.
    """
    enough = [term.passages for term in terms if len(term.passages) >= k]
    return min(enough, key=len) if enough else terms[0].passages[:0]


def kth(values: NDArray[Any], k: int) -> float:
    """Return the k-th largest of the values, or 0 if there are fewer; reorders them."""
    place = len(values) - k
    if place < 0:
        return 0
    values.partition(place)
    largest: float = values.item(place)
    return largest

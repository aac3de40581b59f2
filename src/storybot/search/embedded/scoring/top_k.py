"""What both ways of ranking share: terms, and a cut that keeps ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from numpy.typing import NDArray

from storybot.search.embedded.postings import Floats, Ints


@dataclass(slots=True)
class Term:
    """A term of a query with its postings, of which there is at least one."""

    passages: Ints
    """Their numbers, ascending."""
    shapes: Ints
    idf: float
    weights: NDArray[Any]
    """What the postings weigh; empty as long as nothing asked for it."""


class Ranking(NamedTuple):
    """Passages among which are the best k, and all that tie with the k-th."""

    passages: Ints
    """Their numbers, ascending."""
    scores: Floats
    """rank-bm25's scores."""


def rarest(terms: Sequence[Term], k: int) -> Ints:
    """Return the passages of the rarest term that k passages hold; none where there is no such.

    They are many enough to tell what the k-th best score is at least, and mostly among the best.
    """
    enough = [term.passages for term in terms if len(term.passages) >= k]
    return min(enough, key=len) if enough else terms[0].passages[:0]


def kth(values: NDArray[Any], k: int) -> float:
    """Return the k-th largest of the values, or 0 where there are fewer; they lose their order."""
    place = len(values) - k
    if place < 0:
        return 0
    values.partition(place)
    largest: float = values.item(place)
    return largest

"""What was counted is at hand until passages change, and never from before a change."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.cluster_url import ClusterUrl
from storybot.search.opensearch.opensearch_index import OpenSearchIndex


class Counting:
    """A cluster of so many passages, each of which holds every term."""

    url = ClusterUrl((("localhost", 9200),))

    def __init__(self) -> None:
        self.passages = 3
        self.asked: list[int] = []
        self.meanwhile: list[Callable[[], None]] = []

    async def exists(self) -> bool:
        """Tell that there is an index."""
        return True

    async def search(self, searches: Sequence[tuple[Any, dict[str, Any]]]) -> Any:
        """Reply to everything with the number of passages at this moment."""
        self.asked.append(len(searches))
        words = {"buckets": [{"key": "bridge"}, {"key": "brigde"}]}
        reply = {
            "hits": {"hits": [], "total": {"value": self.passages}},
            "aggregations": {
                "lengths": {"count": self.passages, "sum": 9.0 * self.passages},
                "words": words,
            },
        }
        if self.meanwhile:
            self.meanwhile.pop()()
        return [reply for _ in searches]


def made() -> tuple[OpenSearchIndex, Counting]:
    """Return an index on such a cluster."""
    index, cluster = OpenSearchIndex(Counting.url), Counting()
    index._cluster = cast("Cluster", cluster)
    return index, cluster


async def test_a_question_whose_words_were_counted_is_one_round_trip() -> None:
    """The first one counts its words and the passages along with its search."""
    index, cluster = made()
    results = await index.find(["bridge", "fell"], 5, {"river"})
    assert (results.passages, results.frequencies["river"]) == (3, 3)
    await index.find(["fell", "river"], 5)
    assert cluster.asked == [5, 1]


async def test_what_was_counted_before_a_change_is_counted_again() -> None:
    """Even where the change came between the question and the reply to it."""
    index, cluster = made()

    def change() -> None:
        cluster.passages = 4
        index._counts.forget()

    cluster.meanwhile = [change]
    results = await index.find(["bridge"], 5)
    assert (results.passages, results.frequencies) == (4, {"bridge": 4})
    cluster.meanwhile = [change]
    index._counts.forget()
    assert await index.settled(lambda: index.statistics.document_frequency("bridge")) == 4


async def test_words_are_looked_up_once_their_frequencies_are_known() -> None:
    """Before that each one looks misspelt, and shelves of words are large."""
    index, cluster = made()
    cluster.passages = 0

    def read() -> tuple[int, Sequence[str]]:
        known = index.statistics
        return known.document_frequency("bridg"), known.vocabulary().shelf("b", 6)

    assert await index.settled(read) == (0, ["bridge", "brigde"])
    assert cluster.asked == [2, 1]
    assert await index.settled(read) == (0, ["bridge", "brigde"])
    assert cluster.asked == [2, 1]

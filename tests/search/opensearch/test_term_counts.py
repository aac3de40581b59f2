"""What was counted is at hand until passages change, and never from before a change."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest

from storybot.model.errors import IndexUnavailable
from storybot.model.passages import PassageId
from storybot.search.index import IndexEntry
from storybot.search.opensearch import opensearch_index, term_counts
from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.cluster_url import ClusterUrl
from storybot.search.opensearch.opensearch_index import OpenSearchIndex


class Counting:
    """A cluster of so many passages, each of which holds every term."""

    url = ClusterUrl((("localhost", 9200),))
    alias = url.alias

    def __init__(self) -> None:
        self.passages = 3
        self.asked: list[int] = []
        self.meanwhile: list[Callable[[], None]] = []
        self.hits: list[dict[str, Any]] = []

    async def begin(self, index: str, body: object) -> None:
        """Find that there is an index."""

    async def search(self, searches: Sequence[tuple[Any, dict[str, Any]]]) -> Any:
        """Reply to everything with the number of passages at this moment."""
        self.asked.append(len(searches))
        words = {"buckets": [{"key": "bridge"}, {"key": "brigde"}]}
        reply = {
            "hits": {"hits": self.hits, "total": {"value": self.passages}},
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
        return known.document_frequency("bridg"), [*known.vocabulary().shelf("b", 6)]

    assert await index.settled(read) == (0, ["bridge", "brigde"])
    assert cluster.asked == [2, 1]
    assert await index.settled(read) == (0, ["bridge", "brigde"])
    assert cluster.asked == [2, 1]


async def test_a_question_that_needs_more_than_is_kept_is_understood_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two shelves of two words where three words are kept: each takes the place of the other."""
    monkeypatch.setattr(term_counts, "_WORDS", 3)
    index, cluster = made()

    def read() -> int:
        words = index.statistics.vocabulary()
        return len(words.shelf("b", 6)) + len(words.shelf("r", 5))

    assert await index.settled(read) == 2
    assert len(cluster.asked) == opensearch_index._ROUNDS


async def test_a_term_that_is_wanted_makes_no_room_for_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where as many are kept as may be, and it was counted before all of them."""
    monkeypatch.setattr(term_counts, "_TERMS", 3)
    index, _ = made()
    await index.find(["bridge", "fell", "river"], 5)
    results = await index.find(["bridge", "valley"], 5)
    assert results.frequencies == {"bridge": 3, "valley": 3}


async def test_words_that_were_perhaps_not_written_are_sent_again() -> None:
    """After a failure, and after another process brought the index to a new state."""
    index, cluster = made()
    entry = IndexEntry(PassageId(1), ["bridge"])
    sent: list[str] = []
    failing = True

    async def bulk(lines: Sequence[Any], index: str, *, refresh: str) -> Any:
        nonlocal failing
        if failing:
            failing = False
            raise IndexUnavailable(f"{index} is away: {refresh}")
        about = [line[kind] for line in lines for kind in ("index", "create") if kind in line]
        sent.extend(one["_id"] for one in about)
        return [{"index": {"status": 200}} for _ in about]

    async def stored(id: str, field: str) -> str:
        return "4.9.0" if id == field else ""

    vars(cluster).update(bulk=bulk, stored=stored)
    with pytest.raises(IndexUnavailable):
        await index.change(added=[entry])
    await index.change(added=[entry])
    await index.change(added=[entry])
    assert sent == ["1", "w:bridge", "1"]
    await index.reflected()
    await index.change(added=[entry])
    assert sent[3:] == ["1", "w:bridge"]


async def test_what_was_known_of_an_index_is_forgotten_as_another_takes_its_place() -> None:
    """At once: what is applied to it next may need a word that only the old one had."""
    index, cluster = made()
    await index.find(["bridge"], 5)
    index._words.add("bridge")

    async def done(*_: object) -> None:
        """Succeed."""

    vars(cluster).update(create=done, bulk=_accepting, refresh=done, point=done)
    cluster.passages = 4
    async with index.filling() as filling:
        await filling.swap((0, 7, 1))
        assert (await index.find(["bridge"], 5)).frequencies == {"bridge": 4}
        assert not index._words


async def _accepting(lines: Sequence[Any], index: str, *, refresh: str) -> Any:
    assert (index, refresh) != ("", "")
    return [{"index": {"status": 200}} for line in lines if "index" in line]


async def test_a_question_of_too_many_words_asks_for_the_rarest() -> None:
    """The engine refuses more clauses than that; every word is counted all the same."""
    index, cluster = made()
    asked: list[int] = []
    search = cluster.search

    async def noted(searches: Sequence[tuple[Any, dict[str, Any]]]) -> Any:
        replies = await search(searches)
        for n, ((_, body), reply) in enumerate(zip(searches, replies, strict=True)):
            query = body.get("query", {})
            if "bool" in query:
                asked.extend(int(c["term"]["terms"]["value"]) for c in query["bool"]["should"])
            elif "term" in query:
                total = {"value": 5000 - int(query["term"]["terms"])}
                replies[n] = reply | {"hits": {"hits": [], "total": total}}
        return replies

    cluster.search = noted  # type: ignore[method-assign]
    terms = [str(n) for n in range(1500)]
    results = await index.find(terms, 5)
    assert sorted(asked) == list(range(1500 - 1024, 1500))
    assert len(results.frequencies) == 1500

"""Writing in bulk: what failed is sent again, and nothing else."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from storybot.model.errors import IndexUnavailable
from storybot.model.passages import PassageId
from storybot.search.index import IndexEntry
from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.writing import additions, new_words, removal, write


class Scripted:
    """A cluster that gives each operation the status that was written for its id, in turn."""

    def __init__(self, **statuses: list[int]) -> None:
        self._statuses = statuses
        self.sent: list[list[str]] = []
        self.refreshes: list[str] = []

    async def bulk(self, lines: Sequence[object], index: str, *, refresh: str) -> Any:
        """Note what was sent."""
        assert index == "story"
        about = [line for line in lines if isinstance(line, dict) and len(line) == 1]
        ids = [next(iter(line.values()))["_id"] for line in about]
        self.sent.append(ids)
        self.refreshes.append(refresh)
        return [{"index": self._reply(f"p{id}")} for id in ids]

    async def refresh(self, index: str) -> None:
        """Note that it was refreshed."""
        self.refreshes.append(f"all of {index}")

    def _reply(self, id: str) -> dict[str, Any]:
        status = self._statuses[id].pop(0) if self._statuses.get(id) else 200
        done = {"status": status}
        return done if status == 200 else done | {"error": {"reason": f"{id} says {status}"}}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storybot.search.opensearch.writing._FIRST_WAIT", 0)
    monkeypatch.setattr("storybot.search.opensearch.writing._LONGEST_WAIT", 0)


async def written(cluster: Scripted, passages: int, *, visible: bool = True) -> None:
    """Add passages numbered from 1 to a cluster."""
    entries = [IndexEntry(PassageId(i + 1), ["bridge"] * (i % 3)) for i in range(passages)]
    await write(cast("Cluster", cluster), "story", additions(entries, 3), visible=visible)


async def test_only_what_failed_is_sent_again() -> None:
    """A busy node is asked again; one that is behind a later writer is not."""
    cluster = Scripted(p2=[429, 503], p3=[409])
    await written(cluster, 4)
    assert cluster.sent == [["1", "2", "3", "4"], ["2"], ["2"]]
    assert set(cluster.refreshes) == {"wait_for"}


async def test_what_never_succeeds_is_an_error() -> None:
    """Nobody is told that it took place."""
    with pytest.raises(IndexUnavailable, match="p2 says 429"):
        await written(Scripted(p2=[429] * 99), 3)
    refused = Scripted(p1=[400])
    with pytest.raises(IndexUnavailable, match="p1 says 400"):
        await written(refused, 3)
    assert len(refused.sent) == 1


async def test_a_passage_for_an_index_that_is_gone_is_not_taken_for_written() -> None:
    """Its status is that of a passage that was not there to be deleted, which is no error."""
    with pytest.raises(IndexUnavailable, match="p2 says 404"):
        await written(Scripted(p2=[404]), 3)

    class Empty(Scripted):
        def _reply(self, id: str) -> dict[str, Any]:
            return {"_id": id, "status": 404, "result": "not_found"}

    cluster = Empty()
    await write(cast("Cluster", cluster), "story", [removal(PassageId(4), 7)], visible=True)
    # Unlike a deletion, what goes with it makes no index where there is none.
    assert cluster.sent == [["4", "anchor"]]


async def test_many_operations_are_several_requests_and_one_refresh() -> None:
    """The next one is sent when the one before was replied to."""
    cluster = Scripted()
    await written(cluster, 2_500)
    assert [len(ids) for ids in cluster.sent] == [1000, 1000, 500]
    assert cluster.refreshes == ["false", "false", "false", "all of story"]
    await written(cluster, 2, visible=False)
    assert cluster.refreshes[4:] == ["false"]


def test_operations_say_which_of_two_writers_is_the_later() -> None:
    """By the number of the change."""
    (added,) = additions([IndexEntry(PassageId(4), ["a"])], 7)
    assert added.about == {"_id": "4", "version": 7, "version_type": "external_gte"}
    assert removal(PassageId(4), None).about == {"_id": "4"}


def test_words_are_added_once() -> None:
    """Those that are long enough to be misspelt, and not known to be there."""
    known = {"bridge"}
    entries = [IndexEntry(PassageId(1), ["bridge", "river", "of", "river"])]
    (word,) = new_words(entries, known)
    assert word.source == {"shelf": "r5", "word": "river"}
    assert known == {"bridge", "river"}

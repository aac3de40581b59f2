"""What the cluster is asked where several processes do the same at once."""

from collections.abc import Mapping
from typing import Any, cast

import pytest
from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import AuthenticationException, AuthorizationException, NotFoundError

from storybot.model.errors import IndexUnavailable
from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.cluster_url import ClusterUrl


class Replaced:
    """A client whose alias another process gives to one more index before each of our requests."""

    def __init__(self, times: int) -> None:
        self.indices = self
        self._left = times
        self.alias = "story-0"

    async def get_alias(self, name: str) -> Any:
        """Return what the name means."""
        return {self.alias: {"aliases": {name: {}}}}

    async def update_aliases(self, body: Mapping[str, Any], request_timeout: float) -> None:
        """Refuse to delete an index that is gone, as the server does."""
        assert request_timeout
        if self._left:
            self._left -= 1
            self.alias = f"story-other-{self._left}"
        removed = [one["remove_index"]["index"] for one in body["actions"] if "remove_index" in one]
        if removed != [self.alias]:
            raise NotFoundError(404, "index_not_found_exception", {})
        self.alias = body["actions"][0]["add"]["index"]


class Scripted:
    """A client that notes how a bulk request is sent, or refuses it."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.sent: list[tuple[str, bool]] = []
        self._refusal = refusal

    async def bulk(self, *, index: str, require_alias: bool, **_: object) -> Any:
        """Note the index and whether it has to be an alias."""
        if self._refusal:
            raise self._refusal
        self.sent.append((index, require_alias))
        return {"items": []}


def cluster(client: Replaced | Scripted) -> Cluster:
    """Return a cluster with such a client."""
    made = Cluster(ClusterUrl((("localhost", 9200),), "story"))
    made._client = cast("AsyncOpenSearch", client)
    return made


async def test_an_index_that_two_processes_replace_at_once_is_the_later_ones() -> None:
    """The index that the first one deleted is not there for the second one to delete."""
    client = Replaced(2)
    await cluster(client).point("story-ours")
    assert client.alias == "story-ours"


async def test_an_index_that_others_replace_for_ever_is_unavailable() -> None:
    """Callers know what to do about that error."""
    with pytest.raises(IndexUnavailable, match="again and again"):
        await cluster(Replaced(99)).point("story-ours")


async def test_a_write_makes_no_index_under_the_name_of_the_story() -> None:
    """Only one that is being filled is written to by a name of its own."""
    client = Scripted()
    for index in ("story", "story-1a2b"):
        await cluster(client).bulk([], index, refresh="false")
    assert client.sent == [("story", True), ("story-1a2b", False)]


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (AuthenticationException(401, "Unauthorized", {}), "STORYBOT_INDEX"),
        (AuthorizationException(403, "security_exception", {}), "STORYBOT_INDEX"),
        (AuthorizationException(403, "cluster_block_exception", {}), "Try again"),
    ],
)
async def test_a_wrong_password_is_told_as_such(refusal: Exception, said: str) -> None:
    """Waiting does not help against it."""
    with pytest.raises(IndexUnavailable, match=said):
        await cluster(Scripted(refusal)).bulk([], "story", refresh="false")

"""What the cluster is asked where several processes do the same at once."""

import asyncio
import random
import shutil
import ssl
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    NotFoundError,
    RequestError,
)
from opensearchpy.exceptions import ConnectionError as ConnectionFailed

from storybot.model.errors import IndexRefused, IndexUnavailable, SettingError
from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.cluster_url import ClusterUrl

URL = ClusterUrl((("localhost", 9200),), "story")


class Names:
    """A client of a server that has indexes and what the story's name means, and no passages.

    Between two requests of one process others make theirs, in an order that a number stands for.
    """

    def __init__(self, order: int = 0, *, replaces: int = 0, indexes: Iterable[str] = ()) -> None:
        self.indices = self
        self.there, self.meant = set(indexes), set[str]()
        self._random, self._replaces = random.Random(order), replaces

    async def get_alias(self, index: str) -> Any:
        """Return what the name means."""
        await self._turn()
        if index in self.there:
            return {index: {"aliases": {}}}
        if not self.meant:
            raise NotFoundError(404, "index_not_found_exception", {})
        return {one: {"aliases": {index: {}}} for one in self.meant}

    async def create(self, index: str, body: object, request_timeout: float) -> None:
        """Make an index, once."""
        await self._turn()
        assert body is not None
        assert request_timeout
        if index in self.there:
            raise RequestError(400, "resource_already_exists_exception", {})
        self.there.add(index)

    async def delete(self, index: str, params: object, request_timeout: float) -> None:
        """Delete an index, and what means it."""
        await self._turn()
        assert params == {"ignore": 404}
        assert request_timeout
        self.there.discard(index)
        self.meant.discard(index)

    async def update_aliases(self, body: Mapping[str, Any], request_timeout: float) -> None:
        """Do all or nothing of it."""
        await self._turn()
        assert request_timeout
        if self._replaces:  # as if another process had just done so
            self._replaces -= 1
            self.there -= self.meant
            self.meant = {f"story-other{self._replaces}"}
            self.there |= self.meant
        named = [next(iter(action.values()))["index"] for action in body["actions"]]
        if not self.there.issuperset(named):
            raise NotFoundError(404, "index_not_found_exception", {})
        for action, index in zip(body["actions"], named, strict=True):
            if "add" in action:
                self.meant.add(index)
            else:
                self.meant.discard(index)
                self.there.discard(index)

    async def _turn(self) -> None:
        for _ in range(self._random.randrange(6)):
            await asyncio.sleep(0)


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


def cluster(client: Names | Scripted) -> Cluster:
    """Return a cluster with such a client."""
    made = Cluster(URL)
    made._client = cast("AsyncOpenSearch", client)
    return made


async def test_an_index_that_two_processes_replace_at_once_is_the_later_ones() -> None:
    """The index that the first one deleted is not there for the second one to delete."""
    client = Names(replaces=2, indexes=["story-old", "story-ours"])
    client.meant = {"story-old"}
    await cluster(client).point("story-ours")
    assert client.meant == client.there == {"story-ours"}


async def test_an_index_that_others_replace_for_ever_is_unavailable() -> None:
    """Callers know what to do about that error."""
    client = Names(replaces=99, indexes=["story-old", "story-ours"])
    client.meant = {"story-old"}
    with pytest.raises(IndexUnavailable, match="again and again"):
        await cluster(client).point("story-ours")


@pytest.mark.parametrize("fills", [False, True])
async def test_processes_that_begin_at_once_have_one_index(*, fills: bool) -> None:
    """In whichever order they look and write; one that was filled meanwhile is never lost."""

    async def fill(client: Names) -> None:
        await cluster(client).create("story-1a2b", {})
        await cluster(client).point("story-1a2b")

    for order in range(500):
        client = Names(order)
        beginning = [cluster(client).begin("story-0", {}) for _ in range(3)]
        await asyncio.gather(*beginning, *([fill(client)] if fills else []))
        assert client.meant == client.there == {"story-1a2b" if fills else "story-0"}, order


async def test_a_name_that_means_two_indexes_means_the_filled_one_again() -> None:
    """Whoever made the empty one may have died before it looked again."""
    client = Names(indexes=["story-0", "story-1a2b"])
    client.meant = {"story-0", "story-1a2b"}
    await cluster(client).begin("story-0", {})
    assert client.meant == client.there == {"story-1a2b"}


@pytest.mark.parametrize("what", ["begin", "point"])
async def test_an_index_with_the_name_of_the_story_is_told_as_a_wrong_setting(what: str) -> None:
    """What such an index holds, and whether somebody needs it, its owner has to know."""
    client = Names(indexes=[URL.alias])
    with pytest.raises(SettingError, match=f"“{URL.alias}” is an index"):
        await (
            cluster(client).begin("story-0", {})
            if what == "begin"
            else cluster(client).point("story-1a2b")
        )
    assert client.there == {URL.alias}


async def test_a_write_makes_no_index_under_the_name_of_the_story() -> None:
    """Only one that is being filled is written to by a name of its own."""
    client = Scripted()
    for index in (URL.alias, "story-1a2b"):
        await cluster(client).bulk([], index, refresh="false")
    assert client.sent == [(URL.alias, True), ("story-1a2b", False)]


UNTRUSTED = ssl.SSLCertVerificationError(1, "self-signed certificate")


@pytest.mark.parametrize(
    ("failure", "refused", "said"),
    [
        (AuthenticationException(401, "Unauthorized", {}), True, "password"),
        (AuthorizationException(403, "security_exception", {}), True, "that user may do"),
        (AuthorizationException(403, "cluster_block_exception", {}), False, "Try again"),
        (ConnectionFailed("N/A", "failed", UNTRUSTED), True, r"\?ca=FILE"),
        (ConnectionFailed("N/A", "failed", OSError("refused")), False, "Try again"),
    ],
)
async def test_what_waiting_does_not_help_against_is_a_wrong_setting(
    failure: Exception, said: str, *, refused: bool
) -> None:
    """A bot that runs takes it for an index that is unavailable, and goes on."""
    with pytest.raises(IndexUnavailable, match=said) as caught:
        await cluster(Scripted(failure)).bulk([], "story", refresh="false")
    assert isinstance(caught.value, IndexRefused) is refused
    assert isinstance(caught.value, SettingError) is refused


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine that only itself vouches for; return it and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    made, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


async def test_a_certificate_that_nobody_vouches_for_is_told_as_such(
    certificate: tuple[Path, Path],
) -> None:
    """Neither the system nor the file that the setting names."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    async def unauthorized(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(unauthorized, "localhost", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        for ca, said in (("", "not trusted"), (str(certificate[0]), "does not let us in")):
            made = Cluster(ClusterUrl((("localhost", port),), "story", tls=True, ca=ca))
            with pytest.raises(IndexRefused, match=said):
                await made.meant()
            await made.close()

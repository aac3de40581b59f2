"""Talk to a cluster: time limits, another node where one fails, errors in our words."""

import logging
import ssl
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeVar

from aiohttp import ClientSSLError
from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConflictError,
    ImproperlyConfigured,
    NotFoundError,
    OpenSearchException,
    RequestError,
)
from opensearchpy.exceptions import ConnectionError as ConnectionFailed

from storybot.model.errors import IndexRefused, IndexUnavailable, SettingError
from storybot.search.opensearch.cluster_url import ClusterUrl

T = TypeVar("T")
_TRIES = 4
"""Nodes that a request is sent to before it is given up, and looks at who replaced an index."""
_BUSY = (429, 502, 503, 504)
"""Statuses that another node, or the same one in a moment, may not give."""
_BLOCKED = "cluster_block_exception"
"""A refusal of all for a while, such as for a full disk, and not of our user."""
_REST = 10.0
"""Seconds for which a node that failed is passed over at first; the library doubles them."""
_DOUBLINGS = 2
_LONG = 60.0
"""Seconds for what changes the cluster: a new index, a batch that waits for a refresh."""
_CONNECTIONS = 16
"""To each node, at once."""

# Each request is an INFO line of the library, and its body may be an article.
logging.getLogger("opensearch").setLevel(logging.ERROR)


class Cluster:
    """The nodes of a cluster, any of which may be asked."""

    def __init__(self, url: ClusterUrl) -> None:
        self.url = url
        self.alias = url.alias
        self._client: AsyncOpenSearch | None = None

    async def search(self, searches: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Any:
        """Search several times in one round trip: pairs of header and body, to list of replies.

        Raises:
            IndexUnavailable: one of them failed.
        """
        body = [part for pair in searches for part in pair]
        replies = (await self._asked(self.client.msearch(body=body, index=self.alias)))["responses"]
        for reply in replies:
            if "error" in reply:
                raise _unavailable(_reason(reply["error"]))
            if reply["timed_out"] or reply["_shards"]["failed"]:
                raise _unavailable("some of its shards did not answer")
        return replies

    async def bulk(self, lines: Sequence[object], index: str, *, refresh: str) -> Any:
        """Send operations, and return what became of each.

        Raises:
            IndexUnavailable: they could not be sent; some may have taken place.
        """
        # Where somebody deleted the story's index, a write must not make one under its name: that
        # name could mean no other index from then on.
        sent = self.client.bulk(
            body=lines,
            index=index,
            refresh=refresh,
            require_alias=index == self.alias,
            request_timeout=_LONG,
        )
        return (await self._asked(sent))["items"]

    async def stored(self, id: str, field: str) -> str | None:
        """Return a stored field of a document as it is now, seen by searches or not.

        Raises:
            IndexUnavailable: the cluster cannot be reached.
        """
        try:
            found = await self._asked(
                self.client.get(index=self.alias, id=id, params={"stored_fields": field})
            )
        except NotFoundError:
            return None
        (value,) = found["fields"][field]
        return str(value)

    async def meant(self) -> list[str]:
        """Return the indexes that the story's name means: one, or while it is changed several.

        Raises:
            IndexRefused: it is the name of an index itself, which can mean no other one.
        """
        name = self.alias
        try:
            known = await self._asked(self.client.indices.get_alias(index=name))
        except NotFoundError:
            return []
        if name in known:
            raise IndexRefused(
                f"STORYBOT_INDEX: on OpenSearch “{name}” is an index, and has to be an alias, which"
                " storybot makes. Choose another name, or delete that index if nobody needs it:"
                " storybot fills its own from the database.",
                "not_read",
            )
        return sorted(known)

    async def create(self, index: str, body: Mapping[str, Any]) -> None:
        """Make an index; one of that name may be there already."""
        try:
            await self._asked(
                self.client.indices.create(index=index, body=body, request_timeout=_LONG)
            )
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise _unavailable(str(error.error)) from error

    async def begin(self, index: str, body: Mapping[str, Any]) -> None:
        """Let the story's name mean an empty index, unless it means one.

        Others may do the same, or fill one, at any moment in between.

        Raises:
            IndexUnavailable: the cluster cannot be reached, or others replace it each time.
        """
        for _ in range(_TRIES):
            if await self._settled():
                return
            await self.create(index, body)
            if known := await self.meant():
                if index not in known:
                    await self.delete(index)
            else:
                await self._alias([{"add": {"index": index, "alias": self.alias}}])
        raise _unavailable("its index is replaced again and again")

    async def point(self, index: str) -> None:
        """Let the story's name mean an index, at once, and delete those that it meant before.

        Raises:
            IndexUnavailable: the cluster cannot be reached, or others did the same each time.
        """
        for _ in range(_TRIES):
            known = await self.meant()
            actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.alias}}]
            actions += [{"remove_index": {"index": old}} for old in known if old != index]
            if await self._alias(actions) and await self._settled():
                return
        raise _unavailable("its index is replaced again and again")

    async def _settled(self) -> bool:
        """Tell whether the story's name means an index; of several it means only one from then on.

        There are several where processes that saw none have each named theirs. The one with the
        greatest name stays: those that are filled have greater names than the empty one.
        """
        for _ in range(_TRIES):
            known = await self.meant()
            if len(known) <= 1:
                return bool(known)
            await self._alias([{"remove_index": {"index": old}} for old in known[:-1]])
        raise _unavailable("its index is replaced again and again")

    async def _alias(self, actions: Sequence[Mapping[str, Any]]) -> bool:
        """Change what names mean, all at once; False where another process deleted one of them."""
        body = {"actions": actions}
        try:
            await self._asked(self.client.indices.update_aliases(body=body, request_timeout=_LONG))
        except NotFoundError:
            return False
        return True

    async def refresh(self, index: str) -> None:
        """Make all that was sent to an index visible."""
        await self._asked(self.client.indices.refresh(index=index, request_timeout=_LONG))

    async def delete(self, index: str) -> None:
        """Delete an index, if it is there."""
        await self._asked(
            self.client.indices.delete(index=index, params={"ignore": 404}, request_timeout=_LONG)
        )

    async def close(self) -> None:
        """Close the connections; calling it twice is allowed."""
        if self._client is not None:
            client, self._client = self._client, None
            # The library closes those to nodes that live; one to a node that died is open, too.
            for connection in getattr(client.transport.connection_pool, "orig_connections", ()):
                await connection.close()
            await client.close()

    @property
    def client(self) -> AsyncOpenSearch:
        """The library's client, made when it is first needed: it belongs to a loop."""
        if self._client is None:
            self._client = _client(self.url)
        return self._client

    async def _asked(self, asked: Awaitable[T]) -> T:
        try:
            return await asked
        except (NotFoundError, ConflictError, RequestError):
            raise
        except (AuthenticationException, AuthorizationException) as error:
            if error.error == _BLOCKED:
                raise _unavailable(str(error.error)) from error
            raise IndexRefused(
                f"STORYBOT_INDEX: OpenSearch does not let us in ({error.status_code}). See to the"
                " user and the password there, and to what that user may do; then start again.",
                "not_read",
            ) from error
        except ConnectionFailed as error:
            if not isinstance(error.info, ssl.SSLError | ssl.CertificateError | ClientSSLError):
                raise _unavailable(type(error).__name__) from error
            raise IndexRefused(
                f"STORYBOT_INDEX: the connection to OpenSearch is not trusted ({error.info}). Name"
                " the file with the authority of its certificates, `?ca=FILE`, and the nodes as"
                " their certificates name them; then start again.",
                "not_read",
            ) from error
        except (TimeoutError, OpenSearchException, OSError) as error:
            raise _unavailable(type(error).__name__) from error


def _client(url: ClusterUrl) -> AsyncOpenSearch:
    try:
        context = ssl.create_default_context(cafile=url.ca or None) if url.tls else None
    except OSError as error:
        raise SettingError(f"STORYBOT_INDEX: {url.ca} cannot be read: {error}.") from error
    try:
        return AsyncOpenSearch(
            hosts=[{"host": host, "port": port} for host, port in url.hosts],
            http_auth=(url.user, url.password) if url.user else None,
            scheme=url.scheme,
            use_ssl=url.tls,
            ssl_context=context,
            timeout=url.timeout,
            max_retries=max(_TRIES, len(url.hosts)) - 1,
            retry_on_timeout=True,
            retry_on_status=_BUSY,
            dead_timeout=_REST,
            timeout_cutoff=_DOUBLINGS,
            pool_maxsize=_CONNECTIONS,
            http_compress=False,
        )
    except ImproperlyConfigured as error:
        raise SettingError(f"STORYBOT_INDEX: {error}.") from error


def _reason(error: Mapping[str, Any]) -> str:
    causes = error.get("root_cause") or [error]
    return str(causes[0].get("reason") or causes[0].get("type"))


def _unavailable(reason: str) -> IndexUnavailable:
    return IndexUnavailable(
        f"The search cannot be reached at the moment ({reason}). Try again in a minute.",
        "not_read",
    )

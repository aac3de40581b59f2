"""Write passages in bulk: at a pace that the cluster keeps, and again only what failed."""

import asyncio
import base64
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from storybot.model.errors import IndexUnavailable
from storybot.model.passages import PassageId
from storybot.search.index import IndexEntry
from storybot.search.opensearch.cluster import Cluster
from storybot.search.opensearch.occurrences import pack_occurrences
from storybot.search.opensearch.packing import pack
from storybot.search.opensearch.schema import shelf_of, term_key
from storybot.search.shelves import is_shelved

_MOST, _MOST_BYTES = 1_000, 4_000_000
"""Operations of a request; the next one waits for its reply, so that none pile up."""
_TRIES = 8
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0
_CONFLICT, _TOO_MANY, _FAILURE = 409, 429, 500


class Operation(NamedTuple):
    """An operation of a bulk request; done twice, it does no harm."""

    kind: str
    """``index``, ``create`` or ``delete``."""
    about: dict[str, Any]
    """Id, and the version that decides which of two writers comes last."""
    source: dict[str, Any] | None = None
    size: int = 200
    """Bytes of it, about."""

    def lines(self) -> Iterator[object]:
        """Yield its lines of the request."""
        yield {self.kind: self.about}
        if self.source is not None:
            yield self.source


_ANCHOR = Operation("create", {"_id": "anchor"}, {})
"""Goes with deletions alone. These, too, make an index where none is, for they carry versions; of
deletions the server does not ask that the name be an alias, but of what comes along with them."""


def removal(id: PassageId, version: int | None) -> Operation:
    """Return what deletes a passage, unless a later writer has been there."""
    return Operation("delete", _about(id, version))


def additions(
    entries: Sequence[IndexEntry], version: int | None, around: Sequence[IndexEntry] = ()
) -> Iterator[Operation]:
    """Yield what adds passages.

    Where a paragraph is cut between passages, each is stored with the other: those of ``around``
    are looked at for that, and not added.
    """
    by_id = {entry.id: entry.passage for entry in (*around, *entries) if entry.passage}
    packed: dict[PassageId, str] = {}

    def packed_as(id: PassageId) -> str:
        if id not in packed:
            packed[id] = base64.b64encode(pack(by_id[id])).decode()
        return packed[id]

    for entry in entries:
        source: dict[str, Any] = {
            "terms": [term_key(term) for term in entry.terms],
            "length": len(entry.terms),
            "occurrences": base64.b64encode(pack_occurrences(entry.terms)).decode(),
        }
        if entry.passage is not None:
            source["sentences"] = packed_as(entry.id)
            source["beside"] = [packed_as(id) for id in _beside(entry) if id in by_id]
        size = sum(map(len, source["terms"])) + len(source["occurrences"])
        size += sum(map(len, [source.get("sentences", ""), *source.get("beside", ())]))
        yield Operation("index", _about(entry.id, version), source, size + 4 * len(entry.terms))


def new_words(entries: Iterable[IndexEntry], known: set[str]) -> Iterator[Operation]:
    """Yield what adds the words of passages that are not known to be there, and note them."""
    words = dict.fromkeys(term for entry in entries for term in entry.terms if is_shelved(term))
    for word in words:
        if word not in known:
            known.add(word)
            yield Operation("create", {"_id": f"w:{word}"}, {"shelf": shelf_of(word), "word": word})


async def write(
    cluster: Cluster, index: str, operations: Iterable[Operation], *, visible: bool
) -> None:
    """Send operations; ``visible`` waits until searches see them.

    Raises:
        IndexUnavailable: some did not take place, however often they were tried.
    """
    batches = list(_batches(operations)) if visible else _batches(operations)
    several = isinstance(batches, list) and len(batches) > 1
    for batch in batches:
        await _send(
            cluster, index, batch, refresh="wait_for" if visible and not several else "false"
        )
    if several:
        await cluster.refresh(index)


async def _send(cluster: Cluster, index: str, batch: list[Operation], *, refresh: str) -> None:
    wait, reason = _FIRST_WAIT, ""
    for _ in range(_TRIES):
        anchor = [] if any(operation.kind != "delete" for operation in batch) else [_ANCHOR]
        lines = [line for operation in (*batch, *anchor) for line in operation.lines()]
        replies = (await cluster.bulk(lines, index, refresh=refresh))[: len(batch)]
        failed = []
        for operation, reply in zip(batch, replies, strict=True):
            (result,) = reply.values()
            status = result["status"]
            # A conflict says that a later writer was there. Nothing to delete is 404 and no error;
            # an index that was deleted is 404, too, but there the passage is lost.
            if "error" not in result or status == _CONFLICT:
                continue
            reason = str(result["error"].get("reason"))
            if status != _TOO_MANY and status < _FAILURE:
                raise IndexUnavailable(f"The search refuses a passage: {reason}.")
            failed.append(operation)
        if not failed:
            return
        batch = failed
        await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 (no secret)
        wait = min(2 * wait, _LONGEST_WAIT)
    raise IndexUnavailable(
        f"The search does not take the passages ({reason}). Try again in a minute.",
        "not_read",
    )


def _batches(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    batch, size = list[Operation](), 0
    for operation in operations:
        batch.append(operation)
        size += operation.size
        if len(batch) >= _MOST or size >= _MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _about(id: PassageId, version: int | None) -> dict[str, Any]:
    about: dict[str, Any] = {"_id": str(id)}
    if version is not None:
        about |= {"version": version, "version_type": "external_gte"}
    return about


def _beside(entry: IndexEntry) -> Iterator[PassageId]:
    passage = entry.passage
    if passage is not None and passage.position > 0:
        yield PassageId(entry.id - 1)
    if passage is not None and passage.goes_on:
        yield PassageId(entry.id + 1)

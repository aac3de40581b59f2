"""Versions to be cut anew, read some at a time, whichever database stores them."""

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from storybot.model.documents import DocumentId, Version
from storybot.model.errors import DamagedText

_log = logging.getLogger(__name__)

_AT_ONCE = 2_000_000
"""Characters of the versions that are read and cut before the first of them is stored."""


class Versions(Protocol):
    """What versions are read from."""

    async def version(self, id: DocumentId, number: int | None = None) -> Version:
        """Return a version; see `Store.version`."""
        ...


async def at_once(
    store: Versions, keys: Sequence[tuple[int, int]], damaged: set[tuple[int, int]]
) -> AsyncIterator[list[Version]]:
    """Yield the versions of these ids and numbers in order, as many as fit in memory well.

    What cannot be read is said in the log, and added to ``damaged``.
    """
    found: list[Version] = []
    size = 0
    for id, number in keys:
        try:
            version = await store.version(DocumentId(str(id)), number)
        except DamagedText as error:
            _log.error("%s", error)
            damaged.add((id, number))
            continue
        found.append(version)
        size += len(version.document.text)
        if size >= _AT_ONCE:
            yield found
            found, size = [], 0
    if found:
        yield found

"""The Outbox protocol: messages that somebody has to get, though nobody asked for them."""

from collections.abc import Collection
from typing import NamedTuple, Protocol


class OutboxEntry(NamedTuple):
    """A message that was not sent yet, as far as anybody knows."""

    id: int
    chat: str
    """The id of a chat, or the @name of a channel."""
    body: str
    """As JSON."""
    sendings: int
    """How often it went out without anybody knowing whether it arrived."""


class Outbox(Protocol):
    """Messages by key and chat, each put in once; each method raises `StoreError`.

    A message that is sent stays as its key, so that the same is not told again; `forget` ends that.
    """

    async def put(self, key: str, bodies: Collection[tuple[str, str]]) -> int:
        """Queue a body for each chat that never had one of this key; return how many are new."""
        ...

    async def pending(self) -> list[OutboxEntry]:
        """Return what is to be sent, oldest first."""
        ...

    async def mark_sending(self, id: int, *, by: int) -> None:
        """Count a sending about to begin, by 1; by -1 if it did not arrive."""
        ...

    async def finish(self, id: int) -> None:
        """Record that a message was sent, or given up; its body is erased."""
        ...

    async def told(self, prefix: str) -> set[str]:
        """Return the keys that begin so."""
        ...

    async def forget(self, prefix: str) -> None:
        """Forget what was sent under keys that begin so: the same may be told again."""
        ...

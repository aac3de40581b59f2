"""The TurnStore protocol: what was asked last in a chat, for processes that share the chats."""

from typing import NamedTuple, Protocol

from storybot.model.answers import Earlier


class StoredTurn(NamedTuple):
    """One question and its answer."""

    earlier: Earlier
    """What the next question may lean on."""
    leaned: Earlier | None
    """What this one leaned on."""


class TurnStore(Protocol):
    """Turns by chat and by the message that asked, for a day; each method raises `StoreError`."""

    async def keep(self, chat: int, asked: int, user: int | None, turn: StoredTurn) -> None:
        """Keep a turn in place of an earlier one of the same message."""
        ...

    async def last(self, chat: int, seconds: float) -> StoredTurn | None:
        """Return the last turn of a chat, if it is no older than that."""
        ...

    async def of(self, chat: int, asked: int) -> StoredTurn | None:
        """Return the turn that a message began."""
        ...

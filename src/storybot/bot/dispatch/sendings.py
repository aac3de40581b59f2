"""What is sent because of one update or promise: how it is recorded, how often it may be repeated.

A message whose sending broke off may have arrived. So that nobody gets one a third time, also
through crashes, its sending is recorded before it begins, and what became of it afterwards.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar

from storybot.model.errors import StoreError
from storybot.runtime.backoff import Backoff

T = TypeVar("T")

MOST_SENDINGS = 2
"""How often a message may go out of which nobody knows whether it arrived."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0
_log = logging.getLogger(__name__)


class SendJournal(Protocol):
    """Records sendings so that a crash does not forget them."""

    async def sending(self) -> None:
        """Record that a message goes out now; from here on it may arrive.

        Raises:
            StoreError: it could not be recorded, so it must not be sent.
        """

    async def not_taken(self) -> None:
        """Record that it certainly did not arrive."""

    async def sent(self) -> None:
        """Record that it arrived."""


@dataclass(frozen=True, slots=True)
class CountedJournal:
    """The journal of what nobody asked for: sent once, also through a locked database.

    What cannot be recorded is not sent. Once it is out, it is finished, however long the database
    takes.
    """

    count: Callable[[int], Awaitable[None]]
    """Adds to how often it was sent without anybody knowing whether it arrived."""
    finish: Callable[[], Awaitable[None]]
    """Records that it is not to be sent again."""

    async def sending(self) -> None:
        """Record that it goes out now.

        Raises:
            StoreError: it could not be recorded.
        """
        await self.count(1)

    async def not_taken(self) -> None:
        """Record that it did not arrive; where that fails it counts as one that may have."""
        with suppress(StoreError):
            await self.count(-1)

    async def sent(self) -> None:
        """Finish it, trying until that is written."""
        await until_written(self.finish)


async def until_written(write: Callable[[], Awaitable[T]]) -> T:
    """Write to the database; while the disk is full or it is locked, again and again."""
    backoff = Backoff(_FIRST_PAUSE, _LONGEST_PAUSE)
    while True:
        try:
            return await write()
        except StoreError as error:
            pause = backoff.pause()
            _log.warning("%s Next try in %.1f s.", error, pause)
            await asyncio.sleep(pause)


class _Unrecorded:
    """The journal of what nobody repeats after a crash."""

    async def sending(self) -> None:
        pass

    async def not_taken(self) -> None:
        pass

    async def sent(self) -> None:
        pass


_UNRECORDED = _Unrecorded()


@dataclass
class Delivery:
    """What is sent for one reason, in however many calls."""

    journal: SendJournal = _UNRECORDED
    repeats: int = MOST_SENDINGS - 1
    """How many messages may still be sent again that may have arrived."""
    parts: int = 0
    """Of several messages, how many have arrived: handled again, those are left out."""
    has_more: bool = False
    """Whether the message that is sent now is not the last one."""
    note_part: Callable[[], Awaitable[None]] | None = None

    is_first: bool = False
    """Whether its update is known to be handled for the first time, by anybody."""
    in_background: bool = False
    """Whether it waits for everything that readers wait for."""

    async def arrived(self) -> None:
        """Record that a message arrived."""
        if not self.has_more:
            await self.journal.sent()
            return
        self.parts += 1
        self.repeats = MOST_SENDINGS - 1
        if self.note_part:
            await self.note_part()


_current: ContextVar[Delivery | None] = ContextVar("delivery", default=None)


def current_delivery() -> Delivery:
    """Return the one that the calls of this context belong to; else one of its own."""
    return _current.get() or Delivery()


@contextmanager
def in_delivery(delivery: Delivery) -> Iterator[None]:
    """Let the calls of this context belong to a delivery."""
    reset = _current.set(delivery)
    try:
        yield
    finally:
        _current.reset(reset)

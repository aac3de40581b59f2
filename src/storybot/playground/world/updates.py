"""A bot's queue of updates: acknowledged by offset, fetched by one poller at a time.

Follows ``do_get_updates`` of Telegram's Bot API server.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from storybot.playground.clock import Clock
from storybot.playground.objects import limits
from storybot.playground.objects.refusal import BotApiError

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    }
)
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that are delivered only if ``allowed_updates`` names them."""
TERMINATED = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
FIRST_UPDATE = 731_000_001
_AHEAD = 10


@dataclass(frozen=True)
class Queued:
    """An update waiting to be acknowledged."""

    update_id: int
    kind: str
    content: dict[str, Any]
    expires: float

    def as_json(self) -> dict[str, Any]:
        """Return it as the Bot API writes it."""
        return {"update_id": self.update_id, self.kind: self.content}


@dataclass
class _Poll:
    """A getUpdates call that waits."""

    woken: asyncio.Event = field(default_factory=asyncio.Event)
    conflict: str = ""


class UpdateQueue:
    """The updates of one bot, ordered by id."""

    def __init__(self, clock: Clock, first_id: int = FIRST_UPDATE, patience: float = 1) -> None:
        self._clock, self._patience = clock, patience
        self._queued: deque[Queued] = deque()
        self._next_id = first_id
        self._poll: _Poll | None = None
        self.allowed = KINDS - ON_REQUEST
        self.fresh = asyncio.Event()
        """Set whenever an update is added; the webhook waits on it."""

    def allow(self, kinds: list[str]) -> None:
        """Set the kinds that the bot subscribes to; an empty list is the default set."""
        self.allowed = frozenset(kinds) & KINDS if kinds else KINDS - ON_REQUEST

    @property
    def is_default(self) -> bool:
        """Whether the bot receives the default kinds."""
        return self.allowed == KINDS - ON_REQUEST

    def add(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update; return its id, or None when the bot does not ask for its kind."""
        if kind not in self.allowed:
            return None
        lifetime = limits.LIFETIMES.get(kind, limits.DAY) * self._patience
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._queued.append(Queued(update_id, kind, content, self._clock.now() + lifetime))
        self.fresh.set()
        if self._poll:
            self._poll.woken.set()
        return update_id

    def pending(self) -> list[Queued]:
        """Return the updates that are neither acknowledged nor expired."""
        now = self._clock.now()
        if any(update.expires <= now for update in self._queued):
            self._queued = deque(update for update in self._queued if update.expires > now)
        return list(self._queued)

    def acknowledge(self, offset: int) -> None:
        """Drop updates before the offset; a negative one keeps that many of the last.

        An offset far ahead of every id acknowledges nothing, as on Telegram's server.
        """
        if offset < 0:
            while len(self._queued) > -offset:
                self._queued.popleft()
        if offset > self._next_id + _AHEAD:
            return
        while self._queued and self._queued[0].update_id < offset:
            self._queued.popleft()

    def clear(self) -> None:
        """Forget everything that waits."""
        self._queued.clear()

    def interrupt(self, conflict: str) -> None:
        """End a waiting getUpdates call with a 409 and the reason."""
        if self._poll:
            self._poll.conflict = conflict
            self._poll.woken.set()

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[Queued]:
        """Acknowledge up to the offset, then return pending updates, or wait for them.

        Raises:
            BotApiError: another call that waits took this one's place.
        """
        self.acknowledge(offset)
        if (ready := self.pending()) or not seconds:
            return ready[:limit]
        self.interrupt(TERMINATED)
        poll = self._poll = _Poll()
        deadline = self._clock.now() + seconds
        try:
            while not poll.conflict and not (ready := self.pending()):
                left = deadline - self._clock.now()
                if left <= 0:
                    break
                poll.woken.clear()
                await self._clock.wait(poll.woken, left)
        finally:
            if self._poll is poll:
                self._poll = None
        if poll.conflict:
            raise BotApiError(409, poll.conflict)
        return ready[:limit]

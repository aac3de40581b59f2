"""Handle the updates of one chat one after another, and those of different chats at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from enum import Enum
from typing import Any, Generic, NamedTuple, Self, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)

_INLINE_AT_ONCE, _OTHERS_AT_ONCE = 32, 128
"""Those that wait for their chat to be written to again count too, and cost little."""
_CHAT_FIELDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "guest_message",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)


class QueueKind(Enum):
    """Kinds of queues: whether an update is worth answering late, and what it may overtake."""

    CHAT = "chat"
    INLINE = "inline"


class QueueTurn(NamedTuple):
    """The queue that an update belongs to."""

    kind: QueueKind
    key: str

    @classmethod
    def nobody(cls) -> Self:
        """Return the turn of what belongs to no chat and no person."""
        return cls(QueueKind.CHAT, "nobody")


def queue_turn(update: dict[str, Any]) -> QueueTurn:
    """Tell whose turn a raw update is in: its chat's, or a person's where there is no chat."""
    if query := _object(update, "inline_query"):
        return QueueTurn(QueueKind.INLINE, f"inline {_id(query, 'from')}")
    if pressed := _object(update, "callback_query"):
        chat = _id(_object(pressed, "message"), "chat")
        key = f"chat {chat}" if chat else f"user {_id(pressed, 'from')}"
        return QueueTurn(QueueKind.CHAT, key)
    for field in _CHAT_FIELDS:
        if content := _object(update, field):
            return QueueTurn(QueueKind.CHAT, f"chat {_id(content, 'chat')}")
    for content in update.values():
        if isinstance(content, dict):
            return QueueTurn(QueueKind.CHAT, f"user {_id(content, 'from')}")
    return QueueTurn.nobody()


def door_of(update: dict[str, Any]) -> str:
    """Name the way by which a raw update came in, as the metrics do."""
    if _object(update, "inline_query") or _object(update, "chosen_inline_result"):
        return "inline"
    if _object(update, "callback_query"):
        return "button"
    if _object(update, "guest_message"):
        return "guest"
    chat = _object(_object(update, "message") or _object(update, "edited_message"), "chat")
    return {"private": "private", "group": "group", "supergroup": "group"}.get(
        str(chat.get("type")), "other"
    )


def _object(outer: dict[str, Any], name: str) -> dict[str, Any]:
    inner = outer.get(name)
    return inner if isinstance(inner, dict) else {}


def _id(content: dict[str, Any], name: str) -> int:
    id = _object(content, name).get("id")
    return id if isinstance(id, int) else 0


class ChatQueues(Generic[T]):
    """Process each chat's updates in order, without blocking other chats.

    Inline queries have places of their own, so that they never wait for chats that may not be
    written to for a while; of one person's, only the newest is worth an answer.
    """

    def __init__(self, handle: Callable[[T], Coroutine[Any, Any, None]]) -> None:
        self._handle = handle
        self._queues: dict[str, deque[T]] = {}
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._inline = asyncio.Semaphore(_INLINE_AT_ONCE)
        self._others = asyncio.Semaphore(_OTHERS_AT_ONCE)

    def __len__(self) -> int:
        """Return how many wait for their turn, not counting those being handled."""
        return self._waiting

    def waiting(self, key: str) -> int:
        """Return how many of one turn wait."""
        return len(self._queues.get(key, ()))

    def add(self, turn: QueueTurn, item: T) -> list[T]:
        """Enqueue an item; return queued items it supersedes."""
        queue = self._queues.get(turn.key)
        if queue is None:
            self._queues[turn.key] = deque([item])
            self._waiting += 1
            places = self._inline if turn.kind is QueueKind.INLINE else self._others
            task = asyncio.create_task(self._take_turns(turn.key, places))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return []
        superseded = list(queue) if turn.kind is QueueKind.INLINE else []
        if superseded:
            queue.clear()
        queue.append(item)
        self._waiting += 1 - len(superseded)
        return superseded

    async def drain(self, seconds: float) -> bool:
        """Finish what is there, but break off after so many seconds; tell whether all was done."""
        tasks = set(self._tasks)
        if not tasks:
            return True
        _, pending = await asyncio.wait(tasks, timeout=seconds)
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending)
        return not pending

    async def _take_turns(self, key: str, places: asyncio.Semaphore) -> None:
        queue = self._queues[key]
        try:
            while queue:
                async with places:
                    if queue:
                        await self._handle_next(queue)
        finally:
            self._waiting -= len(self._queues.pop(key))

    async def _handle_next(self, queue: deque[T]) -> None:
        self._waiting -= 1
        try:
            await self._handle(queue.popleft())
        except Exception:  # noqa: BLE001 - the rest of the turn goes on
            _log.exception("An update was left for the next start.")

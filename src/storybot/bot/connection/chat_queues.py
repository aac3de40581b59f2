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
_EDIT_FIELDS = ("edited_message", "edited_channel_post")
_CHAT_FIELDS = (
    "message",
    "channel_post",
    *_EDIT_FIELDS,
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
    edited: int = 0
    """The id of the message of which this is an edit; 0 where it is none, or has no id."""

    @property
    def is_superseded(self) -> bool:
        """Whether it is not worth handling once another one of an equal turn has come."""
        return self.kind is QueueKind.INLINE or bool(self.edited)

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
            edited = _number(content, "message_id") if field in _EDIT_FIELDS else 0
            return QueueTurn(QueueKind.CHAT, f"chat {_id(content, 'chat')}", edited)
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
    return _number(_object(content, name), "id")


def _number(content: dict[str, Any], name: str) -> int:
    number = content.get(name)
    return number if isinstance(number, int) else 0


class ChatQueues(Generic[T]):
    """Process each chat's updates in order, without blocking other chats.

    Inline queries have places of their own, so that they never wait for chats that may not be
    written to for a while; of one person's, only the newest is worth an answer. So is only the
    newest of the edits of one message.
    """

    def __init__(self, handle: Callable[[T], Coroutine[Any, Any, None]]) -> None:
        self._handle = handle
        self._queues: dict[str, deque[tuple[QueueTurn, T]]] = {}
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

    def supersedes(self, turn: QueueTurn) -> bool:
        """Tell whether what comes in this turn takes the place of what waits."""
        queue = self._queues.get(turn.key, ())
        return turn.is_superseded and any(waiting == turn for waiting, _ in queue)

    def add(self, turn: QueueTurn, item: T) -> list[T]:
        """Enqueue an item; return queued items it supersedes."""
        queue = self._queues.get(turn.key)
        self._waiting += 1
        if queue is None:
            self._queues[turn.key] = deque([(turn, item)])
            places = self._inline if turn.kind is QueueKind.INLINE else self._others
            task = asyncio.create_task(self._take_turns(turn.key, places))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return []
        superseded = [pair for pair in queue if turn.is_superseded and pair[0] == turn]
        for pair in superseded:
            queue.remove(pair)
        queue.append((turn, item))
        self._waiting -= len(superseded)
        return [old for _, old in superseded]

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

    async def _handle_next(self, queue: deque[tuple[QueueTurn, T]]) -> None:
        self._waiting -= 1
        try:
            _, item = queue.popleft()
            await self._handle(item)
        except Exception:  # noqa: BLE001 - the rest of the turn goes on
            _log.exception("An update was left for the next start.")

"""Handle the updates of one chat one after another, and those of different chats at once."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from enum import Enum
from typing import Any, Generic, NamedTuple, Self, TypeVar

from storybot.bot.connection.queues.lanes import Lane

T = TypeVar("T")

_log = logging.getLogger(__name__)

_INLINE_AT_ONCE, _URGENT_AT_ONCE, _OTHERS_AT_ONCE = 32, 64, 128
"""Those that wait for their chat to be written to again count too, and cost little."""
_URGENT_FIELDS = ("callback_query", "guest_message", "chosen_inline_result")
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


def is_urgent(update: dict[str, Any]) -> bool:
    """Tell whether it is no message, so that it is handled at once, and refused when it is late.

    An inline query is not meant: those have their own queues.
    """
    return any(_object(update, field) for field in _URGENT_FIELDS)


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

    Inline queries have places of their own, and so have chats in which something urgent waits,
    such as a pressed button: they never wait for messages, of which only thirty a second can be
    answered. Of one person's inline queries only the newest is worth an answer. So is only the
    newest of the edits of one message.
    """

    def __init__(self, handle: Callable[[T], Coroutine[Any, Any, None]]) -> None:
        self._handle = handle
        self._queues: dict[str, list[tuple[QueueTurn, bool, T]]] = {}
        """Lists, and not deques, each of which takes the room of a hundred updates."""
        self._waiting = 0
        self._urgent: Counter[str] = Counter()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._inline = Lane(_INLINE_AT_ONCE)
        self._quick = Lane(_URGENT_AT_ONCE)
        self._others = Lane(_OTHERS_AT_ONCE)

    def __len__(self) -> int:
        """Return how many wait for their turn, not counting those being handled."""
        return self._waiting

    def waiting(self, key: str) -> int:
        """Return how many of one turn wait."""
        return len(self._queues.get(key, ()))

    def at_once(self, turns: Mapping[int, str]) -> set[int]:
        """Return the ids of what begins as soon as it is added: the first of each idle turn.

        None where there may not be places for all of them.
        """
        first = {key: id for id, key in sorted(turns.items(), reverse=True)}
        lanes = (self._inline, self._quick, self._others)
        if self._waiting or len(first) > min(lane.free for lane in lanes):
            return set()
        return {id for key, id in first.items() if key not in self._tasks}

    def supersedes(self, turn: QueueTurn) -> bool:
        """Tell whether what comes in this turn takes the place of what waits."""
        queue = self._queues.get(turn.key, ())
        return turn.is_superseded and any(waiting == turn for waiting, _, _ in queue)

    def add(self, turn: QueueTurn, item: T, *, is_urgent: bool = False) -> list[T]:
        """Enqueue an item; return queued items it supersedes."""
        queue = self._queues.setdefault(turn.key, [])
        superseded = [old for old in queue if turn.is_superseded and old[0] == turn]
        for old in superseded:  # none of them is urgent
            queue.remove(old)
        queue.append((turn, is_urgent, item))
        self._waiting += 1 - len(superseded)
        if is_urgent:
            self._urgent[turn.key] += 1
            self._others.leave(turn.key)
        if turn.key not in self._tasks:
            self._wait(turn.key)
        return [old for *_, old in superseded]

    async def drain(self, seconds: float) -> bool:
        """Finish what is there, but break off after so many seconds; tell whether all was done."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._tasks:  # each begins another one as it ends, for as long as something waits
            done, _ = await asyncio.wait(
                self._tasks.values(),
                timeout=max(end - loop.time(), 0.0),
                return_when=asyncio.FIRST_COMPLETED,
            )
            if not done:
                await self._break_off()
                return False
        return True

    async def _break_off(self) -> None:
        self._queues.clear()
        self._urgent.clear()
        self._waiting = 0
        for lane in (self._inline, self._quick, self._others):
            lane.clear()
        pending = list(self._tasks.values())
        for task in pending:
            task.cancel()
        await asyncio.wait(pending)

    def _lane(self, key: str) -> Lane:
        queue = self._queues[key]
        if queue[0][0].kind is QueueKind.INLINE:
            return self._inline
        return self._quick if self._urgent[key] else self._others

    def _wait(self, key: str) -> None:
        lane = self._lane(key)
        lane.wait(key, len(self._queues[key]))
        self._begin(lane)

    def _begin(self, lane: Lane) -> None:
        """Begin with chats for which there are places."""
        while key := lane.take():
            self._tasks[key] = asyncio.create_task(self._handle_next(key, lane))

    async def _handle_next(self, key: str, lane: Lane) -> None:
        try:
            _, is_urgent, item = self._queues[key].pop(0)
            self._waiting -= 1
            if is_urgent:
                self._urgent -= Counter((key,))
            await self._handle(item)
        except Exception:  # noqa: BLE001 - the rest of the turn goes on
            _log.exception("An update was left for the next start.")
        finally:
            del self._tasks[key]
            lane.free += 1
            if self._queues.get(key):
                self._wait(key)
            else:
                self._queues.pop(key, None)
            self._begin(lane)

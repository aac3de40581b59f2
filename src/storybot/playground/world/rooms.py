"""Chats of the playground: their members and messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from storybot.playground.clock import GUARD_SECONDS, Bell
from storybot.playground.objects.bot_api_objects import Chat, ChatKind, Message, User

Status = Literal["creator", "administrator", "member", "left", "kicked"]
PRESENT = frozenset({"creator", "administrator", "member"})
GENERAL_TOPIC = 1


@dataclass
class Member:
    """A present or former member of a chat."""

    user: User
    status: Status = "member"
    is_anonymous: bool = False

    @property
    def is_present(self) -> bool:
        """Whether the person is in the chat now."""
        return self.status in PRESENT

    @property
    def is_admin(self) -> bool:
        """Whether the person runs the chat."""
        return self.status in {"creator", "administrator"}


@dataclass
class Topic:
    """A thread of a forum."""

    name: str
    is_closed: bool = False


@dataclass
class Room:
    """A chat: private, group, supergroup or channel."""

    chat: Chat
    bell: Bell
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    whispers: dict[tuple[int, int], Message] = field(default_factory=dict)
    """Ephemeral messages, by the one person who sees them and an id of that person's."""
    reactions: dict[int, dict[int, list[dict[str, str]]]] = field(default_factory=dict)
    """Per message and actor."""
    actions: list[str] = field(default_factory=list)
    """The chat actions that bots showed, such as typing."""
    upgraded_to: "Room | None" = None
    _last_id: int = 0
    _from_bots: list["Posted"] = field(default_factory=list)
    _read: int = 0

    @property
    def kind(self) -> ChatKind:
        """The kind of chat."""
        return self.chat.type

    @property
    def is_private(self) -> bool:
        """Whether it is a conversation of two."""
        return self.kind == "private"

    def take_id(self) -> int:
        """Return the next message id."""
        self._last_id += 1
        return self._last_id

    def take_whisper_id(self, person: int) -> int:
        """Return the id of the next ephemeral message of a person: ids of deleted ones come again.

        Telegram says no more of these ids; so nobody should count on more.
        """
        return next(id for id in count(1) if (person, id) not in self.whispers)

    def skip_ids(self, count: int) -> None:
        """Leave out that many message ids."""
        self._last_id += count

    def has(self, user_id: int) -> bool:
        """Return whether that person or bot is a member."""
        member = self.members.get(user_id)
        return member is not None and member.is_present

    def present(self) -> Iterator[Member]:
        """Yield the members."""
        return (member for member in self.members.values() if member.is_present)

    def keep(self, message: Message) -> None:
        """Store a new message or a new version of one, and wake the waiters."""
        posted = Posted.of(self, message)
        is_new = posted.is_deleted
        if posted.person:
            self.whispers[posted.person, posted.message_id] = message
        else:
            self.messages[posted.message_id] = message
        if is_new and self._is_by_bot(message):
            self._from_bots.append(posted)
        self.bell.ring()

    @staticmethod
    def _is_by_bot(message: Message) -> bool:
        """Return whether a bot wrote it, rather than an event or a post as a chat."""
        is_bot = message.from_ is not None and message.from_.is_bot
        return is_bot and not message.is_service and message.sender_chat is None

    @property
    def is_begun(self) -> bool:
        """Whether anything was ever written here; what is deleted was written."""
        return self._last_id > 0

    def drop(self, message_id: int, person: int = 0) -> None:
        """Delete a message; one that only a person sees, by the id that it has for that person."""
        if person:
            del self.whispers[person, message_id]
        else:
            del self.messages[message_id]
        self.bell.ring()

    async def next_from_bot(self, timeout: float = GUARD_SECONDS) -> "Posted":  # noqa: ASYNC109
        """Return a bot's next message that no earlier call returned; wait for it.

        Raises:
            TimeoutError: none came within that many seconds.
        """

        def unread() -> Posted | None:
            return self._from_bots[self._read] if self._read < len(self._from_bots) else None

        posted = await self.bell.until(unread, timeout)
        self._read += 1
        return posted

    def history(self) -> list[Message]:
        """Return the messages that all see and that are there now, oldest first."""
        return [self.messages[message_id] for message_id in sorted(self.messages)]

    def everything(self) -> list[Message]:
        """Return the messages that are there now, those too that one person sees."""
        return [*self.history(), *self.whispers.values()]


@dataclass(frozen=True)
class Posted:
    """A message in its chat, followed through edits."""

    room: Room
    message_id: int
    person: int = 0
    """Who alone sees it, if it is ephemeral; then the id is one of that person's."""

    @classmethod
    def of(cls, room: Room, message: Message) -> "Posted":
        """Return the place of a message of the room."""
        person = message.seen_only_by
        return cls(room, (person and message.ephemeral_message_id) or message.message_id, person)

    @property
    def message(self) -> Message:
        """The current version of the message.

        Raises:
            LookupError: it was deleted.
        """
        if self.person:
            return self.room.whispers[self.person, self.message_id]
        return self.room.messages[self.message_id]

    @property
    def is_deleted(self) -> bool:
        """Whether it is gone."""
        if self.person:
            return (self.person, self.message_id) not in self.room.whispers
        return self.message_id not in self.room.messages

    @property
    def text(self) -> str:
        """Its text, or its caption."""
        return self.message.text or self.message.caption or ""

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons under it."""
        keyboard = self.message.inline_keyboard
        return [button.text for button in keyboard.buttons] if keyboard else []

    async def change(self, since: Message, timeout: float = GUARD_SECONDS) -> Message:  # noqa: ASYNC109
        """Wait until it differs from that version and return the new one."""

        def changed() -> Message | None:
            return None if self.message == since else self.message

        return await self.room.bell.until(changed, timeout)

    async def deletion(self, timeout: float = GUARD_SECONDS) -> None:  # noqa: ASYNC109
        """Wait until it is deleted."""
        await self.room.bell.until(lambda: self.is_deleted or None, timeout)

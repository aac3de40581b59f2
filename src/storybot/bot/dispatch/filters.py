"""Tell which updates may be questions or commands: plain messages that a person wrote just now.

Without these filters a command also fires for edited and forwarded messages, for anonymous
administrators, for posts in the name of a channel and for what was sent through a bot.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeGuard, TypeVar

from telegram import Message, Update, User
from telegram.constants import ChatType
from telegram.ext import BaseHandler, filters

T = TypeVar("T")
Handlers = list[BaseHandler[Any, Any, Any]]
"""Handlers of one class; the first that fits an update gets it."""


Holds = Callable[[Update], bool]


class Let(filters.UpdateFilter):
    """Updates of which a predicate holds, alone or put together with other filters.

    The library's own filters, each asked through the one that it is a part of, and each time
    whether the update is a message, take longer for the dozen handlers that a message is offered to
    than all else that a message goes through.
    """

    def __init__(self, name: str, holds: Holds) -> None:
        """Let through what a predicate holds of."""
        super().__init__(name=name)
        self._holds = holds

    @classmethod
    def message(cls, name: str, holds: Callable[[Message], bool]) -> "Let":
        """Let through what a predicate holds of the message of."""
        return cls(name, _of_message(holds))

    def check_update(self, update: Update) -> bool:
        """Tell whether an update is one."""
        return self._holds(update)

    def filter(self, update: Update) -> bool:
        """Tell whether an update is one."""
        return self._holds(update)

    def __and__(self, other: filters.BaseFilter) -> "Let":
        """Let through what both do; the other is only asked about what this one does."""
        first, second = self._holds, _predicate(other)
        return Let(f"<{self} and {other}>", lambda update: first(update) and second(update))

    def __or__(self, other: filters.BaseFilter) -> "Let":
        """Let through what either does."""
        first, second = self._holds, _predicate(other)
        return Let(f"<{self} or {other}>", lambda update: first(update) or second(update))

    def __invert__(self) -> "Let":
        """Let through what this one does not."""
        holds = self._holds
        return Let(f"<not {self}>", lambda update: not holds(update))


def _predicate(one: filters.BaseFilter) -> Holds:
    if isinstance(one, Let):
        return one._holds  # noqa: SLF001 - of the same class
    if isinstance(one, filters.MessageFilter):
        return _of_message(one.filter)
    return lambda update: bool(one.check_update(update))


def _of_message(holds: Callable[[Message], object]) -> Holds:
    def of(update: Update) -> bool:
        message = update.effective_message
        return message is not None and bool(holds(message))

    return of


def _by_person(message: Message | None) -> TypeGuard[Message]:
    """Tell whether there is a message, and a person wrote it who is no bot."""
    return (
        message is not None
        and message.from_user is not None
        and not message.from_user.is_bot
        and not message.via_bot
        and not message.sender_chat
    )


def _is_speaking(message: Message | None) -> bool:
    """Tell whether somebody wrote it just now: a person, or in a group one in a chat's name."""
    if message is None or message.forward_origin or message.is_automatic_forward:
        return False
    in_name = message.sender_chat and message.from_user and message.chat.type in _GROUP_TYPES
    return _by_person(message) or bool(in_name and not message.via_bot)


def _is_plain(update: Update) -> bool:
    """Tell whether an update is a message by the person who wrote it."""
    message = update.message
    return _by_person(message) and not message.forward_origin and not message.is_automatic_forward


def _is_in(update: Update, types: Collection[str]) -> bool:
    """Tell whether an update's message is in a chat of these types."""
    return update.message is not None and update.message.chat.type in types


def _is_news(update: Update) -> bool:
    """Tell whether a message is news about the chat; those have no words, so few are looked at."""
    message = update.message
    is_said = message is not None and (message.text or message.caption)
    return not is_said and bool(filters.StatusUpdate.ALL.check_update(update))


def _runs_group(update: Update) -> bool:
    """Tell whether a message in a group is by a person or in the name of the group itself."""
    message = update.message
    if message is None or message.chat.type not in _GROUP_TYPES:
        return False
    as_group = message.sender_chat is not None and message.sender_chat.id == message.chat.id
    return as_group or _by_person(message)


_GROUP_TYPES = frozenset((ChatType.GROUP, ChatType.SUPERGROUP))
_PRIVATE_TYPES = frozenset((ChatType.PRIVATE,))
PLAIN = Let("plain", _is_plain)
"""Messages by the person who wrote them: what commands and questions are taken from."""
PRIVATE = Let("private", lambda update: _is_in(update, _PRIVATE_TYPES) and _is_plain(update))
GROUPS = Let("groups", lambda update: _is_in(update, _GROUP_TYPES) and _is_plain(update))
TOLD_IN_PRIVATE = Let(
    "told", lambda update: _is_in(update, _PRIVATE_TYPES) and _by_person(update.message)
) & ~Let("news", _is_news)
"""Whatever a person sends to the bot alone, forwarded or not, other than news about the chat."""
ASKING = Let("asking", lambda update: _is_speaking(update.message))
"""Messages by whoever may ask: people, and chats that speak in a group, such as a channel."""
GUEST = Let("guest", lambda update: _by_person(update.guest_message))
"""Messages that call the bot into a chat in which it may be no member."""
EDITED = Let("edited", lambda update: _is_speaking(update.edited_message))
"""Messages by whoever may ask, as they are after an edit."""
RUNS_GROUP = Let("runs_group", _runs_group)
"""Messages in groups by a person or by an administrator in the group's name."""


def message_of(update: Update) -> Message:
    """Return the message that the filters have let through: new, edited or a guest's."""
    return given(update.message or update.edited_message or update.guest_message)


def sender_of(message: Message) -> User:
    """Return who wrote a message that the filters have let through."""
    return given(message.from_user)


def given(part: T | None) -> T:
    """Return the part of an update that its handler is registered for.

    Raises:
        TypeError: it was registered for something else.
    """
    if part is None:
        raise TypeError
    return part

"""Read commands: what stands on the command's own line and below it, in a text or a caption."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Self

from telegram import Chat, Message, MessageEntity, Update, User
from telegram.constants import ChatType
from telegram.ext import CommandHandler, ContextTypes, MessageHandler, filters

from storybot.bot.dispatch.filters import message_of, sender_of
from storybot.model.audit import Actor


@dataclass(frozen=True, slots=True)
class Command:
    """A command that a person gave."""

    message: Message
    user: User
    line: str
    """What follows on the same line, without surrounding white space."""
    body: str
    """The lines below it."""

    @classmethod
    def of(cls, message: Message) -> Self:
        """Read a message that begins with a command."""
        text = message.text or message.caption or ""
        entities = message.entities or message.caption_entities
        line, _, body = text[entities[0].length :].partition("\n")
        return cls(message, sender_of(message), line.strip(), body)

    @property
    def chat(self) -> Chat:
        """The chat that it was given in."""
        return self.message.chat

    @property
    def text(self) -> str:
        """All that follows the command."""
        return f"{self.line}\n{self.body}".strip()

    @property
    def actor(self) -> str:
        """The person, as the audit names actors."""
        return actor(self.user, self.message.chat)


CommandCallback = Callable[[Command], Coroutine[Any, Any, None]]


def actor(user: User, chat: Chat | None) -> Actor:
    """Name a person as the audit does, and where the change was asked for."""
    name = f"{user.full_name} @{user.username}" if user.username else user.full_name
    place = "private" if chat is None or chat.type == ChatType.PRIVATE else f"chat {chat.id}"
    return Actor(f"telegram:{user.id}", name, place)


def on_command(
    names: str | tuple[str, ...], callback: CommandCallback, where: filters.BaseFilter
) -> CommandHandler[Any, Any]:
    """Call back for a text that begins with one of the commands."""
    return CommandHandler(names, _reading(callback), filters=where)


def on_caption(
    name: str, callback: CommandCallback, where: filters.BaseFilter
) -> MessageHandler[Any, Any]:
    """Call back for a file, a photo or the like whose caption begins with the command."""
    return MessageHandler(where & _Captioned(name), _reading(callback))


def _reading(
    callback: CommandCallback,
) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    async def read(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await callback(Command.of(message_of(update)))

    return read


class _Captioned(filters.MessageFilter):
    """Captions that begin with a command for this bot."""

    def __init__(self, name: str) -> None:
        super().__init__(name=f"captioned /{name}")
        self._name = name

    def filter(self, message: Message) -> bool:
        first = message.caption_entities[0] if message.caption_entities else None
        if not first or first.type != MessageEntity.BOT_COMMAND or first.offset:
            return False
        name, _, bot = (message.caption or "")[1 : first.length].lower().partition("@")
        return name == self._name and bot in {"", message.get_bot().username.lower()}

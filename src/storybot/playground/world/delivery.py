"""Decide which messages a bot receives: membership, privacy mode, guest mode."""

from storybot.playground.objects.bot_api_objects import Message
from storybot.playground.objects.utf16 import utf16_slice
from storybot.playground.world.bots import Bot
from storybot.playground.world.rooms import Room


def sees(bot: Bot, room: Room, message: Message) -> bool:
    """Return whether the bot receives the message as a member of the chat.

    In a group with privacy mode on it receives commands that are not for another bot, replies to
    its own messages, messages sent via it, and service messages; an administrator receives all:
    https://core.telegram.org/bots/features#privacy-mode
    """
    is_for_others = message.receiver_user is not None and message.receiver_user != bot.user
    if not room.has(bot.user.id) or _is_by_bot(message) or is_for_others:
        return False
    if room.kind in {"private", "channel"} or message.is_service:
        return True
    if bot.can_read_all_group_messages or room.members[bot.user.id].is_admin:
        return True
    if message.via_bot and message.via_bot.id == bot.user.id:
        return True
    answered = message.reply_to_message
    if answered and answered.from_ and answered.from_.id == bot.user.id:
        return True
    return _commands(bot, message)


def summons(bot: Bot, room: Room, message: Message) -> bool:
    """Return whether it is a guest call of the bot: https://core.telegram.org/api/bots/guest-mode.

    A member can be called too; only a private chat with the bot needs no guest call.
    """
    if not bot.supports_guest_queries or message.via_bot:
        return False
    if message.from_ is None or message.from_.is_bot:
        return False
    if room.kind == "channel" or (room.is_private and room.has(bot.user.id)):
        return False
    return any(bot.is_called(mention) for mention in mentions(message))


def mentions(message: Message) -> list[str]:
    """Return the names with ``@`` that the message contains."""
    text = message.text or message.caption or ""
    return [
        utf16_slice(text, entity.offset, entity.length)
        for entity in message.entities or message.caption_entities or ()
        if entity.type == "mention"
    ]


def update_kind(room: Room, *, edited: bool) -> str:
    """Return the name of the update that carries a message of the room."""
    kind = "channel_post" if room.kind == "channel" else "message"
    return f"edited_{kind}" if edited else kind


def _is_by_bot(message: Message) -> bool:
    """Return whether a bot wrote it as itself: no other bot receives that."""
    is_by_bot = message.from_ is not None and message.from_.is_bot
    return is_by_bot and not message.sender_chat and not message.is_service


def _commands(bot: Bot, message: Message) -> bool:
    text = message.text or message.caption or ""
    first = next(iter(message.entities or message.caption_entities or ()), None)
    if first is None or first.type != "bot_command" or first.offset != 0:
        return False
    _, at, name = utf16_slice(text, 0, first.length).partition("@")
    return not at or bot.is_called(f"@{name}")

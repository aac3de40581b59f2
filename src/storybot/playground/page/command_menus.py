"""The command menu that a person sees in a chat."""

import json
import re
from typing import Any

from storybot.playground.world.bots import Bot
from storybot.playground.world.people import Person
from storybot.playground.world.rooms import Room

_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?=\s|$)")


def is_unseen(text: str, bot: Bot, room: Room, person: Person) -> bool:
    """Tell whether a message begins with a command that only its author and the bot see."""
    found = _COMMAND.match(text)
    if not found or room.is_private or (found[2] and not bot.is_called(f"@{found[2]}")):
        return False
    unseen = [c["command"] for c in commands_for(bot, room, person) if c.get("is_ephemeral")]
    return found[1] in unseen


def commands_for(bot: Bot, room: Room, person: Person) -> list[dict[str, Any]]:
    """Return the command menu that a person sees in a chat: that of the narrowest scope set.

    The order is Telegram's: https://core.telegram.org/bots/api#determining-list-of-commands
    """
    commands = bot.profile.commands
    for scope in _scopes(room, person):
        if listed := commands.get((scope, "")):
            return listed
    return []


def _scopes(room: Room, person: Person) -> list[str]:
    if room.is_private:
        chat = str(person.user.id)
        return [_scope("chat", chat), _scope("all_private_chats"), _scope("default")]
    chat = str(room.chat.id)
    is_admin = room.members[person.user.id].is_admin
    return [
        _scope("chat_member", chat, person.user.id),
        *([_scope("chat_administrators", chat)] if is_admin else []),
        _scope("chat", chat),
        *([_scope("all_chat_administrators")] if is_admin else []),
        _scope("all_group_chats"),
        _scope("default"),
    ]


def _scope(kind: str, chat: str = "", user_id: int = 0) -> str:
    return json.dumps([kind, chat, user_id])

"""A bot's profile: commands, name, descriptions, per language."""

import json
import re
from typing import Any

from pydantic import model_validator

from storybot.playground.botapi.methods.request import Caller, ParameterValue, Request
from storybot.playground.objects import limits
from storybot.playground.objects.bot_api_objects import Wire
from storybot.playground.objects.refusal import bad_request

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_IN_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
_SCOPES = _IN_CHAT | {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
}


class BotCommand(Wire):
    """A command in the bot's menu."""

    command: str
    description: str
    is_ephemeral: bool = False
    """Whether only its author and the bot see a message that begins with it."""


class BotCommandScope(Wire):
    """To whom commands are shown."""

    type: str
    chat_id: str = ""
    user_id: int = 0

    @model_validator(mode="after")
    def _complete(self) -> "BotCommandScope":
        if self.type not in _SCOPES:
            raise ValueError("Unsupported type specified")
        if self.type in _IN_CHAT and not self.chat_id:
            raise ValueError('Can\'t find field "chat_id"')
        if self.type == "chat_member" and not self.user_id:
            raise ValueError('Can\'t find field "user_id"')
        return self

    @property
    def key(self) -> str:
        """The key that distinguishes it from other scopes."""
        return json.dumps([self.type, self.chat_id, self.user_id])


_DEFAULT = BotCommandScope(type="default")


class _PerLanguage(Request):
    language_code: str = ""


class CommandsOf(_PerLanguage):
    """Parameters that identify a command list."""

    scope: ParameterValue[BotCommandScope | None] = None


class SetMyCommands(CommandsOf):
    """https://core.telegram.org/bots/api#setmycommands."""

    commands: ParameterValue[tuple[BotCommand, ...] | None] = None


class SetMyName(_PerLanguage):
    """https://core.telegram.org/bots/api#setmyname."""

    name: str = ""


class SetMyDescription(_PerLanguage):
    """https://core.telegram.org/bots/api#setmydescription."""

    description: str = ""


class SetMyShortDescription(_PerLanguage):
    """https://core.telegram.org/bots/api#setmyshortdescription."""

    short_description: str = ""


class OfMine(_PerLanguage):
    """Parameters that identify a localised name or description."""


def set_my_commands(caller: Caller, request: SetMyCommands) -> bool:
    """Replace the commands of a scope and language."""
    commands = [_checked(command) for command in request.commands or ()]
    if len(commands) > limits.COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    caller.bot.profile.commands[_key(request)] = commands
    return True


def get_my_commands(caller: Caller, request: CommandsOf) -> list[dict[str, Any]]:
    """Return the commands of exactly that scope and language."""
    return caller.bot.profile.commands.get(_key(request), [])


def delete_my_commands(caller: Caller, request: CommandsOf) -> bool:
    """Forget the commands of a scope and language."""
    caller.bot.profile.commands.pop(_key(request), None)
    return True


def set_my_name(caller: Caller, request: SetMyName) -> bool:
    """Set the bot's name; an empty one removes the name of a language."""
    _set(caller.bot.profile.names, request, request.name, limits.NAME)
    return True


def set_my_description(caller: Caller, request: SetMyDescription) -> bool:
    """Set the description shown in an empty chat with the bot."""
    descriptions = caller.bot.profile.descriptions
    _set(descriptions, request, request.description, limits.DESCRIPTION)
    return True


def set_my_short_description(caller: Caller, request: SetMyShortDescription) -> bool:
    """Set the short description shown in the bot's profile."""
    descriptions = caller.bot.profile.short_descriptions
    _set(descriptions, request, request.short_description, limits.SHORT_DESCRIPTION)
    return True


def get_my_name(caller: Caller, request: OfMine) -> dict[str, str]:
    """Return the bot's name in a language, falling back to the default."""
    names = {"": caller.bot.user.first_name} | caller.bot.profile.names
    return {"name": _get(names, request)}


def get_my_description(caller: Caller, request: OfMine) -> dict[str, str]:
    """Return the description shown in an empty chat with the bot."""
    return {"description": _get(caller.bot.profile.descriptions, request)}


def get_my_short_description(caller: Caller, request: OfMine) -> dict[str, str]:
    """Return the short description shown in the bot's profile."""
    return {"short_description": _get(caller.bot.profile.short_descriptions, request)}


def _checked(command: BotCommand) -> dict[str, Any]:
    name = command.command.strip().removeprefix("/")
    description = command.description.strip()
    if not name:
        raise bad_request("Command must be non-empty")
    if len(name) > limits.COMMAND_NAME:
        raise bad_request(f"Command length must not exceed {limits.COMMAND_NAME}")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > limits.COMMAND_DESCRIPTION:
        raise bad_request(
            f"Command description length must not exceed {limits.COMMAND_DESCRIPTION}"
        )
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    kept: dict[str, Any] = {"command": name, "description": description}
    return kept | ({"is_ephemeral": True} if command.is_ephemeral else {})


def _key(request: CommandsOf) -> tuple[str, str]:
    return (request.scope or _DEFAULT).key, _language(request)


def _language(request: _PerLanguage) -> str:
    if request.language_code and not _LANGUAGE.fullmatch(request.language_code):
        raise bad_request("Invalid language code specified")
    return request.language_code


def _set(texts: dict[str, str], request: _PerLanguage, text: str, longest: int) -> None:
    language = _language(request)
    if len(text) > longest:
        raise bad_request(
            "description is too long" if longest != limits.NAME else "name is too long"
        )
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)


def _get(texts: dict[str, Any], request: _PerLanguage) -> str:
    return str(texts.get(_language(request)) or texts.get("", ""))

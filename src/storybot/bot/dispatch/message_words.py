"""The words of a message, wherever it holds them: text, caption, or the blocks of a rich message.

Rich messages (Bot API 10.1) are newer than the library, which keeps them as they came; what stands
here about them goes when the library reads them itself.
https://core.telegram.org/bots/api#richmessage
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from telegram import Message
from telegram.ext import filters

from storybot.bot.dispatch.filters import Let

_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w{1,64}))?(?=\s|$)")
_PARTS = ("summary", "text", "label", "expression", "alternative_text", "caption", "credit")
"""Where blocks and marked texts hold words, in reading order."""
_NESTED = ("blocks", "items", "cells")
_DEEPEST = 32


def text_of(message: Message) -> str:
    """Return the words of a message; empty where it has none."""
    return message.text or message.caption or rich_text_of(message)


def rich_text_of(message: Message) -> str:
    """Return the words of a rich message, a line a block."""
    rich = message.api_kwargs.get("rich_message")
    blocks = rich.get("blocks") if isinstance(rich, Mapping) else None
    return "\n".join(line for line in _lines(blocks, 0) if line.strip())


def selected_part(message: Message) -> str:
    """Return the part of another message that a reply quotes; empty for none."""
    return message.quote.text if message.quote else ""


def command_of(message: Message) -> str | None:
    """Return the command that a message begins with; empty where it is for another bot."""
    found = _COMMAND.match(text_of(message))
    if not found:
        return None
    mine = not found[2] or found[2].lower() == message.get_bot().username.lower()
    return found[1].lower() if mine else ""


def after_command(message: Message) -> str:
    """Return what follows the command that a message begins with."""
    text = text_of(message)
    found = _COMMAND.match(text)
    return text[found.end() :].strip() if found else text


class IsCommandFor(filters.MessageFilter):
    """Messages that begin with one command for this bot, captions and rich messages too."""

    def __init__(self, name: str) -> None:
        """Let through messages that begin with a command."""
        super().__init__(name=f"/{name}")
        self._name = name

    def filter(self, message: Message) -> bool:
        """Tell whether a message is one."""
        return command_of(message) == self._name


WITH_WORDS = Let.message("words", lambda message: bool(text_of(message).strip()))
"""Messages that hold words."""
COMMANDS = Let.message("command", lambda message: command_of(message) is not None)
"""Messages that begin with a command, for whichever bot."""


def _lines(value: Any, depth: int) -> Iterator[str]:
    """Yield the lines of blocks, list items and rows of a table; nothing of what is no such."""
    if isinstance(value, list) and depth < _DEEPEST:
        for one in value:
            if isinstance(one, list):  # the cells of a row
                yield " ".join(" ".join(_lines([cell], depth + 1)) for cell in one)
            elif isinstance(one, Mapping):
                yield "".join(_marked(one.get(part), depth + 1) for part in _PARTS[:5])
                for part in _NESTED:
                    yield from _lines(one.get(part), depth + 1)
                yield _marked(one.get("caption"), depth + 1)
                yield _marked(one.get("credit"), depth + 1)


def _marked(value: Any, depth: int) -> str:
    """Return a marked text without its marks."""
    if isinstance(value, str):
        return value
    if depth >= _DEEPEST:
        return ""
    if isinstance(value, list):
        return "".join(_marked(one, depth + 1) for one in value)
    if isinstance(value, Mapping):
        return "".join(_marked(value.get(part), depth + 1) for part in _PARTS)
    return ""

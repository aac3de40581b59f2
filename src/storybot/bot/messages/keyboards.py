"""Keyboards under messages, before it is known where they are shown: pure data.

`Buttons` adds the codes that let a button act, for the chat that a keyboard is sent to.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope
from storybot.bot.messages.callback_data import ButtonData


@dataclass(frozen=True, slots=True)
class Button:
    """A button, and the one thing that it does."""

    label: str
    data: ButtonData | None = None
    url: str = ""
    copies: str = ""


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons; empty for none."""


def keyboard(*rows: list[Button]) -> Keyboard:
    """Put rows together, leaving out the empty ones."""
    return tuple(tuple(row) for row in rows if row)


def keyboard_json(rows: Keyboard, codec: ButtonCodec, scope: ButtonScope) -> JsonObject | None:
    """Return what is sent, with codes for one place; None for no keyboard."""
    if not rows:
        return None
    return {"inline_keyboard": [[_json(one, codec, scope) for one in row] for row in rows]}


def keyboard_markup(
    rows: Keyboard, codec: ButtonCodec, scope: ButtonScope
) -> InlineKeyboardMarkup | None:
    """Return it as the library takes it."""
    found = keyboard_json(rows, codec, scope)
    return InlineKeyboardMarkup.de_json(found) if found else None


def _json(button: Button, codec: ButtonCodec, scope: ButtonScope) -> JsonObject:
    if button.data:
        return {"callback_data": codec.encode(button.data, scope), "text": button.label}
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"copy_text": {"text": button.copies}, "text": button.label}

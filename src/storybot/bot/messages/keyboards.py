"""Inline keyboards: buttons, and the callback data that they carry."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

VERSION = "1"


def button(label: str, verb: str, *arguments: object) -> InlineKeyboardButton:
    """Make a button that brings back a verb and its arguments, at most 64 bytes in all."""
    return InlineKeyboardButton(label, callback_data=callback_data(verb, *arguments))


def callback_data(verb: str, *arguments: object) -> str:
    """Write down what a button brings back."""
    return ":".join([VERSION, verb, *map(str, arguments)])


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """Put buttons into one row."""
    return InlineKeyboardMarkup([buttons])

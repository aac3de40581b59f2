"""Buttons under messages: what they carry, and who hears of it when one is pressed.

Telegram keeps 64 bytes a button, and gives back what a client sends, which need not be what was
written: rights and arguments are checked when the button is pressed. The leading number is the
version of this format; a button of another one says that it is out of date.
"""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    Message,
    Update,
    User,
)
from telegram.constants import CallbackQueryLimit
from telegram.ext import CallbackQueryHandler, ContextTypes

from storybot.bot.dispatch.commands import actor
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import VERSION


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button that a person pressed."""

    query: CallbackQuery
    arguments: tuple[str, ...]

    @property
    def user(self) -> User:
        """Who pressed it."""
        return self.query.from_user

    @property
    def message(self) -> Message | None:
        """The message that the button is under, while Telegram still shows it to bots."""
        message = self.query.message
        return message if isinstance(message, Message) else None

    @property
    def actor(self) -> str:
        """The person, as the audit names actors."""
        return actor(self.user)

    async def tell(self, text: str) -> None:
        """Show the person a short note."""
        await self.query.answer(text[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH])

    async def acknowledge(self) -> None:
        """Let the button show that it was heard."""
        await self.query.answer()

    async def warn(self, text: str) -> None:
        """Show the person a note that stays until it is closed."""
        limit = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
        await self.query.answer(text[:limit], show_alert=True)

    async def rewrite(
        self, text: FormattedText, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Put another text and other buttons in the place of the message, if it can be seen."""
        if self.message or self.query.inline_message_id:
            await self.query.edit_message_text(
                text.text, entities=text.entities, reply_markup=keyboard
            )


ButtonCallback = Callable[[ButtonPress], Coroutine[Any, Any, None]]


def on_button(
    verb: str, callback: ButtonCallback, arguments: str
) -> CallbackQueryHandler[Any, Any]:
    """Call back for a pressed button; ``arguments`` has a group for each, empty if absent."""
    pattern = re.compile(rf"{VERSION}:{verb}:{arguments}")

    async def read(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query, "the handler hears of nothing else"
        # The library lets a query without data, as of a game, pass whatever the pattern.
        if found := pattern.fullmatch(query.data or ""):
            await callback(ButtonPress(query, tuple(found.groups(""))))
        else:
            await query.answer()

    return CallbackQueryHandler(read, pattern=lambda data: bool(pattern.fullmatch(str(data))))


def on_other_button(
    words_to: Callable[[ButtonPress], Coroutine[Any, Any, Catalogue]],
) -> CallbackQueryHandler[Any, Any]:
    """Tell about every other button that it is out of date; registered last."""

    async def read(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query, "the handler hears of nothing else"
        pressed = ButtonPress(update.callback_query, ())
        await pressed.warn((await words_to(pressed)).say.button_outdated)

    return CallbackQueryHandler(read)

"""Pressed buttons: who pressed, under which message, and what the person is shown."""

import logging
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, InlineKeyboardMarkup, Message, User
from telegram.constants import CallbackQueryLimit
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from storybot.bot.dispatch.commands import actor
from storybot.bot.dispatch.ephemeral import edit_ephemeral, is_ephemeral
from storybot.bot.dispatch.replies import reply, send_to
from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Keyboard, keyboard_json, keyboard_markup
from storybot.bot.messages.quote_card import Card

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """A button that a person pressed."""

    query: CallbackQuery
    codec: ButtonCodec
    scope: ButtonScope

    @property
    def user(self) -> User:
        """The person who pressed it."""
        return self.query.from_user

    @property
    def chat(self) -> Chat | None:
        """The chat that the button is in; None under an inline message."""
        return self.query.message.chat if self.query.message else None

    @property
    def message(self) -> Message | None:
        """The message that the button is under, while Telegram still shows it to bots."""
        message = self.query.message
        return message if isinstance(message, Message) else None

    @property
    def actor(self) -> str:
        """The person, as the audit names actors."""
        return actor(self.user, self.chat)

    async def tell(self, text: str) -> None:
        """Show the person a short note."""
        await answer_press(self.query, text)

    async def acknowledge(self) -> None:
        """Let the button show that it was heard."""
        await answer_press(self.query)

    async def warn(self, text: str) -> None:
        """Show the person a note that stays until it is closed; where that is too late, write."""
        await warn_of_press(self.query, text)

    async def rewrite(self, text: FormattedText, keyboard: Keyboard = ()) -> Message | None:
        """Put another text and other buttons in the place of the message, if it can be seen.

        Where its group is a supergroup by now, return the message that was sent there instead.
        """
        message = self.message
        try:
            if message and is_ephemeral(message):
                await edit_ephemeral(message, self.user, text, self._markup(keyboard))
            elif message or self.query.inline_message_id:
                await self.query.edit_message_text(
                    text.text, entities=text.entities, reply_markup=self._markup(keyboard)
                )
        except ChatMigrated as moved:
            if message:
                chat = moved.new_chat_id
                made = keyboard_json(keyboard, self.codec, self.scope.moved(chat))
                return await send_to(message, chat, text, made)
        return None

    async def show(self, card: Card) -> Message | None:
        """Put a card in the place of the message, as `rewrite` does."""
        return await self.rewrite(card.text, card.keyboard)

    async def change_buttons(self, keyboard: Keyboard) -> None:
        """Put other buttons under the message."""
        message = self.message
        try:
            if message and is_ephemeral(message):
                await edit_ephemeral(message, self.user, None, self._markup(keyboard))
            else:
                await self.query.edit_message_reply_markup(self._markup(keyboard))
        except ChatMigrated as error:  # the message stayed behind in the group that was
            _log.info("The buttons of a message were not changed: %s", error)

    def _markup(self, keyboard: Keyboard) -> InlineKeyboardMarkup | None:
        return keyboard_markup(keyboard, self.codec, self.scope)


async def answer_press(query: CallbackQuery, text: str = "", *, alert: bool = False) -> bool:
    """Answer a pressed button; tell whether Telegram took that, which stops nothing else.

    It refuses answers that come too late, as after the bot was away for a minute.
    """
    note = text[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH] or None
    try:
        await query.answer(note, show_alert=alert or None)
    except NetworkError as error:  # also `BadRequest`: "query is too old"
        _log.info("A pressed button could not be answered: %s", error)
        return not isinstance(error, BadRequest)  # else it may have been taken
    return True


async def warn_of_press(query: CallbackQuery, text: str) -> None:
    """Show a note over the chat; where that is too late, under the message with the button."""
    taken = await answer_press(query, text, alert=True)
    if taken or not isinstance(query.message, Message):
        return
    try:
        await reply(query.message, text)
    except TelegramError as error:
        _log.info("Who pressed a button could not be written to: %s", error)

"""Buttons, made with codes and heard of by type when they are pressed.

Nothing of a press is acted on before its code was found right for the chat, the message and the
person. What fails that, as what an earlier version made, is told to be out of date.
"""

import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated
from telegram.ext import CallbackQueryHandler, ContextTypes

from storybot.bot.dispatch.callbacks import ButtonPress, answer_press, warn_of_press
from storybot.bot.dispatch.filters import given
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply, send_to
from storybot.bot.messages.callback_codec import ButtonCodec, ButtonScope, verb_of
from storybot.bot.messages.callback_data import ButtonData
from storybot.bot.messages.formatted_text import FormattedText
from storybot.bot.messages.keyboards import Keyboard, keyboard_json, keyboard_markup

D = TypeVar("D", bound=ButtonData)
ButtonCallback = Callable[[ButtonPress, D], Coroutine[Any, Any, None]]
ButtonHandler = CallbackQueryHandler[Any, Any]
_log = logging.getLogger(__name__)


class Buttons:
    """The buttons of one bot."""

    def __init__(self, codec: ButtonCodec, locales: Locales) -> None:
        self.codec = codec
        self._locales = locales

    def on(self, kind: type[D], callback: ButtonCallback[D]) -> ButtonHandler:
        """Call back for pressed buttons of a kind, each made for where it was pressed."""

        async def read(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            query = given(update.callback_query)
            found = self._read(query)
            if found and isinstance(found[1], kind):
                await callback(found[0], found[1])
            else:
                await self._refuse(query)

        return CallbackQueryHandler(read, pattern=lambda data: verb_of(str(data)) == kind.verb)

    def on_others(self) -> ButtonHandler:
        """Tell about every other button that it is out of date; registered last."""

        async def read(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            await self._refuse(given(update.callback_query))

        return CallbackQueryHandler(read)

    async def reply(
        self,
        message: Message,
        text: FormattedText | str,
        keyboard: Keyboard,
        person: int = 0,
        *,
        quote: str = "",
        whispered: bool = False,
    ) -> Message:
        """Reply to a message with buttons, personal ones for that person; see `replies.reply`.

        Where its group is a supergroup by now, they are made for that, and it is sent there.
        """
        marked = FormattedText(text) if isinstance(text, str) else text
        scope = ButtonScope(message.chat_id, message.message_id, person)
        made = keyboard_json(keyboard, self.codec, scope)
        try:
            return await reply(message, marked, made, quote=quote, whispered=whispered)
        except ChatMigrated as moved:
            chat = moved.new_chat_id
            made = keyboard_json(keyboard, self.codec, scope.moved(chat))
            return await send_to(message, chat, marked, made, whispered=whispered)

    async def edit(
        self, bot: Bot, scope: ButtonScope, message: int, text: FormattedText, keyboard: Keyboard
    ) -> Message | None:
        """Put a text and buttons into a message of the bot, unless it is gone.

        Where its group is a supergroup by now, return the message that was sent there instead.
        """
        try:
            await bot.edit_message_text(
                text.text,
                chat_id=scope.chat,
                message_id=message,
                entities=text.entities,
                reply_markup=self.within(scope, keyboard),
            )
        except BadRequest as error:  # deleted, or the same as before
            _log.info("A message was not edited: %s", error)
        except ChatMigrated as moved:
            there = scope.moved(moved.new_chat_id)
            return await bot.send_message(
                moved.new_chat_id,
                text.text,
                entities=text.entities,
                reply_markup=self.within(there, keyboard),
            )
        return None

    def within(self, scope: ButtonScope, keyboard: Keyboard) -> InlineKeyboardMarkup | None:
        """Return the buttons under a message of the bot."""
        return keyboard_markup(keyboard, self.codec, scope)

    def _read(self, query: CallbackQuery) -> tuple[ButtonPress, ButtonData] | None:
        chat = query.message.chat.id if query.message else None
        found = self.codec.parse(query.data or "", chat, query.from_user.id)
        if not found:
            return None
        data, scope = found
        if isinstance(query.message, Message) and not _is_under(query, query.message, scope):
            return None
        return ButtonPress(query, self.codec, scope), data

    async def _refuse(self, query: CallbackQuery) -> None:
        if query.data is None:  # of a game: the library lets it pass whatever the pattern
            await answer_press(query)
            return
        chat = query.message.chat if query.message else None
        words = await self._locales.words(chat, query.from_user)
        if chat and chat.type == ChatType.PRIVATE:
            await warn_of_press(query, words.say.button_outdated)
        else:  # made up by whoever likes: a group is not written to for it
            await answer_press(query, words.say.button_outdated, alert=True)


def _is_under(query: CallbackQuery, message: Message, scope: ButtonScope) -> bool:
    """Tell whether a button was made for the message that it was pressed under.

    The message that it replies to tells messages apart. Where that is gone, or is only the start
    of a topic, the message still shows its own buttons.
    """
    answered = message.reply_to_message
    if answered and not answered.forum_topic_created:
        return answered.message_id == scope.reply_to
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.callback_data == query.data for row in rows for button in row)

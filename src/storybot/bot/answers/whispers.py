"""Answers in a group that only the person who asked sees, until that person shows them to all.

A group's administrators want it so for /ask, or the question itself was ephemeral: that is never
answered in public. Where Telegram's server knows no such messages, a group is answered as ever.
"""

import logging
from dataclasses import replace

from telegram import Bot, Message, ReplyParameters, User
from telegram.error import BadRequest, ChatMigrated, TelegramError

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.ephemeral import delete_ephemeral, is_ephemeral, knows_ephemeral
from storybot.bot.dispatch.message_words import command_of
from storybot.bot.messages.callback_codec import ButtonScope
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks
from storybot.bot.messages.quote_card import Card
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import SentAnswer

_log = logging.getLogger(__name__)


class Whispers:
    """Decides which answers one person sees, and shows them to all when that person wants it."""

    def __init__(self, memory: ReaderMemory, buttons: Buttons) -> None:
        self._memory = memory
        self._buttons = buttons
        self._are_known: bool | None = None
        """Whether the server knows such messages; None while it has not said."""

    async def are_wanted(self, message: Message) -> bool:
        """Tell whether only who wrote a message is to see its answer.

        Raises:
            StoreError: the database cannot say.
        """
        if is_ephemeral(message):
            return True
        # An anonymous administrator's account is shared by all of them.
        if message.chat_id > 0 or message.sender_chat or command_of(message) != "ask":
            return False
        wanted = (await self._memory.chat(message.chat_id)).whispers
        return wanted and await self.are_known(message.get_bot())

    async def are_known(self, bot: Bot) -> bool:
        """Tell whether the server knows such messages; it is asked once."""
        if self._are_known is None:
            try:
                self._are_known = await knows_ephemeral(bot)
            except TelegramError as error:
                _log.info("Telegram did not say whether it knows ephemeral messages: %s", error)
                return False
        return self._are_known

    async def show_to_all(self, seen: Message, person: User, sent: SentAnswer, card: Card) -> None:
        """Post a card for all in the place of an answer that one person saw.

        It replies to the question; one that nobody else saw, or that stayed behind in a group that
        is a supergroup by now, is posted before it.

        Raises:
            StoreError: it was posted and could not be recorded.
        """
        try:
            public = await self._post_all(seen, seen.chat_id, sent, card)
        except ChatMigrated as moved:
            behind = replace(sent, asked=None)
            public = await self._post_all(seen, moved.new_chat_id, behind, card)
        await self._memory.keep_answer(replace(public, asker=person.id, shown=card.shown))
        await self._memory.drop_answer(sent.id)
        try:
            await delete_ephemeral(seen, person)
        except (BadRequest, ChatMigrated) as error:  # it expired, or the person closed it
            _log.info("An ephemeral answer was not deleted: %s", error)

    async def _post_all(self, seen: Message, chat: int, sent: SentAnswer, card: Card) -> SentAnswer:
        """Post a card under its question, and where all do not see that, the question."""
        under = sent.asked
        if not under:
            under = await self._post(seen, chat, escape_autolinks(f"“{sent.question}”"))
        posted = await self._post(seen, chat, card.text, card, under)
        return replace(sent, chat=chat, message=posted, reply_to=under)

    async def _post(
        self,
        seen: Message,
        chat: int,
        text: FormattedText,
        card: Card | None = None,
        under: int = 0,
    ) -> int:
        """Send a text to a chat, into the topic of a message; return its id."""
        scope = ButtonScope(chat, under)
        replied = ReplyParameters(under, allow_sending_without_reply=True) if under else None
        sent = await seen.get_bot().send_message(
            chat,
            text.text,
            entities=text.entities,
            reply_markup=self._buttons.within(scope, card.keyboard) if card else None,
            message_thread_id=seen.message_thread_id if seen.is_topic_message else None,
            reply_parameters=replied,
        )
        return sent.message_id

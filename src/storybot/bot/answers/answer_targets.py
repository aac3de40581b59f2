"""Destinations of an answer: how to send it there, and what to record.

`AnswerReplies` renders and records every answer alike; what differs between a reply, a guest call,
an edited question and a subscription stands here.
"""

import logging
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, Protocol

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    User,
)
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated

from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.ephemeral import is_ephemeral, number_of
from storybot.bot.dispatch.message_words import rich_text_of, text_of
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue
from storybot.bot.messages.answer_card import ChatContext
from storybot.bot.messages.callback_codec import ButtonScope
from storybot.bot.messages.quote_card import Card
from storybot.model.answers import Answer
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import QuoteRef, SentAnswer

_log = logging.getLogger(__name__)


class EntryPoint(StrEnum):
    """Ways in which a question comes in, or is answered later."""

    PRIVATE = "private"
    CARRIED = "carried"
    GROUP = "group"
    OVERHEARD = "overheard"
    GUEST = "guest"
    SUBSCRIPTION = "subscription"
    INLINE = "inline"


class SentAs(NamedTuple):
    """The message that an answer became."""

    message: int | None = None
    inline_message: str | None = None
    chat: int | None = None
    """The supergroup that the chat has become meanwhile."""
    is_whispered: bool = False
    """Whether only who asked sees it."""


class AnswerTarget(Protocol):
    """A destination of one answer."""

    @property
    def words(self) -> Catalogue:
        """The language that the bot speaks there."""

    @property
    def context(self) -> ChatContext:
        """The chat, as far as the buttons depend on it."""

    async def send(self, card: Card) -> SentAs | None:
        """Send a card; None where the message that it belongs into is gone."""

    async def record(
        self, memory: ReaderMemory, answer: Answer, sent: SentAs | None, shown: tuple[int, ...]
    ) -> None:
        """Record what the buttons need, and which quotes are shown there.

        Raises:
            StoreError: the database failed.
        """


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """A reply to the question; ``under`` is what it replies to, where that is another message."""

    message: Message
    question: str
    entry_point: EntryPoint
    words: Catalogue
    buttons: Buttons
    under: Message | None = None
    is_last: bool = True
    """Whether no other answer to the same message follows."""
    whispered: bool = False
    """Whether only who asked sees it."""

    @property
    def context(self) -> ChatContext:
        """The chat, as far as the buttons depend on it."""
        return chat_context(self.message)._replace(whispered=self.whispered)

    async def send(self, card: Card) -> SentAs:
        """Reply, quoting the question where it is only a part of the message."""
        under, text = self.under or self.message, text_of(self.message)
        # Telegram quotes texts and captions.
        is_part = self.question != text and self.question in text and not rich_text_of(self.message)
        quote = self.question if is_part else ""
        sent = await self.buttons.reply(
            under, card.text, card.keyboard, quote=quote, whispered=self.whispered
        )
        moved = None if sent.chat_id == under.chat_id else sent.chat_id
        return SentAs(number_of(sent), chat=moved, is_whispered=is_ephemeral(sent))

    async def record(
        self, memory: ReaderMemory, answer: Answer, sent: SentAs | None, shown: tuple[int, ...]
    ) -> None:
        """Record the answer with the message that asked, and in groups with who asked."""
        message, asker = self.message, self.message.from_user
        if message.sender_chat:  # an anonymous administrator's account is shared by all of them
            asker = None
        in_group = self.entry_point in {EntryPoint.GROUP, EntryPoint.OVERHEARD}
        moved = sent.chat if sent else None
        whispered = sent is not None and sent.is_whispered  # it is gone before it is corrected
        is_key = self.is_last and not moved and not is_ephemeral(message)
        await memory.keep_answer(
            replace(
                answer_record(answer, self.entry_point, self.words, () if whispered else shown),
                chat=moved or message.chat_id,
                asked=message.message_id if is_key else None,
                message=sent.message if sent else None,
                asker=asker.id if in_group and asker else None,
                receiver=asker.id if whispered and asker else None,
                reply_to=None if moved else (self.under or message).message_id,
            )
        )


@dataclass(frozen=True, slots=True)
class GuestTarget:
    """The one answer to a guest call, in a chat where the bot may be no member."""

    message: Message
    words: Catalogue
    buttons: Buttons

    @property
    def context(self) -> ChatContext:
        """The chat, as far as the buttons depend on it."""
        return ChatContext(self.message.get_bot().username, inline=True)

    async def send(self, card: Card) -> SentAs:
        """Answer the call."""
        result = InlineQueryResultArticle(
            "answer",
            card.text.text[:100],
            InputTextMessageContent(
                card.text.text,
                entities=card.text.entities,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            reply_markup=self.buttons.within(ButtonScope(), card.keyboard),
        )
        sent = await self.message.answer_guest_query(result)
        return SentAs(inline_message=sent.inline_message_id)

    async def record(
        self, memory: ReaderMemory, answer: Answer, sent: SentAs | None, shown: tuple[int, ...]
    ) -> None:
        """Record the answer by the id under which it can be edited."""
        await memory.keep_answer(
            replace(
                answer_record(answer, EntryPoint.GUEST, self.words, shown),
                chat=self.message.chat_id,
                asked=self.message.message_id,
                inline_message=sent.inline_message if sent else None,
                asker=self.message.from_user.id if self.message.from_user else None,
            )
        )


@dataclass(frozen=True, slots=True)
class EditTarget:
    """The place of an answer whose question was edited."""

    message: Message
    """The question."""
    given: SentAnswer
    """The answer that it had."""
    buttons: Buttons

    @property
    def words(self) -> Catalogue:
        """The language of the answer that is replaced."""
        return LANGUAGES.get(self.given.language, ENGLISH)

    @property
    def context(self) -> ChatContext:
        """The chat, as far as the buttons depend on it."""
        if self.given.inline_message:
            return ChatContext(self.message.get_bot().username, inline=True)
        return chat_context(self.message)

    async def send(self, card: Card) -> SentAs | None:
        """Put a card in the place of the answer."""
        in_chat = not self.given.inline_message
        try:
            await self.message.get_bot().edit_message_text(
                card.text.text,
                chat_id=self.given.chat if in_chat else None,
                message_id=self.given.message if in_chat else None,
                inline_message_id=self.given.inline_message,
                entities=card.text.entities,
                reply_markup=self._markup(card),
            )
        except (BadRequest, ChatMigrated) as error:
            _log.info("An answer was not edited: %s", error)
            if "not modified" not in str(error).lower():
                return None
        return SentAs(self.given.message, self.given.inline_message)

    async def record(
        self, memory: ReaderMemory, answer: Answer, sent: SentAs | None, shown: tuple[int, ...]
    ) -> None:
        """Record the new answer, or that there is none any more."""
        if sent is None:
            await memory.drop_answer(self.given.id)
            return
        quotes = QuoteRef.ranking(answer)
        await memory.revise_answer(
            self.given.id, answer.question, answered=answer.answered, quotes=quotes, shown=shown
        )

    def _markup(self, card: Card) -> InlineKeyboardMarkup | None:
        if self.given.inline_message:
            return self.buttons.within(ButtonScope(), card.keyboard)
        # A carried question is answered under a message of the bot, which is not recorded.
        carried = self.given.entry_point == EntryPoint.CARRIED
        asked = 0 if carried else self.message.message_id
        return self.buttons.within(ButtonScope(self.given.chat, asked), card.keyboard)


def chat_context(message: Message) -> ChatContext:
    """Return what the buttons of an answer to a message depend on."""
    private = message.chat.type == ChatType.PRIVATE
    return ChatContext(message.get_bot().username, private=private, deletable=not private)


def in_supergroup(given: SentAnswer, sent: Message, person: User) -> SentAnswer:
    """Return the record of an answer that was sent again to the supergroup of its group."""
    whispered = is_ephemeral(sent)
    return replace(
        given,
        chat=sent.chat_id,
        asked=None,
        message=number_of(sent),
        receiver=person.id if whispered else None,
        reply_to=None,
        shown=() if whispered else given.shown,
    )


def answer_record(
    answer: Answer, entry_point: EntryPoint, words: Catalogue, shown: tuple[int, ...]
) -> SentAnswer:
    """Return the record of an answer, but for where it was sent."""
    quotes = QuoteRef.ranking(answer)
    return SentAnswer(
        entry_point,
        words.language,
        answer.question,
        answer.answered,
        quotes,
        shown=shown,
        took_ms=answer.took_ms,
    )

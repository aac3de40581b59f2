"""Answers a question where it was asked, and keeps what its buttons need; every door calls it."""

import logging
from collections.abc import Awaitable
from dataclasses import replace
from enum import StrEnum

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ChatType
from telegram.error import BadRequest

from storybot.answering.answer import Answerer
from storybot.answering.query.question import MAX_CHARACTERS
from storybot.bot.answers.follow_up_context import FollowUpContext
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply
from storybot.bot.locales.catalogue import ENGLISH, LANGUAGES, Catalogue
from storybot.bot.messages.answer_card import Card, ChatContext, abstention_card, quote_card
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks
from storybot.model.answers import Answer
from storybot.model.errors import StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import QuoteRef, SentAnswer

RANKED = 5
"""Citations that a card leads to."""
_log = logging.getLogger(__name__)


class EntryPoint(StrEnum):
    """Ways in which a question comes in as a message."""

    PRIVATE = "private"
    CARRIED = "carried"
    GROUP = "group"
    OVERHEARD = "overheard"
    GUEST = "guest"


class AnswerReplies:
    """Answers messages; each once, whichever doors it comes in by."""

    def __init__(self, answerer: Answerer, memory: ReaderMemory, speech: Locales) -> None:
        self._answerer = answerer
        self._memory = memory
        self._speech = speech
        self._conversation = FollowUpContext(answerer, memory)

    async def answer(self, message: Message, question: str, door: EntryPoint) -> None:
        """Reply to a message with the answer to its question.

        What is only overheard is left alone where the story does not answer it. A question that
        was brought along from elsewhere is shown first, for nobody wrote it here.

        Raises:
            StoreError: the store failed.
        """
        if await self._memory.answer_to(message.chat_id, message.message_id):
            return
        words = await self._speech.words(message.chat, message.from_user)
        question = " ".join(question.split())
        if len(question) > MAX_CHARACTERS:
            if door is not EntryPoint.OVERHEARD:
                await reply(message, words.say.question_too_long.format(limit=MAX_CHARACTERS))
            return
        after = None if door is EntryPoint.CARRIED else await self._conversation.before(message)
        answer = await self._answerer.answer(question, RANKED, after)
        if door is EntryPoint.OVERHEARD and not answer.answered:
            return
        self._conversation.note(message, answer, after)
        shown = await reply(message, _named(question)) if door is EntryPoint.CARRIED else message
        card = _card(answer, _place(message), words)
        sent = await reply(shown, card.text, card.keyboard, quote=_part(message, question))
        kept = replace(_kept(answer, message, door, words), message=sent.message_id)
        await _recorded(self._memory.keep_answer(kept))

    def meant(self, kept: SentAnswer) -> str:
        """Return what was asked; a follow-up completed, unless that was long ago."""
        found = self._conversation.meant(kept.chat or 0, kept.asked or 0)
        return found or kept.question

    async def answer_guest(self, message: Message, question: str) -> None:
        """Answer a message that called the bot into a chat where it may be no member.

        Raises:
            StoreError: the store failed.
        """
        if await self._memory.answer_to(message.chat_id, message.message_id):
            return
        words = await self._speech.words(None, message.from_user)
        if not question or len(question) > MAX_CHARACTERS:
            text = words.say.question_too_long.format(limit=MAX_CHARACTERS)
            await _answer_call(
                message, Card(FormattedText(text if question else words.say.start), None)
            )
            return
        answer = await self._answerer.answer(question, RANKED)
        card = _card(answer, ChatContext(message.get_bot().username, inline=True), words)
        inline_message = await _answer_call(message, card)
        kept = replace(
            _kept(answer, message, EntryPoint.GUEST, words), inline_message=inline_message
        )
        await _recorded(self._memory.keep_answer(kept))

    async def answer_again(self, message: Message, question: str, kept: SentAnswer) -> None:
        """Put the answer to an edited question in the place of the first one.

        Raises:
            StoreError: the store failed.
        """
        if len(question) > MAX_CHARACTERS:
            return
        after = self._conversation.leaned(message.chat_id, message.message_id)
        answer = await self._answerer.answer(question, RANKED, after)
        self._conversation.note(message, answer, after)
        place = _place(message)
        if kept.inline_message:
            place = ChatContext(place.bot, inline=True)
        card = _card(answer, place, LANGUAGES.get(kept.language, ENGLISH))
        if await _replaced(message.get_bot(), kept, card):
            cited = QuoteRef.ranking(answer)
            await _recorded(
                self._memory.revise_answer(
                    kept.id, answer.question, answered=answer.answered, cited=cited
                )
            )
        else:
            await _recorded(self._memory.drop_answer(kept.id))


def _card(answer: Answer, place: ChatContext, words: Catalogue) -> Card:
    if answer.answered:
        return quote_card(answer.citations, place, words, answer.contradicted)
    return abstention_card(answer.citations, place, words)


def _place(message: Message) -> ChatContext:
    private = message.chat.type == ChatType.PRIVATE
    return ChatContext(message.get_bot().username, private=private, deletable=not private)


def _named(question: str) -> FormattedText:
    return escape_autolinks(f"“{question}”")


def _part(message: Message, question: str) -> str:
    """Return the question where it is only a part of the message, to be quoted in the reply."""
    text = message.text or ""
    return question if question != text and question in text else ""


async def _replaced(bot: Bot, kept: SentAnswer, card: Card) -> bool:
    """Put a card in the place of an answer; False where its message is gone."""
    in_chat = not kept.inline_message
    try:
        await bot.edit_message_text(
            card.text.text,
            chat_id=kept.chat if in_chat else None,
            message_id=kept.message if in_chat else None,
            inline_message_id=kept.inline_message,
            entities=card.text.entities,
            reply_markup=card.keyboard,
        )
    except BadRequest as error:
        _log.info("An answer was not edited: %s", error)
        return "not modified" in str(error).lower()
    return True


async def _answer_call(message: Message, card: Card) -> str:
    """Send a card for a guest call; return the id under which it can be edited."""
    result = InlineQueryResultArticle(
        "answer",
        card.text.text[:100],
        InputTextMessageContent(
            card.text.text,
            entities=card.text.entities,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=card.keyboard,
    )
    return (await message.answer_guest_query(result)).inline_message_id


def _kept(answer: Answer, message: Message, door: EntryPoint, words: Catalogue) -> SentAnswer:
    in_group = door in {EntryPoint.GROUP, EntryPoint.OVERHEARD}
    return SentAnswer(
        door=door,
        language=words.language,
        question=answer.question,
        answered=answer.answered,
        cited=QuoteRef.ranking(answer),
        chat=message.chat_id,
        asked=message.message_id,
        asker=message.from_user.id if in_group and message.from_user else None,
    )


async def _recorded(keeping: Awaitable[None]) -> None:
    """Keep what was sent; where that fails the answer stands, and only its buttons do not work."""
    try:
        await keeping
    except StoreError as error:
        _log.error("An answer that was sent could not be kept: %s", error)

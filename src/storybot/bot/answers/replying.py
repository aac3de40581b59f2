"""Answer a question where it was asked, and record what the buttons of the answer need.

Every entry point calls it: private chats, groups, guest calls, edits, subscriptions.
"""

import logging

from telegram import Message

from storybot.answering.answer import Answerer
from storybot.answering.query.question import clean_question
from storybot.bot.answers.answer_targets import (
    AnswerTarget,
    EditTarget,
    EntryPoint,
    GuestTarget,
    ReplyTarget,
)
from storybot.bot.answers.follow_up_context import FollowUpContext
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply
from storybot.bot.messages.answer_card import answer_card
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks
from storybot.bot.messages.quote_card import Card
from storybot.model.answers import Answer
from storybot.model.errors import Refused, StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import SentAnswer

RANKED = 5
"""Citations that a card leads to."""
_log = logging.getLogger(__name__)


class AnswerReplies:
    """Answers messages; each once, whichever way it comes in."""

    def __init__(
        self, answerer: Answerer, memory: ReaderMemory, locales: Locales, buttons: Buttons
    ) -> None:
        self._answerer = answerer
        self._memory = memory
        self._locales = locales
        self._buttons = buttons
        self._context = FollowUpContext(answerer, memory)

    async def answer(self, message: Message, question: str, entry_point: EntryPoint) -> None:
        """Reply to a message with the answer to its question.

        What is only overheard is left alone where the story does not answer it. A question that
        was brought along from elsewhere is shown first, for nobody wrote it here.

        Raises:
            StoreError: the store failed.
        """
        if await self._memory.answer_to(message.chat_id, message.message_id):
            return
        overheard, carried = entry_point is EntryPoint.OVERHEARD, entry_point is EntryPoint.CARRIED
        words = await self._locales.words(message.chat, message.from_user)
        try:
            question = clean_question(question)
        except Refused as error:
            if not overheard:
                await reply(message, words.explain(error))
            return
        after = None if carried else await self._context.before(message)
        answer = await self._answerer.answer(question, RANKED, after)
        if overheard and not answer.answered:
            return
        self._context.note(message, answer, after)
        under = await reply(message, escape_autolinks(f"“{question}”")) if carried else None
        await self.deliver(
            answer, ReplyTarget(message, question, entry_point, words, self._buttons, under)
        )

    async def answer_guest(self, message: Message, question: str) -> None:
        """Answer a message that called the bot into a chat where it may be no member.

        Raises:
            StoreError: the store failed.
        """
        if await self._memory.answer_to(message.chat_id, message.message_id):
            return
        words = await self._locales.words(None, message.from_user)
        target = GuestTarget(message, words, self._buttons)
        try:
            question = clean_question(question)
        except Refused as error:
            await target.send(Card(FormattedText(words.explain(error)), ()))
            return
        if question:
            await self.deliver(await self._answerer.answer(question, RANKED), target)
        else:
            await target.send(Card(FormattedText(words.say.start), ()))

    async def answer_again(self, message: Message, question: str, given: SentAnswer) -> None:
        """Put the answer to an edited question in the place of the first one.

        Raises:
            StoreError: the store failed.
        """
        try:
            question = clean_question(question)
        except Refused:
            return
        if not question or question == given.question:
            return
        after = self._context.leaned(message.chat_id, message.message_id)
        answer = await self._answerer.answer(question, RANKED, after)
        self._context.note(message, answer, after)
        await self.deliver(answer, EditTarget(message, given, self._buttons))

    async def deliver(self, answer: Answer, target: AnswerTarget) -> None:
        """Render an answer, send it, and record what its buttons need.

        Where recording fails the answer stands, and its buttons do not work.
        """
        sent = await target.send(answer_card(answer, target.context, target.words))
        try:
            await target.record(self._memory, answer, sent)
        except StoreError as error:
            _log.error("An answer that was sent could not be kept: %s", error)

    def forget(self, reader: int) -> None:
        """Let no further question of a reader lean on one before it."""
        self._context.forget(reader)

    def meant(self, given: SentAnswer) -> str:
        """Return what was asked; a follow-up completed, unless that was long ago."""
        found = self._context.meant(given.chat or 0, given.asked or 0)
        return found or given.question

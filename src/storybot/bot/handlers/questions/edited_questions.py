"""Edited questions: the answer that was given changes with them; one not given yet is given."""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes, MessageHandler

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.addressing import question_of
from storybot.bot.dispatch.ephemeral import is_ephemeral
from storybot.bot.dispatch.filters import EDITED, Handlers, message_of
from storybot.bot.dispatch.message_words import WITH_WORDS, text_of
from storybot.store.reader_memory import ReaderMemory


class EditedQuestions:
    """Answers what a message says after an edit, if that is to the bot."""

    def __init__(self, replies: AnswerReplies, memory: ReaderMemory) -> None:
        self._replies = replies
        self._memory = memory

    def handlers(self) -> Handlers:
        """Return the handler of edited texts."""
        return [MessageHandler(EDITED & WITH_WORDS, self._edited)]

    async def _edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        if is_ephemeral(message):  # its id tells no message apart
            return
        given = await self._memory.answer_to(message.chat_id, message.message_id)
        if given:
            overheard = given.entry_point == EntryPoint.OVERHEARD
            question = text_of(message) if overheard else question_of(message)
            await self._replies.answer_again(message, question or "", given)
        elif question := question_of(message):
            private = message.chat.type == ChatType.PRIVATE
            entry_point = EntryPoint.PRIVATE if private else EntryPoint.GROUP
            await self._replies.answer(message, question, entry_point)

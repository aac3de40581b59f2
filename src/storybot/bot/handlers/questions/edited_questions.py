"""Edited questions: the answer that was given changes with them."""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.addressing import question_of
from storybot.bot.dispatch.filters import EDITED, Handlers, message_of
from storybot.store.reader_memory import ReaderMemory


class EditedQuestions:
    """Answers again where a question that was answered is edited; other edits change nothing."""

    def __init__(self, replies: AnswerReplies, memory: ReaderMemory) -> None:
        self._replies = replies
        self._memory = memory

    def handlers(self) -> Handlers:
        """Return the handler of edited texts."""
        return [MessageHandler(EDITED & filters.TEXT, self._edited)]

    async def _edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        given = await self._memory.answer_to(message.chat_id, message.message_id)
        if given:
            overheard = given.entry_point == EntryPoint.OVERHEARD
            question = message.text if overheard else question_of(message)
            await self._replies.answer_again(message, question or "", given)

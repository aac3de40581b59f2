"""Edited questions: the answer that was given changes with them."""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.bot.answers.replying import AnswerReplies, EntryPoint
from storybot.bot.dispatch.addressing import question_of
from storybot.bot.dispatch.filters import EDITED, Handlers
from storybot.store.reader_memory import ReaderMemory


class EditedQuestions:
    """Answers again where a question that was answered is edited; other edits change nothing."""

    def __init__(self, asking: AnswerReplies, memory: ReaderMemory) -> None:
        self._asking = asking
        self._memory = memory

    def handlers(self) -> Handlers:
        """Return the handler of edited texts."""
        return [MessageHandler(EDITED & filters.TEXT, self._edited)]

    async def _edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.edited_message
        assert message, "the filters let nothing else through"
        kept = await self._memory.answer_to(message.chat_id, message.message_id)
        if not kept:
            return
        question = message.text if kept.door == EntryPoint.OVERHEARD else question_of(message)
        question = " ".join((question or "").split())
        if question and question != kept.question:
            await self._asking.answer_again(message, question, kept)

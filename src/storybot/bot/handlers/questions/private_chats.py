"""Questions in private chats: words to the bot alone are one."""

from telegram import Message, Update
from telegram.ext import ContextTypes, MessageHandler

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.addressing import question_of
from storybot.bot.dispatch.filters import PRIVATE, TOLD_IN_PRIVATE, Handlers, message_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.message_words import COMMANDS, WITH_WORDS, text_of
from storybot.bot.dispatch.replies import reply
from storybot.bot.locales.catalogue import Messages


class PrivateQuestions:
    """Questions in private chats."""

    def __init__(self, replies: AnswerReplies, locales: Locales) -> None:
        self._replies = replies
        self._locales = locales

    def handlers(self) -> Handlers:
        """Return the handlers; they take whatever no command took."""
        return [
            MessageHandler(PRIVATE & WITH_WORDS & ~COMMANDS, self._question),
            MessageHandler(TOLD_IN_PRIVATE, self._other),
        ]

    async def _question(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        if question := question_of(message):
            await self._replies.answer(message, question, EntryPoint.PRIVATE)
        else:  # the bot's name alone
            words = await self._locales.words(message.chat, message.from_user)
            await reply(message, words.say.ask_usage)

    async def _other(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        words = await self._locales.words(message.chat, message.from_user)
        await reply(message, _why_not(message, words.say))


def _why_not(message: Message, say: Messages) -> str:
    if message.forward_origin:
        return say.forwarded
    return say.unknown_command if text_of(message) else say.wordless

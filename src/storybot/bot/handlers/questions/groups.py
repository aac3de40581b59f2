"""Questions in groups that address the bot; other messages are ignored.

Taken are /ask, a reply to one of the bot's messages, and a message that mentions the bot. With
privacy mode on, Telegram's default, a mention alone is not delivered as a message; it comes as a
guest call where BotFather has guest mode on. /ask and replies work everywhere.
"""

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.addressing import AddressedToBot, question_of
from storybot.bot.dispatch.filters import ASKING, Handlers, message_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.message_words import COMMANDS, WITH_WORDS, IsCommandFor
from storybot.bot.dispatch.replies import reply


class GroupQuestions:
    """Questions in groups; /ask in private chats too."""

    def __init__(self, replies: AnswerReplies, locales: Locales) -> None:
        self._replies = replies
        self._locales = locales

    def handlers(self) -> Handlers:
        """Return the handlers; they stand behind the commands."""
        called = filters.ChatType.GROUPS & WITH_WORDS & ~COMMANDS & AddressedToBot()
        return [MessageHandler(ASKING & (IsCommandFor("ask") | called), self._asked)]

    async def _asked(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        private = message.chat.type == ChatType.PRIVATE
        if question := question_of(message):
            entry_point = EntryPoint.PRIVATE if private else EntryPoint.GROUP
            await self._replies.answer(message, question, entry_point)
        else:
            words = await self._locales.words(message.chat, message.from_user)
            whispered = await self._replies.whispers.are_wanted(message)
            await reply(message, words.say.ask_usage, whispered=whispered)

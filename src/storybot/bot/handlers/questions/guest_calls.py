"""Guest calls: a mention in any chat, even one without the bot, gets one answer there.

https://core.telegram.org/api/bots/guest-mode. A bot that is a member and sees the mention gets it
as a message too; whichever comes first is answered.
"""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler

from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.addressing import question_of
from storybot.bot.dispatch.filters import GUEST, Handlers, message_of


class GuestCalls:
    """Questions of people who call the bot into their chat."""

    def __init__(self, replies: AnswerReplies) -> None:
        self._replies = replies

    def handlers(self) -> Handlers:
        """Return the handler of guest messages."""
        return [MessageHandler(GUEST, self._called)]

    async def _called(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        await self._replies.answer_guest(message, question_of(message) or "")

"""The private door: a plain text to the bot alone is a question."""

from telegram import Message, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.answering.answer import Answerer
from storybot.fronts.telegram.asking import answer_to
from storybot.fronts.telegram.origins import PRIVATE, TOLD_IN_PRIVATE, Handlers
from storybot.fronts.telegram.sending import reply

_UNKNOWN = "I do not know that command; /help lists those I know."
_FORWARDED = "I answer questions that you write yourself, not forwarded messages."
_WORDLESS = "I can only read text: ask me about the story in words."


class PrivateDoor:
    """Questions in private chats."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def handlers(self) -> Handlers:
        """Return the handlers; they take whatever no command took."""
        return [
            MessageHandler(PRIVATE & filters.TEXT & ~filters.COMMAND, self._question),
            MessageHandler(TOLD_IN_PRIVATE, self._other),
        ]

    async def _question(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        assert message, "the filters let nothing else through"
        await answer_to(message, message.text or "", self._answerer)

    async def _other(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message, "the filters let nothing else through"
        await reply(update.message, _why_not(update.message))


def _why_not(message: Message) -> str:
    if message.forward_origin:
        return _FORWARDED
    return _UNKNOWN if message.text else _WORDLESS

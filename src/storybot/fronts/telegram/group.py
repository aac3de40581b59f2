"""The group door: questions that name the bot, and silence about everything else.

Taken are /ask, a reply to one of the bot's messages, and a message that mentions the bot. With
privacy mode on, Telegram's default, a mention alone is not delivered to a bot: /ask and replies
work everywhere.
"""

from telegram import Message, MessageEntity, Update
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.answering.answer import Answerer
from storybot.fronts.telegram.asking import answer_to
from storybot.fronts.telegram.commands import Command, on_command
from storybot.fronts.telegram.origins import GROUPS, PLAIN, Handlers
from storybot.fronts.telegram.sending import reply

_USAGE = "Ask with the question after the command, or in reply to one: /ask Who went where?"


class GroupDoor:
    """Questions in groups; /ask in private chats too."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def handlers(self) -> Handlers:
        """Return the handlers; they stand behind the commands."""
        called = GROUPS & filters.TEXT & ~filters.COMMAND & (_RepliesToBot() | _MentionsBot())
        return [
            on_command("ask", self._ask, PLAIN),
            MessageHandler(called, self._called),
        ]

    async def _ask(self, command: Command) -> None:
        await self._answer(command.message, command.text)

    async def _called(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message, "the filters let nothing else through"
        await self._answer(update.message, _without_mention(update.message))

    async def _answer(self, message: Message, question: str) -> None:
        asked = message.reply_to_message
        if not question and asked and not _is_by_bot(asked):
            question = asked.text or asked.caption or ""
        if question:
            await answer_to(message, question, self._answerer)
        else:
            await reply(message, _USAGE)


class _RepliesToBot(filters.MessageFilter):
    """Replies to a message of the bot; that it opened a topic is not one."""

    def filter(self, message: Message) -> bool:
        answered = message.reply_to_message
        return bool(answered and _is_by_bot(answered) and not answered.forum_topic_created)


class _MentionsBot(filters.MessageFilter):
    """Messages that name the bot."""

    def filter(self, message: Message) -> bool:
        return bool(_mentions(message))


def _is_by_bot(message: Message) -> bool:
    return bool(message.from_user and message.from_user.id == message.get_bot().id)


def _mentions(message: Message) -> list[str]:
    name = f"@{message.get_bot().username}".lower()
    found = message.parse_entities([MessageEntity.MENTION]).values()
    return [mention for mention in found if mention.lower() == name]


def _without_mention(message: Message) -> str:
    text = message.text or ""
    for mention in _mentions(message):
        text = text.replace(mention, " ")
    return " ".join(text.split()).strip(" ,:;")

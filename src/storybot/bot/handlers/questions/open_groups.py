"""Groups that want every question answered, or quietly, and that become supergroups.

Off at first: a bot that answers what it was not asked is soon thrown out. Even then it keeps quiet
about what the story does not answer.
"""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.addressing import AsksTheBot
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import GROUPS, PRIVATE, RUNS_GROUP, Handlers, message_of
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.menus import show_whispers
from storybot.bot.dispatch.message_words import COMMANDS, WITH_WORDS, text_of
from storybot.bot.dispatch.permissions import runs_group
from storybot.bot.dispatch.replies import reply
from storybot.store.reader_memory import ReaderMemory

_SWITCHED = {"on": True, "off": False}


class OpenGroups:
    """The commands /listen and /whisper, what is overheard, and moves of groups."""

    def __init__(self, replies: AnswerReplies, memory: ReaderMemory, locales: Locales) -> None:
        self._replies = replies
        self._memory = memory
        self._locales = locales

    def handlers(self) -> Handlers:
        """Return the handlers; what is overheard comes after what is said to the bot."""
        said = GROUPS & WITH_WORDS & ~COMMANDS & AsksTheBot()
        return [
            on_command("listen", self._listen, RUNS_GROUP),
            on_command("listen", self._explain, PRIVATE),
            on_command("whisper", self._whisper, RUNS_GROUP),
            on_command("whisper", self._explain_whispers, PRIVATE),
            MessageHandler(filters.StatusUpdate.MIGRATE, self._moved),
            MessageHandler(said, self._overheard),
        ]

    async def _listen(self, command: Command) -> None:
        message = command.message
        say = (await self._locales.words(message.chat, command.user)).say
        wanted = _SWITCHED.get(command.text.lower())
        if wanted is None:
            await reply(message, say.listen_usage)
        elif not await runs_group(message.chat, command.user):
            await reply(message, say.admins_only)
        else:
            await self._memory.set_listens(message.chat_id, listens=wanted)
            blind = wanted and not await self._sees_all(command)
            told = say.listen_on if wanted else say.listen_off
            await reply(message, f"{told}\n\n{say.listen_blind}" if blind else told)

    async def _explain(self, command: Command) -> None:
        words = await self._locales.words(command.message.chat, command.user)
        await reply(command.message, words.say.listen_groups)

    async def _whisper(self, command: Command) -> None:
        message = command.message
        say = (await self._locales.words(message.chat, command.user)).say
        wanted = _SWITCHED.get(command.text.lower())
        if wanted is None:
            await reply(message, say.whisper_usage)
        elif not await runs_group(message.chat, command.user):
            await reply(message, say.admins_only)
        else:
            await self._memory.set_whispers(message.chat_id, whispers=wanted)
            bot = message.get_bot()
            known = await self._replies.whispers.are_known(bot)
            told = say.whisper_on if wanted else say.whisper_off
            lacks = wanted and not known
            await reply(message, f"{told}\n\n{say.whisper_unknown}" if lacks else told)
            if known:
                await show_whispers(bot, message.chat_id, whispers=wanted)

    async def _explain_whispers(self, command: Command) -> None:
        words = await self._locales.words(command.message.chat, command.user)
        await reply(command.message, words.say.whisper_groups)

    async def _sees_all(self, command: Command) -> bool:
        """Tell whether Telegram delivers what is not addressed to the bot."""
        bot = command.message.get_bot()
        if bot.can_read_all_group_messages:
            return True
        return await runs_group(command.message.chat, bot.bot)

    async def _overheard(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        if (await self._memory.chat(message.chat_id)).listens:
            await self._replies.answer(message, text_of(message), EntryPoint.OVERHEARD)

    async def _moved(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry settings over; Telegram tells of it in the old chat and in the new one."""
        message = update.message
        if not message:
            return
        if message.migrate_to_chat_id:
            await self._memory.move_chat(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._memory.move_chat(message.migrate_from_chat_id, message.chat_id)

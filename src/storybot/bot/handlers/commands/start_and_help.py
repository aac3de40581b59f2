"""What readers are told: /start, what a start link stands for, and /help."""

import re

from telegram.constants import ChatType

from storybot.bot.answers.current_quotes import QuoteGone, find_quote, read_place
from storybot.bot.answers.replying import AnswerReplies, EntryPoint
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.handlers.commands.sources import Sources
from storybot.bot.handlers.inline.inline_queries import CARRIED
from storybot.bot.locales.catalogue import Messages
from storybot.bot.messages.answer_card import SOURCES_PAYLOAD
from storybot.bot.messages.citations import paragraph_message
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import QuoteRef

_QUOTE = re.compile(r"c_([0-9]{1,18})_([0-9]{1,9})_([0-9]{1,9})_([0-9]{1,9})")


class StartAndHelp:
    """Greets, helps, and opens quotes in their paragraphs."""

    def __init__(
        self,
        store: Store,
        rights: Permissions,
        speech: Locales,
        memory: ReaderMemory,
        asking: AnswerReplies,
        sources: Sources,
    ) -> None:
        self._store = store
        self._rights = rights
        self._speech = speech
        self._memory = memory
        self._asking = asking
        self._sources = sources

    def handlers(self) -> Handlers:
        """Return the handlers of the commands."""
        return [
            on_command("start", self._start, PLAIN),
            on_command("help", self._help, PLAIN),
        ]

    async def _start(self, command: Command) -> None:
        """Greet, or do what the link that led here stands for."""
        if named := _QUOTE.fullmatch(command.line):
            await self._show_quote(command, read_place(*named.groups()))
        elif question := await self._carried(command.line):
            await self._asking.answer(command.message, question, EntryPoint.CARRIED)
        elif command.line == SOURCES_PAYLOAD:
            await self._sources.show(command.message, command.user)
        else:
            say, bot = await self._say(command), command.message.get_bot().username
            await reply(command.message, f"{say.start}\n\n{say.help.format(bot=bot)}")

    async def _carried(self, payload: str) -> str | None:
        """Return the question that the inline door kept for the private chat."""
        named = CARRIED.fullmatch(payload)
        return await self._memory.carried(named[1]) if named else None

    async def _help(self, command: Command) -> None:
        say = await self._say(command)
        parts = [say.help.format(bot=command.message.get_bot().username)]
        in_private = command.message.chat.type == ChatType.PRIVATE
        if in_private and await self._rights.may_change(command.user):
            parts.append(say.moderating.help)
        if in_private and self._rights.owns(command.user):
            parts.append(say.moderating.help_owner)
        await reply(command.message, "\n\n".join(parts))

    async def _show_quote(self, command: Command, cited: QuoteRef) -> None:
        words = await self._speech.words(command.message.chat, command.user)
        found = await find_quote(self._store, cited)
        if isinstance(found, QuoteGone):
            lost = found is QuoteGone.RETRACTED
            text = words.say.quote_retracted if lost else words.say.quote_changed
            await reply(command.message, text)
        else:
            bot = command.message.get_bot().username
            await reply(command.message, paragraph_message(found, bot, words))

    async def _say(self, command: Command) -> Messages:
        return (await self._speech.words(command.message.chat, command.user)).say

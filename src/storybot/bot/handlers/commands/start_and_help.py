"""The /start and /help commands, and start links."""

from telegram.constants import ChatType

from storybot.bot.answers.answer_targets import EntryPoint
from storybot.bot.answers.current_quotes import QuoteGone, find_quote
from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.permissions import Permissions
from storybot.bot.dispatch.replies import reply
from storybot.bot.locales.catalogue import Messages
from storybot.bot.messages.citations import paragraph_message
from storybot.bot.messages.start_links import (
    AskCarried,
    OpenQuote,
    OpenSources,
    parse_start_link,
)
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory
from storybot.store.records import QuoteRef


class StartAndHelp:
    """Greets, helps, and opens quotes in their paragraphs."""

    def __init__(
        self,
        store: Store,
        permissions: Permissions,
        locales: Locales,
        memory: ReaderMemory,
        replies: AnswerReplies,
    ) -> None:
        self._store = store
        self._permissions = permissions
        self._locales = locales
        self._memory = memory
        self._replies = replies

    def handlers(self) -> Handlers:
        """Return the handlers of the commands."""
        return [
            on_command("start", self._start, PLAIN),
            on_command("help", self._help, PLAIN),
        ]

    async def _start(self, command: Command) -> None:
        """Greet, or do what the link that led here stands for."""
        match parse_start_link(command.line):
            case OpenQuote(quote):
                await self._show_quote(command, quote)
            case OpenSources():
                await self._replies.show_story(command.message, await self._locales.to(command))
            case AskCarried(token):
                if question := await self._memory.carried(token):
                    await self._replies.answer(command.message, question, EntryPoint.CARRIED)
                else:
                    await reply(command.message, (await self._say(command)).link_outdated)
            case _:
                say = await self._say(command)
                parts = [say.start, *await self._help_for(command, say)]
                await reply(command.message, "\n\n".join(parts))

    async def _help(self, command: Command) -> None:
        parts = await self._help_for(command, await self._say(command))
        await reply(command.message, "\n\n".join(parts))

    async def _help_for(self, command: Command, say: Messages) -> list[str]:
        """Return the help for readers, and in private what moderators and owners may do besides."""
        parts = [say.help.format(bot=command.message.get_bot().username)]
        in_private = command.message.chat.type == ChatType.PRIVATE
        if in_private and await self._permissions.may_change(command.user):
            parts.append(f"{say.moderating.help}\n{say.newsdesk.help}")
        if in_private and self._permissions.owns(command.user):
            parts.append(f"{say.moderating.help_owner}\n{say.newsdesk.help_owner}")
        return parts

    async def _show_quote(self, command: Command, quote: QuoteRef) -> None:
        words = await self._locales.words(command.message.chat, command.user)
        found = await find_quote(self._store, quote)
        if isinstance(found, QuoteGone):
            await reply(command.message, found.explain(words.say))
        else:
            bot = command.message.get_bot().username
            await reply(command.message, paragraph_message(found, bot, words))

    async def _say(self, command: Command) -> Messages:
        return (await self._locales.words(command.message.chat, command.user)).say

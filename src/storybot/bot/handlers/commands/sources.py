"""The /sources command: the articles that are quoted from, a page at a time."""

from telegram import InlineKeyboardMarkup, Message, User

from storybot.bot.dispatch.callbacks import ButtonPress, on_button
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.replies import reply
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, joined, linked
from storybot.bot.messages.keyboards import button
from storybot.model.documents import State, Version
from storybot.store.document_store import Store

_PAGE = 10
_TITLE, _PUBLISHER = 100, 60
"""Characters shown: a page fits into a message, also where each takes two of Telegram's units."""


class Sources:
    """Lists the live articles."""

    def __init__(self, store: Store, speech: Locales) -> None:
        self._store = store
        self._speech = speech

    def handlers(self) -> Handlers:
        """Return the handlers of the command and of its buttons."""
        return [
            on_command("sources", self._sources, PLAIN),
            on_button("sources", self._turn, "([0-9]{1,6})"),
            on_button("story", self._tell, "()"),
        ]

    async def show(self, message: Message, user: User) -> None:
        """Reply to a message with the first page.

        Raises:
            StoreError: the store failed.
        """
        words = await self._speech.words(message.chat, user)
        await reply(message, *sources_page(await self._live(), 0, words))

    async def _sources(self, command: Command) -> None:
        await self.show(command.message, command.user)

    async def _turn(self, pressed: ButtonPress) -> None:
        chat = pressed.message.chat if pressed.message else None
        words = await self._speech.words(chat, pressed.user)
        await pressed.acknowledge()
        page = int(pressed.arguments[0])
        await pressed.rewrite(*sources_page(await self._live(), page, words))

    async def _tell(self, pressed: ButtonPress) -> None:
        await pressed.acknowledge()
        if pressed.message:
            await self.show(pressed.message, pressed.user)

    async def _live(self) -> list[Version]:
        return [v async for v in self._store.documents() if v.state is State.LIVE]


def sources_page(
    live: list[Version], page: int, words: Catalogue
) -> tuple[FormattedText, InlineKeyboardMarkup | None]:
    """Show one page, counted from 0, the last one where there are not so many."""
    last = max(0, (len(live) - 1) // _PAGE)
    page = min(page, last)
    lines = [_line(version, words) for version in live[page * _PAGE : (page + 1) * _PAGE]]
    if not lines:
        return FormattedText(words.say.sources_empty), None
    count = words.count(words.say.articles, len(live))
    at = words.say.page.format(number=page + 1, count=last + 1)
    head = f"{count}, {at}:" if last else f"{count}:"
    turns = [("◀", page - 1), ("▶", page + 1)]
    buttons = [button(sign, "sources", to) for sign, to in turns if 0 <= to <= last]
    text = joined([FormattedText(head), *lines], "\n\n")
    return text, InlineKeyboardMarkup([buttons]) if buttons else None


def _line(version: Version, words: Catalogue) -> FormattedText:
    document = version.document
    pieces = [
        linked(shortened(document.title, _TITLE), document.url),
        escape_autolinks(shortened(document.publisher, _PUBLISHER)),
        FormattedText(words.day(document.published)),
    ]
    return FormattedText(f"{version.id}. ") + joined(pieces, " · ")

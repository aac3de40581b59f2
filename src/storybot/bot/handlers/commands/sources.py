"""The /sources command: the articles that are quoted from, a page at a time."""

from storybot.bot.answers.replying import AnswerReplies
from storybot.bot.dispatch.buttons import Buttons
from storybot.bot.dispatch.callbacks import ButtonPress
from storybot.bot.dispatch.commands import Command, on_command
from storybot.bot.dispatch.filters import PLAIN, Handlers
from storybot.bot.dispatch.language import Locales
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.callback_data import ListSources, TurnSources
from storybot.bot.messages.citations import shortened
from storybot.bot.messages.formatted_text import FormattedText, escape_autolinks, joined, linked
from storybot.bot.messages.keyboards import Button, keyboard
from storybot.bot.messages.quote_card import Card
from storybot.model.headings import Heading
from storybot.store.document_store import Store

_PAGE = 10
_TITLE, _PUBLISHER = 100, 60
"""Characters shown: a page fits into a message, also where each takes two of Telegram's units."""


class Sources:
    """Lists the live articles."""

    def __init__(
        self, store: Store, locales: Locales, buttons: Buttons, replies: AnswerReplies
    ) -> None:
        self._store = store
        self._locales = locales
        self._buttons = buttons
        self._replies = replies

    def handlers(self) -> Handlers:
        """Return the handlers of the command and of its buttons."""
        return [
            on_command("sources", self._sources, PLAIN),
            self._buttons.on(TurnSources, self._turn),
            self._buttons.on(ListSources, self._list),
        ]

    async def _sources(self, command: Command) -> None:
        page = sources_page(await self._live(), 0, await self._locales.to(command))
        await self._buttons.reply(command.message, page.text, page.keyboard)

    async def _turn(self, pressed: ButtonPress, button: TurnSources) -> None:
        words = await self._locales.to(pressed)
        await pressed.acknowledge()
        await pressed.show(sources_page(await self._live(), button.page, words))

    async def _list(self, pressed: ButtonPress, _: ListSources) -> None:
        await pressed.acknowledge()
        if pressed.message:
            await self._replies.show_story(pressed.message, await self._locales.to(pressed))

    async def _live(self) -> list[Heading]:
        return [article for article in await self._store.headings() if article.live]


def sources_page(live: list[Heading], page: int, words: Catalogue) -> Card:
    """Show one page, counted from 0, the last one where there are not so many."""
    last = max(0, (len(live) - 1) // _PAGE)
    page = min(page, last)
    lines = [_line(article, words) for article in live[page * _PAGE : (page + 1) * _PAGE]]
    if not lines:
        return Card(FormattedText(words.say.sources_empty), ())
    count = words.count(words.say.articles, len(live))
    at = words.say.page.format(number=page + 1, count=last + 1)
    head = f"{count}, {at}:" if last else f"{count}:"
    turns = [("◀", page - 1), ("▶", page + 1)]
    buttons = [Button(sign, TurnSources(to)) for sign, to in turns if 0 <= to <= last]
    text = joined([FormattedText(head), *lines], "\n\n")
    return Card(text, keyboard(buttons))


def _line(article: Heading, words: Catalogue) -> FormattedText:
    pieces = [
        linked(shortened(article.title, _TITLE), article.url),
        escape_autolinks(shortened(article.publisher, _PUBLISHER)),
        FormattedText(words.day(article.published)),
    ]
    return FormattedText(f"{article.id}. ") + joined(pieces, " · ")

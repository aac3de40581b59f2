"""The /sources command: the articles that are quoted from, a page at a time."""

from telegram import InlineKeyboardMarkup

from storybot.fronts.telegram.buttons import Pressed, button, on_button
from storybot.fronts.telegram.commands import Command, on_command
from storybot.fronts.telegram.marked import Marked, inert, joined, linked
from storybot.fronts.telegram.origins import PLAIN, Handlers
from storybot.fronts.telegram.render import day, shortened
from storybot.fronts.telegram.sending import reply
from storybot.model import State, Version
from storybot.store.base import Store

_PAGE = 10
_TITLE, _PUBLISHER = 100, 60
"""Characters shown: a page fits into a message, also where each takes two of Telegram's units."""
_EMPTY = "There are no articles yet."


class Sources:
    """Lists the live articles."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def handlers(self) -> Handlers:
        """Return the handlers of the command and of its buttons."""
        return [
            on_command("sources", self._sources, PLAIN),
            on_button("sources", self._turn, "([0-9]{1,6})"),
        ]

    async def _sources(self, command: Command) -> None:
        await reply(command.message, *sources_page(await self._live(), 0))

    async def _turn(self, pressed: Pressed) -> None:
        await pressed.acknowledge()
        await pressed.rewrite(*sources_page(await self._live(), int(pressed.arguments[0])))

    async def _live(self) -> list[Version]:
        return [v async for v in self._store.documents() if v.state is State.LIVE]


def sources_page(live: list[Version], page: int) -> tuple[Marked, InlineKeyboardMarkup | None]:
    """Show one page, counted from 0, the last one where there are not so many."""
    last = max(0, (len(live) - 1) // _PAGE)
    page = min(page, last)
    lines = [_line(version) for version in live[page * _PAGE : (page + 1) * _PAGE]]
    if not lines:
        return Marked(_EMPTY), None
    count = f"{len(live)} articles" if len(live) > 1 else "1 article"
    head = f"{count}, page {page + 1} of {last + 1}:" if last else f"{count}:"
    turns = [("◀", page - 1), ("▶", page + 1)]
    buttons = [button(sign, "sources", to) for sign, to in turns if 0 <= to <= last]
    text = joined([Marked(head), *lines], "\n\n")
    return text, InlineKeyboardMarkup([buttons]) if buttons else None


def _line(version: Version) -> Marked:
    document = version.document
    pieces = [
        linked(shortened(document.title, _TITLE), document.url),
        inert(shortened(document.publisher, _PUBLISHER)),
        Marked(day(document.published)),
    ]
    return Marked(f"{version.id}. ") + joined(pieces, " · ")

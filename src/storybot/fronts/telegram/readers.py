"""What readers are told: /start, the quote that a start link names, and /help."""

import re

from telegram.constants import ChatType

from storybot.errors import NotFound
from storybot.fronts.telegram.commands import Command, on_command
from storybot.fronts.telegram.marked import Marked
from storybot.fronts.telegram.origins import PLAIN, Handlers
from storybot.fronts.telegram.render import paragraph_message
from storybot.fronts.telegram.rights import Rights
from storybot.fronts.telegram.sending import reply
from storybot.model import Citation, DocumentId, State, Version
from storybot.store.base import Store

_QUOTE = re.compile(r"c_([0-9]{1,18})_([0-9]{1,9})_([0-9]{1,9})_([0-9]{1,9})")
_START = (
    "Ask me about the story. I answer with sentences from its articles, word for word and with"
    " their source, and say so when the story does not say."
)
_HELP = """\
Here, just write your question.
In a group: /ask and the question, or reply to one of my messages.
In any other chat: type @{bot} and the question, and choose a quote.
/sources lists the articles that I quote from."""
_MODERATOR_HELP = """\
For moderators:
/add with a text, in reply to one, or as the caption of a .txt or .md file: a new article
/add 7: a new version of article 7
/retract 7 and a reason: never quote it again
/restore 7, or /restore 7 2: quote it again, in version 2
/undo: take back the last change
/history, or /history 7: what was changed"""
_OWNER_HELP = "/moderators: who may do that"
_CHANGED = "The article has changed since, and this sentence is no longer in it."


class Readers:
    """Greets, helps, and opens quotes in their paragraphs."""

    def __init__(self, store: Store, rights: Rights) -> None:
        self._store = store
        self._rights = rights

    def handlers(self) -> Handlers:
        """Return the handlers of the commands."""
        return [
            on_command("start", self._start, PLAIN),
            on_command("help", self._help, PLAIN),
        ]

    async def _start(self, command: Command) -> None:
        named = _QUOTE.fullmatch(command.line)
        if named:
            await self._show_quote(command, DocumentId(named[1]), *map(int, named.groups()[1:]))
        else:
            bot = command.message.get_bot().username
            await reply(command.message, f"{_START}\n\n{_HELP.format(bot=bot)}")

    async def _help(self, command: Command) -> None:
        parts = [_HELP.format(bot=command.message.get_bot().username)]
        in_private = command.message.chat.type == ChatType.PRIVATE
        if in_private and await self._rights.may_change(command.user):
            parts.append(_MODERATOR_HELP)
        if in_private and self._rights.owns(command.user):
            parts.append(_OWNER_HELP)
        await reply(command.message, "\n\n".join(parts))

    async def _show_quote(
        self, command: Command, id: DocumentId, number: int, start: int, end: int
    ) -> None:
        bot = command.message.get_bot().username
        citation = await self._find(id, number, start, end)
        text = paragraph_message(citation, bot) if citation else Marked(_CHANGED)
        await reply(command.message, text)

    async def _find(self, id: DocumentId, number: int, start: int, end: int) -> Citation | None:
        """Return the quote where it stands now; None where it may not be quoted any more."""
        try:
            then = await self._store.version(id, number)
            now = await self._store.version(id)
        except NotFound:
            return None
        quote = then.document.text[start:end]
        if now.state is State.RETRACTED or not quote.strip():
            return None
        return _located(now, quote, start if now.number == number else None)


def _located(version: Version, quote: str, start: int | None) -> Citation | None:
    """Find a quote inside one paragraph of a version, at its place or else where it is first."""
    document = version.document
    at = document.text.find(quote) if start is None else start
    for index, paragraph in enumerate(document.spans):
        inside = paragraph.start <= at and at + len(quote) <= paragraph.end
        if inside and index not in document.subheads:
            return Citation(
                version=version,
                text=quote,
                start=at,
                end=at + len(quote),
                paragraph=index,
                score=0.0,
            )
    return None

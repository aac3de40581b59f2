"""Tell which article a command means: by number, by words of its headline, or by reply."""

import re
from typing import NamedTuple

from telegram import Message

from storybot.bot.dispatch.commands import Command
from storybot.bot.dispatch.message_words import selected_part
from storybot.bot.locales.moderator_messages import Moderating
from storybot.corpus.desk.lookup import Lookup
from storybot.model.documents import DocumentId, Version
from storybot.model.errors import Refused
from storybot.store.document_store import Store
from storybot.store.reader_memory import ReaderMemory

_NUMBERED = re.compile(r"([0-9]{1,18})(?:\s+(.*))?", re.DOTALL)


class NamedArticle(NamedTuple):
    """The article that a command means, and what else the command says."""

    version: Version
    rest: str


class NamedArticles:
    """Finds the article that a command is about."""

    def __init__(self, lookup: Lookup, store: Store, memory: ReaderMemory) -> None:
        self._lookup = lookup
        self._store = store
        self._memory = memory

    async def of(self, command: Command, name: str, say: Moderating) -> NamedArticle:
        """Return the article that a command named ``name`` means.

        A text that begins with a number names the article by it. In reply to an answer of the bot,
        the article that the answer quotes is meant and the text is all the rest; else the first
        line holds words of the headline.

        Raises:
            NotFound: there is no such article.
            Refused: none is named, or several are meant.
        """
        if found := _NUMBERED.fullmatch(command.text):
            version = await self._store.version(DocumentId(found[1]))
            return NamedArticle(version, (found[2] or "").strip())
        if quoted := await self.quoted(command.message):
            return NamedArticle(quoted, command.text)
        if command.line:
            version = await self._lookup.named(command.line)
            return NamedArticle(version, command.body.strip())
        raise Refused(say.name_usage.format(command=f"/{name}"))

    async def quoted(self, message: Message) -> Version | None:
        """Return the article that the answer replied to shows; None where it is no answer.

        Of several it is the one whose sentence the reply quotes, else the first.

        Raises:
            NotFound: the article is there no more.
        """
        answered = message.reply_to_message
        if answered is None:
            return None
        sent = await self._memory.answer_at(message.chat_id, answered.message_id)
        if sent is None or not sent.quotes:
            return None
        shown = [sent.quotes[rank] for rank in sent.shown if rank < len(sent.quotes)]
        first, *others = shown or sent.quotes[:1]
        if others and (part := selected_part(message).strip()):
            for quote in (first, *others):
                text = (await self._store.version(quote.document, quote.version)).document.text
                if part in text[quote.start : quote.end]:
                    first = quote
                    break
        return await self._store.version(first.document)

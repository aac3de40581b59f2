"""Which drafts a message brought, in the order of its articles: an edit finds their cards.

Beside each draft stands a print of its article as it was read, which outlives the draft: one that
was planned or called off is known again when another article of its message is edited.
"""

import hashlib

from telegram import Message

from storybot.model.documents import Document
from storybot.store.readers.draft_store import DraftStore

_PRINT = ":"
_DIGITS = 16


class CardLinks:
    """The drafts of messages, kept beside the drafts."""

    def __init__(self, kept: DraftStore) -> None:
        self._kept = kept

    async def of(self, message: Message) -> list[str]:
        """Return the drafts of a message, also those that are gone.

        Raises:
            StoreError: the database failed.
        """
        return [link.partition(_PRINT)[0] for link in await self._links(message)]

    async def prints(self, message: Message) -> list[str]:
        """Return the prints of the articles of these drafts; empty where none was noted.

        Raises:
            StoreError: the database failed.
        """
        return [link.partition(_PRINT)[2] for link in await self._links(message)]

    async def put(
        self, message: Message, id: str, place: int | None = None, print: str = ""
    ) -> None:
        """Note a draft of a message, in the place of another one or behind the others.

        Raises:
            StoreError: the database failed.
        """
        name, link = _name(message), f"{id}{_PRINT}{print}"
        note = await self._kept.look(name)
        links = note.body.split() if note else []
        if place is None or place >= len(links):  # the note may have been evicted meanwhile
            links.append(link)
        elif links[place] == link:
            return
        else:
            links[place] = link
        write = self._kept.revise if note else self._kept.keep
        await write(name, " ".join(links))

    async def clear(self, message: Message) -> None:
        """Forget the drafts of a message: it is read as if it were new.

        Raises:
            StoreError: the database failed.
        """
        if await self._links(message):
            await self._kept.revise(_name(message), "")

    async def _links(self, message: Message) -> list[str]:
        note = await self._kept.look(_name(message))
        return note.body.split() if note else []


def print_of(document: Document) -> str:
    """Return what tells an article as it was read from another one."""
    read = f"{document.title}\n{document.text}".encode(errors="surrogatepass")
    return hashlib.sha256(read).hexdigest()[:_DIGITS]


def _name(message: Message) -> str:
    return f"asked:{message.chat_id}.{message.message_id}"

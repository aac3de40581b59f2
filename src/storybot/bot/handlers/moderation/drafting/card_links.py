"""Which drafts a message brought, in the order of its articles: an edit finds their cards."""

from telegram import Message

from storybot.store.readers.draft_store import DraftStore


class CardLinks:
    """The drafts of messages, kept beside the drafts."""

    def __init__(self, kept: DraftStore) -> None:
        self._kept = kept

    async def of(self, message: Message) -> list[str]:
        """Return the drafts of a message, also those that are gone.

        Raises:
            StoreError: the database failed.
        """
        link = await self._kept.look(_name(message))
        return link.body.split() if link else []

    async def put(self, message: Message, id: str, place: int | None = None) -> None:
        """Note a draft of a message, in the place of another one or behind the others.

        Raises:
            StoreError: the database failed.
        """
        ids = await self.of(message)
        if place is None or place >= len(ids):  # the note may have been evicted meanwhile
            ids.append(id)
        else:
            ids[place] = id
        await self._write(message, ids)

    async def clear(self, message: Message) -> None:
        """Forget the drafts of a message: it is read as if it were new.

        Raises:
            StoreError: the database failed.
        """
        if await self.of(message):
            await self._write(message, [])

    async def _write(self, message: Message, ids: list[str]) -> None:
        name = _name(message)
        if await self._kept.look(name):
            await self._kept.revise(name, " ".join(ids))
        else:
            await self._kept.keep(name, " ".join(ids))


def _name(message: Message) -> str:
    return f"asked:{message.chat_id}.{message.message_id}"

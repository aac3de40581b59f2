"""Files sent together in a group, of which one holds the command for all.

Telegram sends each file of an album as a message of its own, and the caption may be on any of them.
What came before the caption is kept until that is there; what comes after it is added at once.
"""

from typing import Any

from pydantic import BaseModel
from telegram import Message

from storybot.store.readers.draft_store import DraftStore


class _Album(BaseModel):
    wanted: bool = False
    """Whether the command has come."""
    waiting: tuple[dict[str, Any], ...] = ()
    """Messages that came before it, as Telegram sent them."""


class Albums:
    """The albums of moderators in groups, each for some hours."""

    def __init__(self, kept: DraftStore) -> None:
        self._kept = kept

    async def is_wanted(self, message: Message) -> bool:
        """Tell whether the command for the album of a message has come; else let it wait.

        Raises:
            StoreError: the database failed.
        """
        album = await self._look(message)
        known = {one["message_id"] for one in album.waiting}
        if not album.wanted and message.message_id not in known:
            waiting = (*album.waiting, message.to_dict())
            await self._write(message, album.model_copy(update={"waiting": waiting}))
        return album.wanted

    async def want(self, message: Message) -> list[Message]:
        """Record that the command has come; return what waited for it, also asked again.

        Raises:
            StoreError: the database failed.
        """
        if not message.media_group_id:
            return []
        album = await self._look(message)
        if not album.wanted:
            await self._write(message, album.model_copy(update={"wanted": True}))
        bot = message.get_bot()
        return [one for raw in album.waiting if (one := Message.de_json(raw, bot))]

    async def _look(self, message: Message) -> _Album:
        stored = await self._kept.look(_name(message))
        return _Album.model_validate_json(stored.body) if stored else _Album()

    async def _write(self, message: Message, album: _Album) -> None:
        name, body = _name(message), album.model_dump_json()
        if await self._kept.look(name):
            await self._kept.revise(name, body)
        else:
            await self._kept.keep(name, body)


def _name(message: Message) -> str:
    sender = message.from_user.id if message.from_user else 0
    return f"album:{message.chat_id}.{sender}.{message.media_group_id}"

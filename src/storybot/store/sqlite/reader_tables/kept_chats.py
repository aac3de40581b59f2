"""Settings of chats, kept in memory until one changes.

Most chats have none, and each would be asked for at its first message: so those of all chats that
have any are read at once, where they are few.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from cachetools import LRUCache

from storybot.store.records import ChatSettings

_MOST = 4096
"""Chats whose settings are kept."""
_SETTINGS = "SELECT id, language, listens, whispers FROM chats"


class KeptChats(LRUCache[int, ChatSettings]):
    """The settings of chats as they were read; after a change another one takes its place."""

    def __init__(self, rows: Callable[[str, Sequence[Any]], Awaitable[list[Any]]]) -> None:
        super().__init__(_MOST)
        self._rows = rows
        self._are_all: bool | None = None
        """Whether those of every chat that has any are here; None while nothing was read."""

    async def of(self, chat: int) -> ChatSettings:
        """Return the settings of a chat.

        Raises:
            StoreError: they cannot be read.
        """
        if self._are_all is None:
            rows = await self._rows(f"{_SETTINGS} LIMIT ?", (_MOST + 1,))
            self._are_all = len(rows) <= _MOST
            if self._are_all:
                self.update(map(_read, rows))
        known = self.get(chat)
        if known is None and not self._are_all:
            found = await self._rows(f"{_SETTINGS} WHERE id = ?", (chat,))
            known = self[chat] = _read(found[0])[1] if found else ChatSettings()
        return known or ChatSettings()


def _read(row: Sequence[Any]) -> tuple[int, ChatSettings]:
    chat, language, *switches = row
    return chat, ChatSettings(language, *map(bool, switches))

"""Handle the updates of one chat one after another, and those of different chats at once."""

import asyncio
from collections.abc import Awaitable, Hashable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

_AT_ONCE = 256


class Turns(BaseUpdateProcessor):
    """Keeps the order within a chat; a slow chat holds up nobody else."""

    def __init__(self) -> None:
        super().__init__(_AT_ONCE)
        self._waiting: dict[Hashable, tuple[asyncio.Lock, int]] = {}

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the turn of the update in its chat, then handle it."""
        key = _turn(update)
        lock, count = self._waiting.get(key) or (asyncio.Lock(), 0)
        self._waiting[key] = lock, count + 1
        try:
            async with lock:
                await coroutine
        finally:
            count = self._waiting[key][1] - 1
            if count:
                self._waiting[key] = lock, count
            else:
                del self._waiting[key]


def _turn(update: object) -> Hashable:
    """Name what has to stay in order: a chat, or a person where there is no chat."""
    if not isinstance(update, Update):
        return None
    if update.effective_chat:
        return "chat", update.effective_chat.id
    return "user", update.effective_user.id if update.effective_user else None

"""Finds the question that a new one may lean on: "And India?", "Why?".

In private it is the one before, in any chat the one whose answer is replied to. What a group spoke
of last is not taken: two people may be asking about different things.
"""

import logging
import time
from typing import NamedTuple

from cachetools import LRUCache
from telegram import Message
from telegram.constants import ChatType

from storybot.answering.answer import Answerer
from storybot.bot.dispatch.addressing import replies_to_bot
from storybot.bot.dispatch.ephemeral import is_ephemeral
from storybot.model.answers import Answer, Earlier
from storybot.model.errors import StoreError
from storybot.store.reader_memory import ReaderMemory
from storybot.store.readers.turn_store import StoredTurn

_log = logging.getLogger(__name__)

_SOON = 15 * 60.0
"""Seconds in which a question may lean on the one before it in a private chat."""
_CHATS, _TURNS = 5_000, 5_000
"""In memory; lost at a restart, after which a reply still finds what was asked."""


class _Timed(NamedTuple):
    """A turn in this process's memory."""

    at: float
    turn: StoredTurn


class FollowUpContext:
    """Remembers the last turn of each private chat, and each turn by the messages it is in.

    In the process's memory, or in the database where other processes answer in the same chats.
    """

    def __init__(self, answerer: Answerer, memory: ReaderMemory) -> None:
        self._answerer = answerer
        self._memory = memory
        self._last: LRUCache[int, _Timed] = LRUCache(_CHATS)
        self._by_message: LRUCache[tuple[int, int], StoredTurn] = LRUCache(_TURNS)

    async def before(self, message: Message) -> Earlier | None:
        """Return the question that a message may lean on.

        Raises:
            StoreError: the store failed.
        """
        if message.reply_to_message and replies_to_bot(message):
            return await self._answered_in(message.chat_id, message.reply_to_message.message_id)
        if message.chat.type != ChatType.PRIVATE:
            return None
        if stored := self._memory.turns:
            turn = await stored.last(message.chat_id, _SOON)
            return turn.earlier if turn else None
        last = self._last.get(message.chat_id)
        return last.turn.earlier if last and time.monotonic() - last.at <= _SOON else None

    async def leaned(self, chat: int, asked: int) -> Earlier | None:
        """Return what the question in a message leaned on, for when the message is edited."""
        turn = await self._turn(chat, asked)
        return turn.leaned if turn else None

    async def meant(self, chat: int, asked: int) -> str | None:
        """Return the question in a message, completed where it leaned on another."""
        turn = await self._turn(chat, asked)
        return turn.earlier.asked if turn else None

    def forget(self, chat: int) -> None:
        """Forget the turns of a private chat, which has the id of its reader."""
        self._last.pop(chat, None)
        for key in [key for key in self._by_message if key[0] == chat]:
            del self._by_message[key]

    async def note(self, message: Message, answer: Answer, leaned: Earlier | None) -> None:
        """Remember the answer to a message; an ephemeral one has no id to find it by."""
        if is_ephemeral(message):
            return
        turn = StoredTurn(answer.as_earlier, leaned)
        chat, asked = message.chat_id, message.message_id
        if stored := self._memory.turns:
            sender = message.from_user
            try:
                await stored.keep(chat, asked, sender.id if sender else None, turn)
            except StoreError as error:  # the answer matters more
                _log.warning("A follow-up may not be understood: %s", error)
            return
        self._by_message[chat, asked] = turn
        if message.chat.type == ChatType.PRIVATE:
            self._last[chat] = _Timed(time.monotonic(), turn)

    async def _turn(self, chat: int, asked: int) -> StoredTurn | None:
        if stored := self._memory.turns:
            return await stored.of(chat, asked)
        return self._by_message.get((chat, asked))

    async def _answered_in(self, chat: int, message: int) -> Earlier | None:
        """Return the question that a message of the bot answers."""
        kept = await self._memory.answer_at(chat, message)
        if not kept:
            return None
        if kept.asked is not None and (turn := await self._turn(chat, kept.asked)):
            return turn.earlier
        return (await self._answerer.answer(kept.question, 1)).as_earlier

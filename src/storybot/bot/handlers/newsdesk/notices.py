"""Send what nobody asked for: each notice to each person once, also through kill -9.

A notice is queued in the database in the words of its reader. Nobody gets one a third time: its
sending is recorded before it begins, as for answers.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import NoReturn

from pydantic import BaseModel, ConfigDict
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from storybot.bot.dispatch.language import Locales
from storybot.bot.dispatch.sendings import MOST_SENDINGS, CountedJournal, Delivery, in_delivery
from storybot.bot.locales.catalogue import Catalogue
from storybot.bot.messages.formatted_text import FormattedText, TextEntity
from storybot.model.errors import StoreError
from storybot.store.desk.outbox import Outbox, OutboxEntry

_SECONDS_BETWEEN_LOOKS = 1.0
_log = logging.getLogger(__name__)


class Notice(BaseModel):
    """What one person is told, or the draft whose card they get."""

    model_config = ConfigDict(frozen=True)

    text: str = ""
    marks: tuple[TextEntity, ...] = ()
    draft: str = ""


SendCard = Callable[[Bot, str], Awaitable[None]]
"""Sends the card of a draft."""


class Notices:
    """The outbox of one bot."""

    def __init__(self, outbox: Outbox, locales: Locales, send_card: SendCard) -> None:
        self._outbox = outbox
        self._locales = locales
        self._send_card = send_card
        self._queued = asyncio.Event()

    async def tell(
        self, key: str, people: Iterable[int], say: Callable[[Catalogue], FormattedText]
    ) -> None:
        """Queue a notice for people who were not told of that key yet, in their languages.

        Raises:
            StoreError: nothing was queued.
        """
        bodies = []
        for person in people:
            said = say(await self._locales.of_person(person))
            bodies.append((str(person), Notice(text=said.text, marks=said.marks)))
        await self.queue(key, bodies)

    async def queue(self, key: str, notices: Iterable[tuple[str, Notice]]) -> None:
        """Queue notices by chat, each unless the chat had one of that key.

        Raises:
            StoreError: nothing was queued.
        """
        bodies = [(chat, notice.model_dump_json()) for chat, notice in notices]
        if bodies and await self._outbox.put(key, bodies):
            self._queued.set()

    async def deliver(self, bot: Bot) -> NoReturn:
        """Send what is queued, also by an earlier process."""
        while True:
            self._queued.clear()
            try:
                pending = await self._outbox.pending()
            except StoreError as error:
                _log.warning("What somebody has to be told could not be read: %s", error)
                pending = []
            chats: dict[str, list[OutboxEntry]] = defaultdict(list)
            for entry in pending:
                chats[entry.chat].append(entry)
            await asyncio.gather(*(self._send_all(bot, entries) for entries in chats.values()))
            with suppress(TimeoutError):
                async with asyncio.timeout(_SECONDS_BETWEEN_LOOKS):
                    await self._queued.wait()

    async def _send_all(self, bot: Bot, entries: Iterable[OutboxEntry]) -> None:
        """Send to one chat, in order; what fails is tried again at the next look."""
        for entry in entries:
            try:
                await self._send(bot, entry)
            except (TelegramError, StoreError) as error:
                _log.warning("A notice could not be sent: %s", error)
                return
            except Exception:  # noqa: BLE001 - it would come again at every look: it is passed over
                _log.exception("A notice cannot be sent.")
                await self._outbox.finish(entry.id)

    async def _send(self, bot: Bot, entry: OutboxEntry) -> None:
        if entry.sendings >= MOST_SENDINGS:
            await self._outbox.finish(entry.id)
            return
        notice = Notice.model_validate_json(entry.body)
        said = FormattedText(notice.text, notice.marks)
        journal = CountedJournal(
            lambda by: self._outbox.mark_sending(entry.id, by=by),
            lambda: self._outbox.finish(entry.id),
        )
        try:
            with in_delivery(Delivery(journal, MOST_SENDINGS - 1 - entry.sendings)):
                if notice.draft:
                    await self._send_card(bot, notice.draft)
                else:
                    chat = int(entry.chat) if entry.chat.lstrip("-").isdigit() else entry.chat
                    await bot.send_message(chat, said.text, entities=said.entities)
        except (BadRequest, Forbidden) as error:  # who never wrote to the bot has no chat with it
            _log.info("A notice cannot be delivered: %s", error)
        await journal.sent()

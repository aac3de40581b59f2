"""An update on its way through: what was recorded of it, and of what is sent because of it."""

import asyncio
import json
import logging

from storybot.bot.calls.kept_json import JsonObject
from storybot.bot.connection.queues.chat_queues import door_of, is_urgent, queue_turn
from storybot.bot.dispatch.sendings import MOST_SENDINGS, Delivery, until_written
from storybot.model.errors import StoreError
from storybot.runtime.current_update import CurrentUpdate
from storybot.store.inbox import InboxEntry, UpdateJournal

_log = logging.getLogger(__name__)


class UpdateCase:
    """An update on its way through, and the journal of what is sent because of it."""

    def __init__(self, entry: InboxEntry, journal: UpdateJournal) -> None:
        self.entry = entry
        self.update: JsonObject = json.loads(entry.body)
        self.turn = queue_turn(self.update)
        self.is_urgent = is_urgent(self.update)
        self.request = CurrentUpdate(f"u{entry.update_id}", door_of(self.update))
        self.is_sent = entry.sent
        self.delivery = Delivery(
            self,
            MOST_SENDINGS - 1 - entry.sendings,
            parts=entry.parts,
            note_part=self.part_sent,
            is_first=not (entry.suspect or entry.crashes or entry.tries or entry.sendings),
        )
        self.over = asyncio.Event()
        self._journal = journal
        self._sendings = entry.sendings
        self._writing = asyncio.Lock()

    @property
    def may_send(self) -> bool:
        """Whether a message can go out and still be none too many."""
        return not self.is_sent and self.entry.sendings < MOST_SENDINGS

    async def sending(self) -> None:
        """Record that a message goes out now; from here on it may arrive."""
        self._sendings += 1
        await self._write_sendings()

    async def not_taken(self) -> None:
        """Record that it certainly did not arrive."""
        self._sendings -= 1
        await self._write_sendings()

    async def _write_sendings(self) -> None:
        """Write how many there are, and not one more: written again, it is the same."""
        async with self._writing:
            await until_written(
                lambda: self._journal.mark_sendings(self.entry.update_id, self._sendings)
            )

    async def part_sent(self) -> None:
        """Record that one of several messages arrived: the others are sent after a crash."""
        self._sendings = 0
        try:
            await self._journal.mark_part_sent(self.entry.update_id, self.delivery.parts)
        except StoreError as error:  # the handler goes on: the message is out
            _log.warning("%s", error)

    async def sent(self) -> None:
        """Record that it arrived: it must not be sent again after a crash."""
        self.is_sent = True
        try:
            await self._journal.mark_sent(self.entry.update_id)
        except StoreError as error:  # the handler goes on: the message is out
            _log.warning("%s", error)

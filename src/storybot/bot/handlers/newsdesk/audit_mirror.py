"""Copy the audit to a log channel, line by line, as it is written.

Whoever alters the database file cannot alter what the channel has: the hash of each message's last
line is there to compare with. What was before the channel was set is not sent.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import NoReturn

from storybot.bot.handlers.moderation.browsing import audit_line
from storybot.bot.handlers.newsdesk.notices import Notice, Notices
from storybot.bot.locales.catalogue import ENGLISH
from storybot.bot.messages.formatted_text import FormattedText, joined
from storybot.model.audit import AuditEntry
from storybot.model.errors import StoreError
from storybot.store.desk.outbox import Outbox
from storybot.store.document_store import Store

_SECONDS_BETWEEN_LOOKS = 1.0
_LINES = 8
_PAGE = 200
_BEYOND = 2**62
_KEY = "audit:"
_log = logging.getLogger(__name__)


class AuditMirror:
    """The copy of the audit in one channel."""

    def __init__(self, store: Store, outbox: Outbox, notices: Notices, channel: str) -> None:
        self._store = store
        self._outbox = outbox
        self._notices = notices
        self._channel = channel

    async def run(self) -> NoReturn:
        """Send what is written, also by other processes and before a crash."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                _log.warning("The audit could not be copied to the log channel: %s", error)
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def look(self) -> None:
        """Queue the lines that were not queued yet, oldest first.

        Raises:
            StoreError: the rest is queued at the next look.
        """
        last = await self._last()
        lines = await self._after(last)
        for start in range(0, len(lines), _LINES):
            some = lines[start : start + _LINES]
            card = mirrored_card(some)
            notice = Notice(text=card.text, marks=card.marks)
            await self._notices.queue(f"{_KEY}{some[-1].number}:", [(self._channel, notice)])
            await self._outbox.forget(f"{_KEY}{last}:")  # one key is enough to go on from
            last = some[-1].number

    async def _last(self) -> int | None:
        """Return the number of the last line that was queued; None for none."""
        keys = await self._outbox.told(_KEY)
        return max((int(key.split(":")[1]) for key in keys), default=None)

    async def _after(self, last: int | None) -> list[AuditEntry]:
        """Return the lines after a number, oldest first; of a new channel only the newest."""
        if last is None:
            return await self._store.audit(_BEYOND, 1)
        found: list[AuditEntry] = []
        below = _BEYOND
        while page := await self._store.audit(below, _PAGE):
            found += [entry for entry in page if entry.number > last]
            below = page[-1].number
            if below <= last + 1:
                break
        return found[::-1]


def mirrored_card(entries: Sequence[AuditEntry]) -> FormattedText:
    """Show lines of the audit with the hash of the last, in English, as a log is."""
    lines = [audit_line(entry, ENGLISH.say.moderating) for entry in entries]
    return joined([*lines, FormattedText(f"# {entries[-1].number} {entries[-1].hash}")], "\n\n")

"""Decide which updates are taken in: a cap for each chat, so that one cannot use up the inbox.

What is over the cap is dropped before it is kept, since Telegram would deliver it again for ever
otherwise. The chat is told once, and again only after its queue has been empty in between. An edit
takes the place of one of the same message that waits: however often a message is edited, the last
wording is kept.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Protocol

from storybot.bot.connection.queues.chat_queues import QueueKind, QueueTurn, queue_turn
from storybot.bot.http.metrics import Metrics
from storybot.store.inbox import Inbox

_log = logging.getLogger(__name__)

MOST_OF_ONE_CHAT = 100
"""Five minutes' work for a group, to which Telegram takes twenty messages a minute."""
MOST_WAITING = 200_000
"""Two hours' work, kept on the disk, with only the ids in memory. If Telegram kept it instead, all
that comes after it would wait, inline queries too.
"""


class Admitted(NamedTuple):
    """What becomes of updates that came in together, each by its id."""

    taken: dict[int, object]
    turns: dict[int, str]
    """Whose turn each of those is in."""
    to_tell: list[object]
    """The first dropped update of each chat that has not been told yet."""


class Backlog(Protocol):
    """What waits to be handled."""

    def __len__(self) -> int:
        """Return how many updates wait in all."""

    def waiting(self, key: str) -> int:
        """Return how many of one turn wait."""

    def supersedes(self, turn: QueueTurn) -> bool:
        """Tell whether what comes in this turn takes the place of what waits."""


class StoredBacklog:
    """What waits in the inbox for whichever worker, as it was last counted."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._counts: Mapping[str, int] = {}
        self._edits: dict[QueueTurn, None] = {}
        """Edits that were left to workers, the latest last: no more than can wait."""

    def __len__(self) -> int:
        """Return how many updates were not finished."""
        return self._counts.get("", 0)

    def waiting(self, key: str) -> int:
        """Return how many of one turn were not finished; 1 where they were not counted."""
        return self._counts.get(key, 1)

    def supersedes(self, turn: QueueTurn) -> bool:
        """Tell whether an edit of the same message was left to workers, who may not be there yet.

        Whoever of them claims the chat finishes all but the newest at once.
        """
        return turn in self._edits

    def note(self, updates: Iterable[object]) -> None:
        """Note which edits are among those that are left to workers now."""
        for turn in filter(lambda turn: turn.edited, map(_turn, updates)):
            self._edits.pop(turn, None)
            self._edits[turn] = None
        for turn in list(self._edits)[:-MOST_WAITING]:
            del self._edits[turn]

    async def count(
        self, updates: Mapping[int, object], turns: Collection[str] = frozenset()
    ) -> None:
        """Count in all, of the turns of these updates, and of others that are named.

        Raises:
            StoreError: the inbox cannot be read.
        """
        keys = {_turn(update).key for update in updates.values()}
        self._counts = await self._inbox.backlog(keys.union(turns))
        for turn in [turn for turn in self._edits if not self.waiting(turn.key)]:
            del self._edits[turn]


class Admission:
    """Counts what waits in the queues, for each chat and in all."""

    def __init__(self, backlog: Backlog, metrics: Metrics) -> None:
        self._backlog = backlog
        self._metrics = metrics
        self._overflowing: set[str] = set()
        self._was_full = False
        metrics.full.set_function(lambda: float(self.is_full))

    @property
    def is_full(self) -> bool:
        """Whether so much waits that Telegram had better keep the rest for a while."""
        return len(self._backlog) >= MOST_WAITING

    @property
    def overflowing(self) -> frozenset[str]:
        """The turns of chats that send more than is answered at the moment."""
        self._forget_calm()
        return frozenset(self._overflowing)

    def admit(self, updates: Mapping[int, object]) -> Admitted:
        """Choose from updates, in the order of their ids, those that are within the caps."""
        self._forget_calm()
        taken: dict[int, object] = {}
        turns: dict[int, str] = {}
        to_tell: list[object] = []
        coming: Counter[str] = Counter()
        edited: set[QueueTurn] = set()
        for id, update in sorted(updates.items()):
            turn = _turn(update)
            waiting = self._backlog.waiting(turn.key) + coming[turn.key]
            is_instead = turn in edited or self._backlog.supersedes(turn)
            if turn.kind is QueueKind.INLINE or is_instead or waiting < MOST_OF_ONE_CHAT:
                coming[turn.key] += not is_instead
                taken[id] = update
                turns[id] = turn.key
                if turn.edited:
                    edited.add(turn)
                continue
            self._metrics.dropped.inc()
            if turn.key not in self._overflowing:
                self._overflowing.add(turn.key)
                to_tell.append(update)
                _log.warning("A chat has %d updates waiting; more are dropped.", waiting)
        return Admitted(taken, turns, to_tell)

    def note_fullness(self) -> None:
        """Log when the inbox becomes full, and when it is not full any more."""
        if self.is_full == self._was_full:
            return
        self._was_full = self.is_full
        if self.is_full:
            _log.warning("The inbox is full: %d updates wait, Telegram keeps the rest.", len(self))
        else:
            _log.warning("The inbox is not full any more.")

    def __len__(self) -> int:
        """Return how many updates wait for their turn."""
        return len(self._backlog)

    def _forget_calm(self) -> None:
        self._overflowing = {key for key in self._overflowing if self._backlog.waiting(key)}


def _turn(update: object) -> QueueTurn:
    return queue_turn(update) if isinstance(update, dict) else QueueTurn.nobody()

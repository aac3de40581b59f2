"""Telegram's rate limits for bots, as far as they are known.

About one message a second to a chat with short bursts, twenty a minute to a group, thirty a second
in all: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import math
from collections import defaultdict, deque

from storybot.playground.clock import Clock
from storybot.playground.objects.refusal import too_many_requests
from storybot.playground.world.rooms import Room

_CHAT = (3, 3.0)
_GROUP = (20, 60.0)
_ALL = (30, 1.0)
_POLL_PAUSE = 3.0
_POLL_HASTE = 0.5


class Flood:
    """Sliding windows per chat, group and bot; excess calls are refused, not queued."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sent: dict[tuple[str, int], deque[float]] = defaultdict(deque)
        self._polls: dict[int, tuple[int, float]] = {}

    def check(self, bot_id: int, room: Room | None) -> None:
        """Count a message, or an edit of one; ``room`` is None for an inline message.

        Raises:
            BotApiError: it is one too many; it names the seconds to wait.
        """
        now = self._clock.now()
        windows = [(("all", bot_id), *_ALL)]
        if room:
            chat = hash((bot_id, room.chat.id))
            windows.append((("chat", chat), *_CHAT))
            if room.kind in {"group", "supergroup"}:
                windows.append((("group", chat), *_GROUP))
        waits = [self._wait(key, allowed, span, now) for key, allowed, span in windows]
        if max(waits) > 0:
            raise too_many_requests(math.ceil(max(waits)))
        for key, _, _ in windows:
            self._sent[key].append(now)

    def slowed(self, bot_id: int, offset: int, limit: int, seconds: float) -> tuple[int, float]:
        """Return the limit and timeout of a getUpdates call that follows too soon.

        The same offset within three seconds waits three; within half a second it gets one update.
        """
        now = self._clock.now()
        last_offset, last = self._polls.get(bot_id, (None, 0.0))
        self._polls[bot_id] = (offset, now)
        if offset != last_offset or seconds >= _POLL_PAUSE or now >= last + _POLL_PAUSE:
            return limit, seconds
        return (1 if now < last + _POLL_HASTE else limit), _POLL_PAUSE

    def _wait(self, key: tuple[str, int], allowed: int, span: float, now: float) -> float:
        """Return the seconds until the window has room."""
        sent = self._sent[key]
        while sent and sent[0] <= now - span:
            sent.popleft()
        return sent[0] + span - now if len(sent) >= allowed else 0.0

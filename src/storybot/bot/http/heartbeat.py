"""Liveness: whether the bot still receives from Telegram, not only whether it runs."""

import time
from collections.abc import Callable

DEAF_SECONDS = 60.0
"""Several getUpdates calls long: silence of that length is no accident."""


class Heartbeat:
    """When Telegram was last heard: a getUpdates call completed, or a webhook call received."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last = now()

    def beat(self) -> None:
        """Note that Telegram was heard just now."""
        self._last = self._now()

    @property
    def age(self) -> float:
        """Seconds since then, or since the start where nothing was heard yet."""
        return self._now() - self._last

    @property
    def alive(self) -> bool:
        """Whether updates are being fetched or received."""
        return self.age <= DEAF_SECONDS

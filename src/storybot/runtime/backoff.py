"""Exponential back-off: each pause is twice as long as the one before, up to a limit."""


class Backoff:
    """The pauses of one series of retries, in seconds."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._following = first

    def pause(self) -> float:
        """Return how long to wait before the next try."""
        pause = self._following
        self._following = min(2 * pause, self._longest)
        return pause

    def reset(self) -> None:
        """Reset after a success."""
        self._following = self._first

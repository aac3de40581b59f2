"""The time that readers' memory and the inbox are told in tests."""

from datetime import UTC, datetime


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now


class InboxClock:
    """A clock in seconds since 1970 that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now

"""The time that readers' memory is told in tests."""

from datetime import UTC, datetime


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

"""Which update is being handled: its number in every log line, its door in the metrics.

The number is Telegram's own for the update, so a line of the log is found again in the inbox. It
says nothing of who wrote it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class CurrentUpdate(NamedTuple):
    """An update that is being handled, or nothing of the kind."""

    id: str = ""
    door: str = "other"
    """How it came in: private, group, guest, inline, button or other."""


_NONE = CurrentUpdate()
_current: ContextVar[CurrentUpdate] = ContextVar("update", default=_NONE)


def current_update() -> CurrentUpdate:
    """Return what is being handled here."""
    return _current.get()


@contextmanager
def in_update(update: CurrentUpdate) -> Iterator[None]:
    """Handle an update in the context, and in the tasks that are begun in it."""
    before = _current.set(update)
    try:
        yield
    finally:
        _current.reset(before)

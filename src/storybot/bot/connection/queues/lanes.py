"""In which order chats come to their turns where more of them wait than can be handled at once."""

from collections import OrderedDict

_FEW = 3
"""How many updates somebody may have waiting who has just written."""


class Lane:
    """Chats that wait for one of so many places.

    Alternately, the one that was written in last comes next, and the one that has waited longest:
    who writes now is answered now, however much an outage has left, and nobody waits for ever.
    A chat with many updates has only its turns among those that wait, one update at a time, so
    that it delays nobody by more than that.
    """

    def __init__(self, places: int) -> None:
        self.free = places
        """How many more chats can be handled now."""
        self._line: OrderedDict[str, None] = OrderedDict()
        """All, by how long they wait."""
        self._newest: dict[str, None] = {}
        """Those with few updates, by when the last of them came."""
        self._is_newest_next = False

    def wait(self, key: str, updates: int) -> None:
        """Let a chat wait with so many updates; if it waits already, it was written in again."""
        self._line.setdefault(key)
        self._newest.pop(key, None)
        if updates <= _FEW:
            self._newest[key] = None

    def leave(self, key: str) -> None:
        """Let a chat wait no longer, if it does."""
        self._line.pop(key, None)
        self._newest.pop(key, None)

    def take(self) -> str:
        """Take a place for the chat that comes next; empty where there is none, or no place."""
        if not self.free or not self._line:
            return ""
        self.free -= 1
        self._is_newest_next = not self._is_newest_next
        waiting = self._newest if self._is_newest_next and self._newest else self._line
        key = next(reversed(waiting)) if waiting is self._newest else next(iter(waiting))
        self.leave(key)
        return key

    def clear(self) -> None:
        """Let none wait any longer."""
        self._line.clear()
        self._newest.clear()

"""Remember the values used last, up to a number of them, and up to a weight if they have one."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LRUCache(Generic[K, V]):
    """A mapping that forgets what was used longest ago."""

    def __init__(
        self, size: int, weigh: Callable[[V], int] = lambda _: 0, heaviest: int = 0
    ) -> None:
        """Remember ``size`` values which together weigh no more than ``heaviest``."""
        self._size = size
        self._weigh = weigh
        self._heaviest = heaviest
        self._weight = 0
        self._values: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        """Count the values."""
        return len(self._values)

    def get(self, key: K) -> V | None:
        """Return the value, which counts as a use; None where it is not remembered."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, key: K, value: V) -> V:
        """Remember a value, unless it alone is too heavy, and return it."""
        if key in self._values:
            self._weight -= self._weigh(self._values.pop(key))
        self._values[key] = value
        self._weight += self._weigh(value)
        while len(self._values) > self._size or self._weight > self._heaviest:
            self._weight -= self._weigh(self._values.popitem(last=False)[1])
        return value

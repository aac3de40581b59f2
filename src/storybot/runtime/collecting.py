"""Collect garbage where there may be some: not in what is kept for good, nor in what is read."""

import gc
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_ANSWERS = 40
"""After so many, all that is loaded by the first that needs it has been."""
_YOUNG = 10_000
"""Objects made and not freed before a collection: a question leaves some hundred, nearly all freed
by their counts of references soon after, so that few collections find anything."""


def spare_what_is_loaded() -> None:
    """Have garbage collections from now on leave alone all that exists, and be rarer.

    A full collection looks through every table of words that was loaded, some fifty milliseconds in
    which nobody is answered. What is freed by its count of references still is.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])


def uncollected(make: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Have no garbage collected while a coroutine makes many objects that hold no circles.

    What is read of articles is freed by its counts of references. To look through it again and
    again takes a sixth of the time in which this process adds many.
    """

    @wraps(make)
    async def made(*args: P.args, **kwargs: P.kwargs) -> T:
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return await make(*args, **kwargs)
        finally:  # its frame is gone, and with it all that nobody keeps
            if was_enabled:
                gc.enable()

    return made


class Sparing(Generic[T]):
    """Observes answers for another observer, and spares what the first of them loaded."""

    def __init__(self, observe: Callable[[T], None]) -> None:
        self._observe = observe
        self._left = _ANSWERS

    def __call__(self, found: T) -> None:
        """Pass an answer on, and count it."""
        self._observe(found)
        self._left -= 1
        if self._left == 0:
            spare_what_is_loaded()

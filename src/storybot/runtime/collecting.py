"""Spare a process that stays the garbage collection of what it keeps for good."""

import gc
from collections.abc import Callable
from typing import Generic, TypeVar

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

"""Spare a process that stays the garbage collection of what it keeps for good."""

import gc

_ANSWERS = 40
"""After so many, all that is loaded by the first that needs it has been."""


def spare_what_is_loaded() -> None:
    """Have garbage collections from now on leave alone all that exists.

    A full collection looks through every table of words that was loaded, some fifty milliseconds in
    which nobody is answered. What is freed by its count of references still is.
    """
    gc.collect()
    gc.freeze()


class Sparing:
    """Spares what is loaded once the first answers have been given."""

    def __init__(self) -> None:
        self._left = _ANSWERS

    def note_answer(self) -> None:
        """Count an answer."""
        self._left -= 1
        if self._left == 0:
            spare_what_is_loaded()

"""Remember what was found of words, within a bound, without forgetting those that come often."""

from typing import TypeVar

V = TypeVar("V")


class Remembered(dict[str, V]):
    """What was found of words: of the last ones, and of those that were asked for since.

    Read it with `get`, then `recall`. When it is full it becomes the past and begins anew; so it
    holds up to twice its bound, and a word that comes often never has to be found again.
    """

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._past: dict[str, V] = {}

    def recall(self, word: str) -> V | None:
        """Return what was found of a word in the past, and keep it for longer."""
        found = self._past.get(word)
        if found is not None:
            self.keep(word, found)
        return found

    def keep(self, word: str, found: V) -> None:
        """Remember what was found of a word."""
        if len(self) >= self._bound:
            self._past = dict(self)
            self.clear()
        self[word] = found

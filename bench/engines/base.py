"""What every measured engine does, so that all are asked in the same way."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

Hit = tuple[int, float]
"""Number of a passage, and its score."""


class Engine(Protocol):
    """An engine over passages that are numbered from 0, set up as its own documentation advises.

    Made with an empty folder for its files, or with one that it filled before.
    """

    live: ClassVar[bool]
    """Whether it takes additions; else a change means building anew."""
    keeps: ClassVar[bool]
    """Whether a later process can open what this one built."""

    def __init__(self, folder: Path) -> None: ...

    def build(self, passages: Iterable[list[str]]) -> None:
        """Take in passages 0, 1, 2 … and be ready to search them."""
        ...

    def add(self, first: int, passages: Sequence[list[str]]) -> None:
        """Take in more passages, numbered from ``first``; they are found when it returns."""
        ...

    def search(self, terms: list[str], k: int) -> Sequence[Hit]:
        """Return up to ``k`` passages, best first."""
        ...

    def keep(self) -> None:
        """Write to the folder what `open` needs."""
        ...

    def open(self) -> None:
        """Be ready to search what another process kept in the folder."""
        ...

    def close(self) -> None:
        """Release files and threads."""
        ...


@runtime_checkable
class Profiled(Protocol):
    """An engine that can tell where its time goes."""

    def profile(self, questions: list[list[str]]) -> dict[str, float | None]:
        """Return figures about the questions by name."""
        ...

"""The tables of a database that is moved into another kind of database."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class SourceTables(Protocol):
    """The tables of the database that is moved, all of one moment."""

    async def columns(self) -> Mapping[str, Sequence[str]]:
        """Return the columns of each table."""
        ...

    async def count(self, table: str) -> int:
        """Count the rows of a table."""
        ...

    def rows(self, table: str, columns: Sequence[str]) -> AsyncIterator[Sequence[Any]]:
        """Yield the rows of a table, in the order in which they were made."""
        ...

    async def last_ids(self) -> Mapping[str, int]:
        """Return the highest id that each table ever gave, also to rows that are gone."""
        ...


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What was moved: compared row for row of each table, and the audit recomputed."""

    rows: Mapping[str, int]
    audit_lines: int
    audit_head: str

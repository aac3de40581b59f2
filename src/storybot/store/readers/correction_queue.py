"""The CorrectionQueue protocol: sent answers that show an article which has changed since.

A change queues them in its own transaction, whichever process makes it. What a message should say
follows from the article as it stands, so that an answer is handled once however many changes it
waits for, and handling it again after a crash ends in the same message.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from storybot.store.records import CorrectionReport, Outcome, PendingCorrection, QuoteRef


class CorrectionQueue(Protocol):
    """Answers to correct, and reports of what was; made by the reader memory.

    Each method that awaits the database raises `StoreError`.
    """

    async def pending(self, most: int, now: float) -> list[PendingCorrection]:
        """Return answers that wait and are not postponed, those of the earliest change first."""
        ...

    async def count(self) -> int:
        """Return how many answers wait."""
        ...

    async def corrected(
        self, found: PendingCorrection, quotes: tuple[QuoteRef, ...], stands: str
    ) -> None:
        """Record that a message was edited, what it quotes now, and that none of it waits."""
        ...

    async def settle(self, found: PendingCorrection, outcome: Outcome) -> None:
        """Record that a message will not be edited."""
        ...

    async def postpone(self, found: PendingCorrection, until: float, *, tried: bool) -> None:
        """Leave an answer alone until then, in seconds since 1970; count it if it was tried."""
        ...

    async def draw_up_reports(self, recipients: Callable[[str], Collection[int]]) -> None:
        """Close the changes of which no answer waits, with a report for each who is to know.

        ``recipients`` says who that is, by the actor of the change. Where nothing was edited or
        missed, there is no report.
        """
        ...

    async def reports(self) -> list[CorrectionReport]:
        """Return the reports that are not sent yet, by person."""
        ...

    async def mark_reporting(self, reports: Collection[CorrectionReport], *, by: int) -> None:
        """Count a message about to be sent with reports, by 1; by -1 if it did not arrive."""
        ...

    async def drop_reports(self, reports: Collection[CorrectionReport]) -> None:
        """Delete reports."""
        ...

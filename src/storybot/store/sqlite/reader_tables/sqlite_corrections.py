"""The queue of answers to correct, in tables that triggers fill (`correction_schema`)."""

import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from storybot.store.layout.answer_rows import quotes_json
from storybot.store.records import CorrectionReport, Outcome, PendingCorrection, QuoteRef
from storybot.store.sqlite.reader_tables.sent_answers import (
    ANSWER_COLUMNS,
    read_answer,
)

_LONGEST_POSTPONED = 86400.0
"""Seconds; longer only where the clock has been put back."""
Run = Callable[[str, Sequence[Any]], Awaitable[int]]
Rows = Callable[[str, Sequence[Any]], Awaitable[list[Any]]]


class SQLiteCorrections:
    """The queue, with the statements of the reader memory; each is a transaction of its own."""

    def __init__(self, run: Run, rows: Rows) -> None:
        self._run = run
        self._rows = rows

    async def pending(self, most: int, now: float) -> list[PendingCorrection]:
        """Return answers that wait and are not postponed, those of the earliest change first."""
        found = await self._rows(
            "SELECT q.change, q.tries, answers.at,"
            f" {ANSWER_COLUMNS} FROM (SELECT answer, max(change) AS change, min(change) AS first,"
            " max(tries) AS tries, max(after) AS after FROM corrections WHERE outcome IS NULL"
            " GROUP BY answer HAVING after <= ? OR after > ?"
            " ORDER BY first, answer LIMIT ?) AS q"
            " JOIN answers ON answers.id = q.answer ORDER BY q.first, q.answer",
            (now, now + _LONGEST_POSTPONED, most),
        )
        return [
            PendingCorrection(read_answer(tuple(row)), change, datetime.fromisoformat(at), tries)
            for change, tries, at, *row in found
        ]

    async def count(self) -> int:
        """Return how many answers wait."""
        ((count,),) = await self._rows(
            "SELECT count(DISTINCT answer) FROM corrections WHERE outcome IS NULL", ()
        )
        return int(count)

    async def corrected(
        self, found: PendingCorrection, quotes: tuple[QuoteRef, ...], stands: str
    ) -> None:
        """Record that a message was edited, what it quotes now, and that none of it waits."""
        answer = found.answer
        # One statement, for a trigger settles the queue: an edit is recorded whole or not at all.
        await self._run(
            "UPDATE answers SET cited = ?, said = ?, stands = ?, corrected_by = ? WHERE id = ?",
            (
                quotes_json(quotes),
                "" if quotes == answer.first_said else quotes_json(answer.first_said),
                *(stands, found.change, answer.id),
            ),
        )

    async def settle(self, found: PendingCorrection, outcome: Outcome) -> None:
        """Record that a message will not be edited."""
        await self._run(
            "UPDATE corrections SET outcome = ?"
            " WHERE answer = ? AND change <= ? AND outcome IS NULL",
            (outcome, found.answer.id, found.change),
        )

    async def postpone(self, found: PendingCorrection, until: float, *, tried: bool) -> None:
        """Leave an answer alone until then, in seconds since 1970; count it if it was tried."""
        await self._run(
            "UPDATE corrections SET after = ?, tries = tries + ?"
            " WHERE answer = ? AND outcome IS NULL",
            (until, tried, found.answer.id),
        )

    async def draw_up_reports(self, recipients: Callable[[str], Collection[int]]) -> None:
        """Close the changes of which no answer waits, with a report for each who is to know.

        ``recipients`` says who that is, by the actor of the change. Where nothing was edited or
        missed, there is no report.
        """
        closed = await self._rows(
            "SELECT c.change, changes.actor, sum(outcome = 'corrected'), count(DISTINCT"
            " CASE WHEN outcome = 'corrected' THEN coalesce(chat, inline_message) END),"
            " sum(outcome = 'unreachable')"
            " FROM corrections AS c JOIN answers ON answers.id = c.answer"
            " JOIN changes ON changes.number = c.change"
            " GROUP BY c.change HAVING sum(outcome IS NULL) = 0",
            (),
        )
        for change, actor, corrected, chats, missed in closed:
            # Nothing is sent before the queue is empty: after a crash in between, the reports
            # are there already, and are not made again.
            users = list(recipients(actor)) if corrected or missed else []
            await self._run(
                "INSERT OR IGNORE INTO correction_reports (change, user, corrected, chats, missed)"
                " SELECT ?, value, ?, ?, ? FROM json_each(?)",
                (change, corrected, chats, missed, json.dumps(users)),
            )
            await self._run(
                "DELETE FROM corrections WHERE change = ? AND outcome IS NOT NULL", (change,)
            )

    async def reports(self) -> list[CorrectionReport]:
        """Return the reports that are not sent yet, by person."""
        found = await self._rows(
            "SELECT change, user, changes.title, corrected, chats, missed, sendings"
            " FROM correction_reports JOIN changes ON changes.number = change"
            " ORDER BY user, change",
            (),
        )
        return [CorrectionReport(*row) for row in found]

    async def mark_reporting(self, reports: Collection[CorrectionReport], *, by: int) -> None:
        """Count a message about to be sent with reports, by 1; by -1 if it did not arrive."""
        await self._run(
            f"UPDATE correction_reports SET sendings = sendings + ? WHERE {_THESE}",
            (by, _keys(reports)),
        )

    async def drop_reports(self, reports: Collection[CorrectionReport]) -> None:
        """Delete reports."""
        await self._run(f"DELETE FROM correction_reports WHERE {_THESE}", (_keys(reports),))


_THESE = "(change, user) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"


def _keys(reports: Collection[CorrectionReport]) -> str:
    return json.dumps([(report.change, report.user) for report in reports])

"""The queue of answers to correct, in tables that triggers fill."""

from collections.abc import Callable, Collection

from storybot.store.layout.answer_rows import quotes_json
from storybot.store.postgres.connection.pool import Connection, PostgresPool
from storybot.store.postgres.reader_tables.answer_columns import ANSWER_COLUMNS, read_answer
from storybot.store.records import CorrectionReport, Outcome, PendingCorrection, QuoteRef

_LONGEST_POSTPONED = 86400.0
"""Seconds; longer only where the clock has been put back."""
_PENDING = f"""
    SELECT q.change AS last_change, q.tries AS all_tries, answers.at AS sent_at, {ANSWER_COLUMNS}
    FROM (
        SELECT answer, max(change) AS change, min(change) AS first, max(tries) AS tries
        FROM corrections WHERE outcome IS NULL GROUP BY answer
        HAVING max(after) <= $1 OR max(after) > $1 + $2
        ORDER BY first, answer LIMIT $3
    ) AS q
    JOIN answers ON answers.id = q.answer ORDER BY q.first, q.answer
"""
_CORRECTED = """
    UPDATE answers SET cited = $2, said = $3, stands = $4, corrected_by = $5 WHERE id = $1
"""
_CLOSED = """
    SELECT c.change, changes.actor,
        count(*) FILTER (WHERE outcome = 'corrected') AS corrected,
        count(DISTINCT coalesce(answers.chat::text, answers.inline_message))
            FILTER (WHERE outcome = 'corrected') AS chats,
        count(*) FILTER (WHERE outcome = 'unreachable') AS missed
    FROM corrections AS c
    JOIN answers ON answers.id = c.answer
    JOIN changes ON changes.number = c.change
    GROUP BY c.change, changes.actor HAVING bool_and(outcome IS NOT NULL)
"""
_REPORT = """
    INSERT INTO correction_reports (change, person, corrected, chats, missed)
    SELECT $1, person, $2, $3, $4 FROM unnest($5::bigint[]) AS new (person)
    ON CONFLICT DO NOTHING
"""
_REPORTS = """
    SELECT change, person, changes.title, corrected, chats, missed, sendings
    FROM correction_reports JOIN changes ON changes.number = change ORDER BY person, change
"""
_THESE = "(change, person) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[]))"


class PostgresCorrections:
    """The queue. Each method is one transaction and raises `StoreError`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool

    async def pending(self, most: int, now: float) -> list[PendingCorrection]:
        """Return answers that wait and are not postponed, those of the earliest change first."""
        found = await self._pool.rows(_PENDING, now, _LONGEST_POSTPONED, most)
        return [
            PendingCorrection(
                read_answer(row), row["last_change"], row["sent_at"], row["all_tries"]
            )
            for row in found
        ]

    async def count(self) -> int:
        """Return how many answers wait."""
        sql = "SELECT count(DISTINCT answer) FROM corrections WHERE outcome IS NULL"
        return int((await self._pool.rows(sql))[0][0])

    async def corrected(
        self, found: PendingCorrection, quotes: tuple[QuoteRef, ...], stands: str
    ) -> None:
        """Record that a message was edited, what it quotes now, and that none of it waits."""
        answer = found.answer
        said = "" if quotes == answer.first_said else quotes_json(answer.first_said)
        values = (answer.id, quotes_json(quotes), said, stands, found.change)
        await self._pool.change(_CORRECTED, *values)

    async def settle(self, found: PendingCorrection, outcome: Outcome) -> None:
        """Record that a message will not be edited."""
        sql = """
            UPDATE corrections SET outcome = $3
            WHERE answer = $1 AND change <= $2 AND outcome IS NULL
        """
        await self._pool.change(sql, found.answer.id, found.change, outcome.value)

    async def postpone(self, found: PendingCorrection, until: float, *, tried: bool) -> None:
        """Leave an answer alone until then, in seconds since 1970; count it if it was tried."""
        sql = """
            UPDATE corrections SET after = $2, tries = tries + $3
            WHERE answer = $1 AND outcome IS NULL
        """
        values = (found.answer.id, until, int(tried))
        await self._pool.transact(lambda connection: connection.execute(sql, *values))

    async def draw_up_reports(self, recipients: Callable[[str], Collection[int]]) -> None:
        """Close the changes of which no answer waits, with a report for each who is to know.

        ``recipients`` says who that is, by the actor of the change. Where nothing was edited or
        missed, there is no report.
        """

        async def body(connection: Connection) -> None:
            for change, actor, corrected, chats, missed in await connection.fetch(_CLOSED):
                users = list(recipients(actor)) if corrected or missed else []
                await connection.execute(_REPORT, change, corrected, chats, missed, users)
                sql = "DELETE FROM corrections WHERE change = $1 AND outcome IS NOT NULL"
                await connection.execute(sql, change)

        await self._pool.transact(body, repeatable=True)

    async def reports(self) -> list[CorrectionReport]:
        """Return the reports that are not sent yet, by person."""
        return [CorrectionReport(*row) for row in await self._pool.rows(_REPORTS)]

    async def mark_reporting(self, reports: Collection[CorrectionReport], *, by: int) -> None:
        """Count a message about to be sent with reports, by 1; by -1 if it did not arrive."""
        sql = f"UPDATE correction_reports SET sendings = sendings + $3 WHERE {_THESE}"
        values = (*_keys(reports), by)
        await self._pool.transact(lambda connection: connection.execute(sql, *values))

    async def drop_reports(self, reports: Collection[CorrectionReport]) -> None:
        """Delete reports."""
        await self._pool.change(f"DELETE FROM correction_reports WHERE {_THESE}", *_keys(reports))


def _keys(reports: Collection[CorrectionReport]) -> tuple[list[int], list[int]]:
    return [report.change for report in reports], [report.user for report in reports]

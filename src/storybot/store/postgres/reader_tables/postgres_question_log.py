"""What readers asked, from the answers that were sent, the votes on them and inline choices."""

from collections import defaultdict
from datetime import datetime

from storybot.store.layout.answer_rows import read_quotes
from storybot.store.postgres.connection.pool import PostgresPool
from storybot.store.readers.question_log import AskedQuestion, GivenVote

_VOTES = """
    SELECT answer, rank, up, reason FROM votes WHERE up IS NOT NULL AND at >= $1 ORDER BY at
"""
# Of inline results only those that were sent are known, one without a quote only there.
_ASKED = """
    SELECT id, at, door, question, answered, coalesce(asker, chat, 0), cited, took_ms
    FROM answers WHERE at >= $1
    UNION ALL
    SELECT 0, at, 'inline', question, false, coalesce(reader, 0), '[]', 0
    FROM chosen_results WHERE result = 'abstention' AND at >= $1
    ORDER BY at, id
"""


class PostgresQuestionLog:
    """Reads questions. Each method raises `StoreError`."""

    def __init__(self, pool: PostgresPool) -> None:
        self._pool = pool

    async def since(self, begin: datetime) -> list[AskedQuestion]:
        """Return the questions since then, oldest first."""
        votes: dict[int, list[GivenVote]] = defaultdict(list)
        for answer, rank, up, reason in await self._pool.rows(_VOTES, begin):
            votes[answer].append(GivenVote(rank, up, reason))
        return [
            AskedQuestion(
                at,
                door,
                question,
                answered,
                reader,
                read_quotes(cited),
                took_ms,
                tuple(votes.get(id, ())),
            )
            for id, at, door, question, answered, reader, cited, took_ms in await self._pool.rows(
                _ASKED, begin
            )
        ]

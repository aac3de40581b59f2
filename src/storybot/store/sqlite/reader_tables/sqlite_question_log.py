"""What readers asked, from the answers that were sent, the votes on them and inline choices."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from storybot.store.layout.answer_rows import read_quotes
from storybot.store.readers.question_log import AskedQuestion, GivenVote

Rows = Callable[[str, Sequence[Any]], Awaitable[list[Any]]]


class SQLiteQuestionLog:
    """Reads questions on the connection of the reader memory."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def since(self, begin: datetime) -> list[AskedQuestion]:
        """Return the questions since then, oldest first."""
        stamp = begin.astimezone(UTC).isoformat()  # times are compared as texts
        votes: dict[int, list[GivenVote]] = defaultdict(list)
        for answer, rank, up, reason in await self._rows(
            "SELECT answer, rank, up, reason FROM votes WHERE up IS NOT NULL AND at >= ?"
            " ORDER BY at",
            (stamp,),
        ):
            votes[answer].append(GivenVote(rank, bool(up), reason))
        # Of inline results only those that were sent are known, one without a quote only there.
        found = await self._rows(
            "SELECT id, at, door, question, answered, coalesce(asker, chat, 0), cited, took_ms"
            " FROM answers WHERE at >= ? UNION ALL"
            " SELECT 0, at, 'inline', question, 0, coalesce(user, 0), '[]', 0 FROM chosen_results"
            " WHERE result = 'abstention' AND at >= ? ORDER BY at, id",
            (stamp, stamp),
        )
        return [
            AskedQuestion(
                datetime.fromisoformat(at),
                door,
                question,
                bool(answered),
                reader,
                read_quotes(cited),
                took_ms,
                tuple(votes.get(id, ())),
            )
            for id, at, door, question, answered, reader, cited, took_ms in found
        ]

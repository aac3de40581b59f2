"""Questions as they are read back to sum them up."""

from datetime import UTC, date, datetime

from storybot.store.readers.question_log import AskedQuestion, GivenVote

LAST = date(2024, 5, 12)


def asked(day: int, *, answered: bool, reader: int = 1, took_ms: float = 20) -> AskedQuestion:
    """Make a question asked in a group on a day of May; one that is answered has a 👍."""
    at = datetime(2024, 5, day, 23, 59, tzinfo=UTC)
    votes = (GivenVote(0, up=True, reason=""),)
    return AskedQuestion(at, "group", "Who?", answered, reader, (), took_ms, votes[:answered])

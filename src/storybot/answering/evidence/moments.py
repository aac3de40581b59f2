"""Compare when articles were published: by the moment, wherever both name one."""

from datetime import UTC, date, datetime

Published = date | datetime | None
"""A day, or a moment; of an article without a date, None."""


def later(one: Published, other: Published) -> bool:
    """Return whether one is known to be later than the other.

    Moments compare across time zones. A bare day and a moment compare by their days, as their
    articles print them; anything dated is later than what has no date.
    """
    if one is None or other is None:
        return one is not None
    if isinstance(one, datetime) and isinstance(other, datetime):
        return _utc(one) > _utc(other)
    return day_of(one) > day_of(other)


def day_of(published: date) -> date:
    """Return the day of a date or a moment, in its own time zone."""
    return published.date() if isinstance(published, datetime) else published


def _utc(moment: datetime) -> datetime:
    """Return a moment in UTC, which one without a time zone is taken to be in."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

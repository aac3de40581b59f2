"""When messages may go out that several processes send: at most so many in any so many seconds."""

from collections.abc import Sequence

MOST, SECONDS = 30, 1.1
"""Telegram takes 30 a second, and sees them a little later than they were sent."""
_FURTHEST = 180.0
"""Seconds ahead of which no moment is reserved: 64 workers with 64 messages each need 150."""


def next_moments(known: Sequence[float], now: float, count: int) -> tuple[list[float], list[float]]:
    """Return the moments to keep, and ``count`` new ones among them, each as early as may be.

    ``known`` are the last moments, the oldest first. Any `MOST` + 1 in a row span `SECONDS`.
    Moments too far ahead, left by a clock that was put back, are forgotten.
    """
    moments = _plausible(known, now)[-MOST:]
    first = len(moments)
    for _ in range(count):
        earliest = moments[-MOST] + SECONDS if len(moments) >= MOST else now
        moments.append(max(earliest, now, *moments[-1:]))
    return moments[-MOST:], moments[first:]


def until_half_free(known: Sequence[float], now: float) -> float:
    """Return the seconds until no more than half of the limit is used, reservations included."""
    used = [m + SECONDS for m in _plausible(known, now) if m + SECONDS > now]
    return used[-(MOST // 2) - 1] - now if len(used) > MOST // 2 else 0.0


def _plausible(known: Sequence[float], now: float) -> list[float]:
    return [moment for moment in known if moment <= now + _FURTHEST]

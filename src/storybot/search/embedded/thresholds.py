"""Sizes at which the index switches strategies.

Tests set them low, to exercise every strategy.
"""

from typing import NamedTuple


class Limits(NamedTuple):
    """Counted in passages, unless it says postings."""

    scored: int = 2**14
    """Up to so many, a query gives each of them its score."""
    short: int = 2**16
    """Postings up to which a query is short: call overhead dominates there, so intermediate results
    are cached for the next query."""
    chunk: int = 2**13
    """Passages encoded at a time; a larger addition may be merged without the tail."""
    tail: int = 2**12
    """From so many on, a thread merges the tail."""
    removed: int = 2**10
    """From so many on, a merge is due when a quarter of the passages is removed."""
    kept: int = 2**22
    """Postings cached for later queries, at 16 bytes each at most."""
    on_loop: int = 2**17
    """Postings up to which a query runs on the event loop: more of them take much longer than a hop
    to a thread, as `make bench` measures. The rest of an answer takes the loop for longer."""

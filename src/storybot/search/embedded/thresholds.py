"""Sizes at which the index changes how it works.

Tests set them low, to see every way of working.
"""

from typing import NamedTuple


class Limits(NamedTuple):
    """Counted in passages, where it does not say postings."""

    scored: int = 2**14
    """Up to so many, a query gives each of them its score."""
    short: int = 2**16
    """Postings up to which a query is short: there calls cost more than the work in them, so what
    can be is kept for the next query."""
    chunk: int = 2**13
    """So many are encoded at a time; more than that at once may be merged without the tail."""
    tail: int = 2**12
    """From so many on, a thread merges the tail."""
    removed: int = 2**10
    """From so many on, a merge is due when a quarter of the passages is removed."""
    kept: int = 2**22
    """Postings that are kept ready for the next query, at 16 bytes each at most."""
    on_loop: int = 2**15
    """Postings of a query up to which it is answered at once: more of them take longer than to
    hand the query to a thread, as `make bench` measures."""

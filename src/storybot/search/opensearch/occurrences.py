"""How often each term occurs in a passage, packed so that a hundred passages are read at once.

A term is a hash of eight bytes, beside which a byte says how often it occurs. That any two of a
million distinct terms have one hash has a probability of 3e-8.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from storybot.search.embedded.postings import Ints

_ROW = np.dtype([("term", "<u8"), ("times", "u1")])
_MOST = 255
"""Occurrences of a row; a term that occurs more often has several."""


def pack_occurrences(terms: Sequence[str]) -> bytes:
    """Pack the terms of a passage."""
    rows: list[tuple[int, int]] = []
    for term, times in Counter(terms).items():
        hashed = _hash(term)
        rows += [(hashed, min(left, _MOST)) for left in range(times, 0, -_MOST)]
    return np.array(rows, _ROW).tobytes()


def count_occurrences(
    packed: Sequence[bytes], wanted: Sequence[str]
) -> tuple[NDArray[np.float64], Ints]:
    """Count terms in passages: a row for each passage and a column for each distinct wanted term.

    Also returns the number of terms of each passage.

    Raises:
        ValueError: one is damaged.
    """
    if any(len(one) % _ROW.itemsize for one in packed):
        raise ValueError("the terms of a passage cannot be unpacked")
    rows = np.frombuffer(b"".join(packed), _ROW)
    of = np.repeat(np.arange(len(packed)), [len(one) // _ROW.itemsize for one in packed])
    times = rows["times"].astype(np.int64)
    lengths = np.bincount(of, times, len(packed)).astype(np.int64)
    counts = np.zeros((len(packed), len(wanted)))
    if len(wanted):
        hashes = np.array([_hash(term) for term in wanted], np.uint64)
        order = hashes.argsort()
        places = np.minimum(np.searchsorted(hashes[order], rows["term"]), len(wanted) - 1)
        columns = order[places]
        found = np.flatnonzero(hashes[columns] == rows["term"])
        np.add.at(counts, (of[found], columns[found]), times[found])
    return counts, lengths


def _hash(term: str) -> int:
    octets = term.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(octets, digest_size=8).digest(), "little")

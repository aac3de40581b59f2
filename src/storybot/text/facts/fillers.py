"""Kinds of filler: what in a sentence could fill the slot of a question, and its names among them.

Read once per sentence, when its article is added, whatever is asked; `quantities` reads numbers and
times.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cache, partial

from storybot.model.passages import Filler


class Fill(IntEnum):
    """What a filler is."""

    PERSON = 0
    ORGANISATION = 1
    PLACE = 2
    NAME = 3
    DATE = 4
    DURATION = 5
    FREQUENCY = 6
    MONEY = 7
    NUMBER = 8
    PERCENT = 9
    AGE = 10
    SCORE = 11
    RANK = 12
    LENGTH = 13
    AREA = 14
    WEIGHT = 15
    VOLUME = 16
    SPEED = 17
    HEAT = 18
    POWER = 19
    OFFICE = 20
    CLOCK = 21


new_filler = partial(tuple.__new__, Filler)
"""Make a `Filler` of its fields, in half the time of its constructor."""


def read_names(named: Mapping[int, frozenset[Fill]]) -> Iterator[Filler]:
    """Return each name once for each kind that it may be of: its words have the same kinds."""
    end = 0
    for start, kinds in named.items():
        if start < end:
            continue
        end = start + 1
        while end in named:
            end += 1
        for kind in _in_order(kinds):
            yield new_filler((kind, start, end, ""))


@cache
def _in_order(kinds: frozenset[Fill]) -> tuple[int, ...]:
    """Return kinds in order, of those few sets that there are."""
    return tuple(map(int, sorted(kinds)))


def is_of_game(found: Sequence[Filler]) -> bool:
    """Tell whether a sentence has the result of a game: its names may well be those of clubs."""
    hours = {one.start for one in found if one.kind == Fill.CLOCK}
    return any(one.kind == Fill.SCORE and one.start not in hours for one in found)

"""Name what a word may be, and what a sentence may do."""

from enum import IntEnum


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a list that is written as one string."""
    return tuple(words.split())


class Mark(IntEnum):
    """What a single word may be; the order is that of the columns of a weights table."""

    YEAR = 0
    MONTH = 1
    DAY = 2
    DECADE = 3
    NUMBER = 4
    NUMBER_WORD = 5
    ORDINAL = 6
    UNIT = 7
    DURATION = 8
    MONEY = 9
    PERCENT = 10
    MOMENT = 11
    NAME = 12
    LONG_NAME = 13
    FIRST_NAME = 14
    ACRONYM = 15
    OFFICE = 16
    BODY = 17
    PLACE_WORD = 18
    KIN = 19
    LOCATED = 20
    NATION = 21
    COLOUR = 22
    BY_NAME = 23
    TRADE = 24
    OF_ELIDED = 25


MARKS = len(Mark)


def bits_of(*marks: int) -> int:
    """Return marks as bits."""
    return sum(1 << mark for mark in set(marks))


class _MarkBits(dict[tuple[int, ...], int]):
    """The bits of each row of marks that was met."""

    def __missing__(self, marks: tuple[int, ...]) -> int:
        found = self[marks] = bits_of(*marks)
        return found


MARK_BITS = _MarkBits()
"""The marks of a word as bits, of those few rows of marks that there are."""


class Pattern(IntEnum):
    """What a sentence may do as a whole."""

    REASON = 0
    PURPOSE = 1
    MEANS = 2
    APPOSITION = 3
    AGE = 4
    MONEY_SIGN = 5
    NEGATION = 6
    PRONOUN_FIRST = 7
    LINK_FIRST = 8
    ASKS = 9
    QUOTES = 10
    SAYS = 11
    NAMES = 12

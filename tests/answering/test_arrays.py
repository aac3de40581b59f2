"""Arrays are looked up alike whichever way is quicker."""

import numpy as np
import pytest

from storybot.answering.ranking.arrays import SumsOf, column_sums, index_of


@pytest.mark.parametrize("largest", [40, 2**17, 2**22])
def test_a_value_is_found_among_those_wanted(largest: int) -> None:
    """By a table of small numbers or by a search among large ones, the index is the same."""
    wanted = np.array([7, -1, largest, 3, largest + 5, -1], np.int32)
    values = np.array([3, 0, largest, 7, 7, 39], np.int32)
    assert index_of(wanted, values).tolist() == [3, -1, 2, 0, 0, -1]
    # What was asked for before is not found once more.
    assert index_of(np.array([39], np.int32), values).tolist() == [-1, -1, -1, -1, -1, 0]


def test_nothing_is_found_where_nothing_is_wanted_or_there() -> None:
    """Empty arrays and words without a number are no errors."""
    none, some = np.empty(0, np.int32), np.array([1, 2], np.int32)
    assert index_of(none, some).tolist() == [-1, -1]
    assert index_of(np.array([-1], np.int32), some).tolist() == [-1, -1]
    assert index_of(some, none).tolist() == []


@pytest.mark.parametrize("columns", [1, 2, 40])
def test_what_is_nothing_changes_no_sum(columns: int) -> None:
    """Columns are added from top to bottom: a row of 0 between changes not even the last bit."""
    table = np.random.default_rng(1).random((20, columns))
    more = np.zeros((40, columns))
    more[1::2] = table
    assert column_sums(more).tolist() == column_sums(table).tolist()
    assert column_sums(table).tolist() == [sum(column) for column in table.T.tolist()]
    assert column_sums(table[:0]).tolist() == [0.0] * columns


def test_bits_of_places_name_what_is_summed() -> None:
    """As columns are: from the first value to the last, and nothing for no place."""
    values = np.random.default_rng(2).random(20).tolist()
    sums = SumsOf(values)
    assert (sums[0], sums[0b100]) == (0.0, values[2])
    assert sums[0b1011] == values[0] + values[1] + values[3]
    assert sums[2**20 - 1] == column_sums(np.array([values]).T).tolist()[0]

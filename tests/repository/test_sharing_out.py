"""Tests are shared out so that all workers end at about the same time."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from worlds.sharing_out import APART, longest_first, share


def item(nodeid: str, *, slow: bool = False) -> Any:
    """Stand in for a collected test."""
    path = Path(nodeid.partition("::")[0])
    return SimpleNamespace(nodeid=nodeid, path=path, get_closest_marker=lambda _: slow or None)


def test_a_file_stays_with_one_worker_but_long_tests_are_given_singly() -> None:
    """What a module's fixtures started is used by all of its tests; faults share nothing."""
    assert share("tests/a.py::test_one[x::y]") == share("tests/a.py::Some::test_two")
    assert share(f"{APART}::test_x[a]") != share(f"{APART}::test_x[b]")


def test_the_longest_come_first_and_files_stay_whole() -> None:
    """Quick tests of a file with slow ones come along with it, in their order."""
    quick, beside = item("tests/quick.py::test_a"), item("tests/mixed.py::test_a")
    slow, apart = item("tests/mixed.py::test_b", slow=True), item(f"{APART}::test_x", slow=True)
    assert longest_first([quick, beside, slow, apart]) == [apart, beside, slow, quick]

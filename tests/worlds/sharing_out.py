"""Share the tests out among the workers of pytest-xdist: a file to a worker, what is slow first."""

from collections.abc import Sequence
from typing import Any

import pytest

APART = "tests/repository/test_faults.py"
"""Its tests share nothing and take long: each of them may be on another worker."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a worker all tests of a file, but one at a time of those that stand apart."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return share(nodeid)

    config.option.loadscopereorder = False  # the order is that of the collection, below
    return Scheduling(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let workers begin with the longest, so that none works on while the others have ended."""
    if hasattr(config, "workerinput"):
        items[:] = longest_first(items)


def share(nodeid: str) -> str:
    """Return the name of what is given to a worker together with a test."""
    file = nodeid.partition("::")[0]
    return nodeid if file == APART else file


def longest_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Put first the tests that stand apart, then the files with slow tests."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    return sorted(items, key=lambda one: (share(one.nodeid) != one.nodeid, one.path not in slow))
